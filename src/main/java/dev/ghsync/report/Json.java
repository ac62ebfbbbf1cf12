package dev.ghsync.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Redaction;
import dev.ghsync.model.Times;
import dev.ghsync.model.item.RepoCounts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The spellings that all JSON of ghsync shares. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** Writes a value, or the fields of one. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** One value on one line, without a line's end and without secrets. */
  static String render(Body value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      value.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter takes everything", e);
    }
    return Redaction.redact(text.toString());
  }

  static void object(JsonGenerator json, String field, Body fields) throws IOException {
    json.writeObjectFieldStart(field);
    fields.write(json);
    json.writeEndObject();
  }

  static void text(JsonGenerator json, String field, Optional<String> text) throws IOException {
    if (text.isPresent()) {
      json.writeStringField(field, text.get());
    } else {
      json.writeNullField(field);
    }
  }

  static void time(JsonGenerator json, String field, Optional<Instant> time) throws IOException {
    text(json, field, time.map(Json::second));
  }

  static String second(Instant time) {
    return Times.second(time);
  }

  static String millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /** Never negative, though a clock may have been set back meanwhile. */
  static long elapsed(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }

  static void texts(JsonGenerator json, String field, List<String> texts) throws IOException {
    json.writeArrayFieldStart(field);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  static void limit(JsonGenerator json, Optional<RateLimit> limit) throws IOException {
    if (limit.isEmpty()) {
      json.writeNullField("rateLimit");
      return;
    }
    RateLimit l = limit.get();
    object(
        json,
        "rateLimit",
        o -> {
          o.writeNumberField("limit", l.limit());
          o.writeNumberField("remaining", l.remaining());
          o.writeStringField("resetAt", second(l.resetAt()));
        });
  }

  static void counts(JsonGenerator json, Optional<RepoCounts> counts) throws IOException {
    if (counts.isEmpty()) {
      json.writeNullField("counts");
      return;
    }
    RepoCounts c = counts.get();
    object(
        json,
        "counts",
        o -> {
          o.writeNumberField("openIssues", c.openIssues());
          o.writeNumberField("closedIssues", c.closedIssues());
          o.writeNumberField("openPulls", c.openPulls());
          o.writeNumberField("closedPulls", c.closedPulls());
          o.writeNumberField("mergedPulls", c.mergedPulls());
          o.writeNumberField("branches", c.branches());
          o.writeNumberField("tags", c.tags());
          o.writeNumberField("commits", c.commits());
          o.writeNumberField("comments", c.comments());
        });
  }
}
