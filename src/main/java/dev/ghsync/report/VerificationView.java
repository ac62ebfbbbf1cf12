package dev.ghsync.report;

import dev.ghsync.model.Failure;
import dev.ghsync.sync.Verification;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** {@code ghsync verify}, for people and as JSON. */
public record VerificationView(Verification found, Ansi colors) {

  /** Returns the outcome in one line. */
  public String headline() {
    return found.repo() + ": " + verdict();
  }

  private String verdict() {
    List<String> parts = new ArrayList<>();
    if (found.equal()) {
      parts.add("equal");
    }
    if (found.differing() > 0) {
      parts.add(Formats.count(found.differing(), "difference"));
    }
    if (found.notCompared() > 0) {
      parts.add(
          "%d of %s not compared"
              .formatted(found.notCompared(), Formats.count(found.streams().size(), "stream")));
    }
    return String.join(", ", parts);
  }

  /** Prints a line for each stream and each difference. */
  public void print(PrintWriter out) {
    String verdict = found.equal() ? colors.good(verdict()) : colors.bad(verdict());
    out.println(colors.strong(found.repo().toString()) + ": " + verdict);
    List<Failure> printed = new ArrayList<>();
    for (Verification.Stream stream : found.streams()) {
      out.printf("  %-16s%s%n", stream.name(), state(stream, printed));
      differences(stream).forEach(line -> out.println("    " + line));
    }
  }

  /** Returns a line for each difference and each stream that was not compared. */
  public List<String> problems() {
    List<String> lines = new ArrayList<>();
    List<Failure> printed = new ArrayList<>();
    for (Verification.Stream stream : found.streams()) {
      lines.addAll(differences(stream));
      stream
          .notCompared()
          .ifPresent(failure -> lines.add(stream.name() + " " + notCompared(failure, printed)));
    }
    return lines;
  }

  private static String state(Verification.Stream stream, List<Failure> printed) {
    String compared = Formats.number(stream.compared()) + " compared";
    if (stream.notCompared().isEmpty()) {
      return stream.note().map(note -> compared + "; " + Formats.line(note)).orElse(compared);
    }
    String why = notCompared(stream.notCompared().get(), printed);
    return stream.compared() == 0 ? why : compared + ", the rest " + why;
  }

  /** A failure that several streams have in common is spelled out once. */
  private static String notCompared(Failure failure, List<Failure> printed) {
    if (printed.contains(failure)) {
      return "not compared: %s, as above".formatted(failure.code().text());
    }
    printed.add(failure);
    return "not compared: %s: %s".formatted(failure.code().text(), Formats.line(failure.message()));
  }

  private static List<String> differences(Verification.Stream stream) {
    List<String> lines = new ArrayList<>(stream.differences().stream().map(Formats::line).toList());
    long more = stream.differing() - lines.size();
    if (more > 0) {
      lines.add("and %s more in %s".formatted(Formats.number(more), stream.name()));
    }
    return lines;
  }

  /** Returns one object. */
  public String json() {
    return new JsonObject()
        .put("repo", found.repo())
        .put("equal", found.equal())
        .put("failure", found.failure().map(JsonFields::failure))
        .put("streams", found.streams().stream().map(VerificationView::json).toList())
        .render();
  }

  private static JsonObject json(Verification.Stream stream) {
    return new JsonObject()
        .put("name", stream.name())
        .put("compared", stream.compared())
        .put("skipped", stream.notCompared().map(Failure::message).or(stream::note))
        .put("notCompared", stream.notCompared().map(JsonFields::failure))
        .put("differing", stream.differing())
        .put("differences", stream.differences());
  }
}
