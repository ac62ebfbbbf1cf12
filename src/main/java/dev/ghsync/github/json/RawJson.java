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
 * An item's JSON as GitHub sent it, without most URLs, node ids, links, patches, embedded
 * repositories, fields that are null and reactions that nobody gave, and with only the login of
 * accounts. The long texts of an item are left out too if they have a column of their own: a
 * database would contain them twice.
 */
public final class RawJson {
  private static final JsonFactory JSON = new JsonFactory();

  /** Fields that a reader uses, but that are not kept. */
  private static final Set<String> READ =
      Set.of("html_url", "issue_url", "pull_request_url", "browser_download_url");

  /** Long texts of items other than pull requests, each of which has a column. */
  public static final Set<String> TEXTS = Set.of("body", "diff_hunk");

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

  /**
   * Returns the item's JSON.
   *
   * @param without more keys of the item to leave out, such as {@link #TEXTS}
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
    return switch (key) {
      case "url", "node_id", "gravatar_id", "patch", "_links" -> true;
      // They have information that no other field has, for example a sub-issue's parent.
      case "parent_issue_url", "discussion_url", "commit_url" -> false;
      default -> key.endsWith("_url");
    };
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
      JsonNode value = field.getValue();
      if (!isLeftOut(key, value) && (!without.contains(key) || isTorn(value))) {
        out.writeFieldName(key);
        if (key.equals("reactions") && value.isObject()) {
          writeReactions(value);
        } else {
          write(value);
        }
      }
    }
    out.writeEndObject();
  }

  private static boolean isLeftOut(String key, JsonNode value) {
    return value.isNull() || isNoise(key) || REPOSITORIES.contains(key);
  }

  /** Returns whether a text contains half a character, which a column cannot. */
  private static boolean isTorn(JsonNode text) {
    return text instanceof JsonTree.TornText;
  }

  /** Writes the total, and the numbers of those reactions that somebody gave. */
  private void writeReactions(JsonNode reactions) throws IOException {
    out.writeStartObject();
    for (Map.Entry<String, JsonNode> field : reactions.properties()) {
      String key = field.getKey();
      JsonNode value = field.getValue();
      boolean isNone = value.isNumber() && value.asText().equals("0") && !key.equals("total_count");
      if (!isNone && !isLeftOut(key, value)) {
        out.writeFieldName(key);
        write(value);
      }
    }
    out.writeEndObject();
  }

  private void writeScalar(JsonNode node) throws IOException {
    if (node.isTextual()) {
      torn |= isTorn(node);
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
