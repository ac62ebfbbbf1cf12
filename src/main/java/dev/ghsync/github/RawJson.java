package dev.ghsync.github;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * An item's JSON as GitHub sent it, less the noise: addresses, node ids, links, embedded
 * repositories; of an account only its login. What is noise is a matter of the key alone.
 */
final class RawJson {
  private static final JsonFactory JSON = new JsonFactory();

  /** Read for what they tell, but not kept. */
  private static final Set<String> READ =
      Set.of("html_url", "issue_url", "pull_request_url", "browser_download_url");

  private static final Set<String> REPOSITORIES = Set.of("repo", "repository");

  private RawJson() {}

  /** Keys that nobody reads: they are skipped in the stream. */
  static boolean isUnread(String key) {
    return isNoise(key) && !READ.contains(key);
  }

  /**
   * The item's own JSON.
   *
   * @param without a key of the item that is left out too
   */
  static String of(Json item, String without) {
    StringWriter out = new StringWriter(1_024);
    try (JsonGenerator generator = JSON.createGenerator(out)) {
      generator.writeStartObject();
      for (Map.Entry<String, JsonNode> field : item.node().properties()) {
        if (!field.getKey().equals(without)) {
          writeField(generator, field);
        }
      }
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written to", e);
    }
    return Texts.escapeLone(out.toString());
  }

  static String of(Json item) {
    return of(item, "");
  }

  private static boolean isNoise(String key) {
    return key.endsWith("_url")
        || key.equals("url")
        || key.equals("node_id")
        || key.equals("gravatar_id")
        || key.equals("_links");
  }

  private static void writeField(JsonGenerator generator, Map.Entry<String, JsonNode> field)
      throws IOException {
    String key = field.getKey();
    if (isNoise(key) || REPOSITORIES.contains(key)) {
      return;
    }
    generator.writeFieldName(key);
    write(generator, field.getValue());
  }

  private static void write(JsonGenerator generator, JsonNode node) throws IOException {
    if (isAccount(node)) {
      generator.writeStartObject();
      generator.writeStringField("login", node.get("login").textValue());
      generator.writeEndObject();
    } else if (node.isObject()) {
      generator.writeStartObject();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        writeField(generator, field);
      }
      generator.writeEndObject();
    } else if (node.isArray()) {
      generator.writeStartArray();
      for (JsonNode item : node) {
        write(generator, item);
      }
      generator.writeEndArray();
    } else {
      writeScalar(generator, node);
    }
  }

  private static void writeScalar(JsonGenerator generator, JsonNode node) throws IOException {
    if (node.isTextual()) {
      generator.writeString(node.textValue());
    } else if (node.isBoolean()) {
      generator.writeBoolean(node.booleanValue());
    } else if (node.isNumber()) {
      generator.writeNumber(node.asText());
    } else {
      generator.writeNull();
    }
  }

  private static boolean isAccount(JsonNode node) {
    return node.path("login").isTextual() && node.has("id") && node.has("type");
  }
}
