package dev.ghsync.report;

import dev.ghsync.model.Failure;
import dev.ghsync.sync.Verification;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** {@code ghsync verify}, for people and as JSON. */
public record VerificationView(Verification found, Ansi colors) {

  /** The outcome in one line. */
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

  /** A line a stream, and one for each difference. */
  public void print(PrintWriter out) {
    String verdict = found.equal() ? colors.good(verdict()) : colors.bad(verdict());
    out.println(colors.strong(found.repo().toString()) + ": " + verdict);
    List<Failure> told = new ArrayList<>();
    for (Verification.Stream stream : found.streams()) {
      out.printf("  %-16s%s%n", stream.name(), state(stream, told));
      differences(stream).forEach(line -> out.println("    " + line));
    }
  }

  /** A line for each difference and each stream that was not compared; none where all is equal. */
  public List<String> problems() {
    List<String> lines = new ArrayList<>();
    List<Failure> told = new ArrayList<>();
    for (Verification.Stream stream : found.streams()) {
      lines.addAll(differences(stream));
      stream
          .notCompared()
          .ifPresent(failure -> lines.add(stream.name() + " " + notCompared(failure, told)));
    }
    return lines;
  }

  private static String state(Verification.Stream stream, List<Failure> told) {
    String compared = Formats.number(stream.compared()) + " compared";
    if (stream.notCompared().isEmpty()) {
      return stream.note().map(note -> compared + "; " + Formats.line(note)).orElse(compared);
    }
    String why = notCompared(stream.notCompared().get(), told);
    return stream.compared() == 0 ? why : compared + ", the rest " + why;
  }

  /** A reason that several streams have in common is told once. */
  private static String notCompared(Failure failure, List<Failure> told) {
    if (told.contains(failure)) {
      return "not compared: %s, as above".formatted(failure.code().text());
    }
    told.add(failure);
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

  /** One object. */
  public String json() {
    return Json.render(
        json -> {
          json.writeStartObject();
          json.writeStringField("repo", found.repo().toString());
          json.writeBooleanField("equal", found.equal());
          JsonReport.failure(json, "failure", found.failure());
          json.writeArrayFieldStart("streams");
          for (Verification.Stream stream : found.streams()) {
            json.writeStartObject();
            json.writeStringField("name", stream.name());
            json.writeNumberField("compared", stream.compared());
            Json.text(json, "skipped", stream.notCompared().map(Failure::message).or(stream::note));
            JsonReport.failure(json, "notCompared", stream.notCompared());
            json.writeNumberField("differing", stream.differing());
            Json.texts(json, "differences", stream.differences());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
