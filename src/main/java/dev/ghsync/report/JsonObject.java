package dev.ghsync.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.ghsync.model.Redaction;
import dev.ghsync.model.Times;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A JSON object whose fields keep their order. A value is a text, a number, a boolean, a time (in
 * seconds), a list, a map, another object, or an Optional of these, which is null where it is
 * empty.
 */
final class JsonObject {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Map<String, Object> fields = new LinkedHashMap<>();

  JsonObject put(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /** Adds the fields of another object. */
  JsonObject putAll(JsonObject other) {
    fields.putAll(other.fields);
    return this;
  }

  /** Renders the object on one line, without secrets. */
  String render() {
    return render(this);
  }

  /** Renders an array of objects. */
  static String render(List<JsonObject> objects) {
    return render((Object) objects);
  }

  private static String render(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return Redaction.redact(text.toString());
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Optional<?> optional) {
      if (optional.isPresent()) {
        write(json, optional.get());
      } else {
        json.writeNull();
      }
    } else if (value instanceof OptionalLong number) {
      write(json, number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty());
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof Instant time) {
      json.writeString(Times.second(time));
    } else if (value instanceof JsonObject object) {
      write(json, object.fields);
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> items) {
      json.writeStartArray();
      for (Object item : items) {
        write(json, item);
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }
}
