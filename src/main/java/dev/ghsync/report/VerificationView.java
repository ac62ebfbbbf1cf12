package dev.ghsync.report;

import dev.ghsync.sync.Verification;
import java.io.PrintWriter;

/** {@code ghsync verify}, for people and as JSON. */
public record VerificationView(Verification found, Colors colors) {

  /** The outcome in one line. */
  public String headline() {
    return found.repo() + ": " + verdict();
  }

  private String verdict() {
    long n = found.streams().stream().mapToLong(s -> s.differences().size()).sum();
    return n == 0 ? "equal" : Words.count(n, "difference");
  }

  /** A line a stream, and one for each difference. */
  public void print(PrintWriter out) {
    String verdict = found.equal() ? colors.good(verdict()) : colors.bad(verdict());
    out.println(colors.strong(found.repo().toString()) + ": " + verdict);
    for (Verification.Stream stream : found.streams()) {
      String text =
          stream
              .skipped()
              .map(reason -> "not compared: " + Words.line(reason))
              .orElseGet(() -> Words.number(stream.compared()) + " compared");
      out.printf("  %-16s%s%n", stream.name(), text);
      stream.differences().forEach(line -> out.println("    " + Words.line(line)));
    }
  }

  /** One object. */
  public String json() {
    return Json.render(
        json -> {
          json.writeStartObject();
          json.writeStringField("repo", found.repo().toString());
          json.writeBooleanField("equal", found.equal());
          json.writeArrayFieldStart("streams");
          for (Verification.Stream stream : found.streams()) {
            json.writeStartObject();
            json.writeStringField("name", stream.name());
            json.writeNumberField("compared", stream.compared());
            Json.text(json, "skipped", stream.skipped());
            Json.texts(json, "differences", stream.differences());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
