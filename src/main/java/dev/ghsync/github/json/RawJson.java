package dev.ghsync.github.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * An item's JSON as GitHub sent it, without most URLs, node ids, links and embedded repositories,
 * and with only the login of accounts. Whether a field is left out depends on its key alone.
 */
public final class RawJson {
  private static final JsonFactory JSON = new JsonFactory();

  /** Fields that a reader uses, but that are not kept. */
  private static final Set<String> READ =
      Set.of("html_url", "issue_url", "pull_request_url", "browser_download_url");

  /** URLs with information that no other field has, for example a sub-issue's parent. */
  private static final Set<String> KEPT =
      Set.of("parent_issue_url", "discussion_url", "commit_url");

  private static final Set<String> REPOSITORIES = Set.of("repo", "repository");

  private final JsonGenerator out;
  private boolean torn;

  private RawJson(JsonGenerator out) {
    this.out = out;
  }

  /** Returns whether no reader uses the key, so that its value can be skipped in the stream. */
  public static boolean isUnread(String key) {
    return isNoise(key) && !READ.contains(key);
  }

  public static String of(Json item) {
    return of(item, Set.of());
  }

  /**
   * Returns the item's JSON.
   *
   * @param without more keys of the item to leave out
   */
  public static String of(Json item, Set<String> without) {
    StringWriter text = new StringWriter(1_024);
    try (JsonGenerator out = JSON.createGenerator(text)) {
      RawJson raw = new RawJson(out);
      raw.writeObject(item.node(), without);
      out.flush();
      return raw.torn ? Texts.escapeLone(text.toString()) : text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail to be written to", e);
    }
  }

  private static boolean isNoise(String key) {
    return (key.endsWith("_url") && !KEPT.contains(key))
        || key.equals("url")
        || key.equals("node_id")
        || key.equals("gravatar_id")
        || key.equals("_links");
  }

  private void write(JsonNode node) throws IOException {
    if (isAccount(node)) {
      out.writeStartObject();
      out.writeStringField("login", node.get("login").textValue());
      out.writeEndObject();
    } else if (node.isObject()) {
      writeObject(node, Set.of());
    } else if (node.isArray()) {
      out.writeStartArray();
      for (JsonNode item : node) {
        write(item);
      }
      out.writeEndArray();
    } else {
      writeScalar(node);
    }
  }

  private void writeObject(JsonNode object, Set<String> without) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String key = field.getKey();
      boolean isEmpty = KEPT.contains(key) && field.getValue().isNull();
      if (!isNoise(key) && !isEmpty && !REPOSITORIES.contains(key) && !without.contains(key)) {
        out.writeFieldName(key);
        write(field.getValue());
      }
    }
    out.writeEndObject();
  }

  private void writeScalar(JsonNode node) throws IOException {
    if (node.isTextual()) {
      torn |= node instanceof JsonTree.TornText;
      out.writeString(node.textValue());
    } else if (node.isBoolean()) {
      out.writeBoolean(node.booleanValue());
    } else if (node.isNumber()) {
      out.writeNumber(node.asText());
    } else {
      out.writeNull();
    }
  }

  private static boolean isAccount(JsonNode node) {
    return node.path("login").isTextual() && node.has("id") && node.has("type");
  }
}
