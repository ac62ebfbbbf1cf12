package dev.ghsync.github.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;

/**
 * Builds JSON values from a stream, item by item, without the fields that no reader uses, and
 * limits how much is built.
 */
public final class JsonTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** For a longer text, access to the characters would copy it once more. */
  private static final int LONG = 100_000;

  private final JsonParser parser;
  private final boolean whole;
  private long left;

  /**
   * Creates a builder for one answer.
   *
   * @param kept as in {@link ResponseLimits}
   */
  public JsonTree(JsonParser parser, int kept) {
    this(parser, kept, false);
  }

  private JsonTree(JsonParser parser, int kept, boolean whole) {
    this.parser = parser;
    this.left = kept;
    this.whole = whole;
  }

  /** Returns a tree that keeps addresses too, which no item of a mirror needs. */
  public static JsonTree whole(JsonParser parser, int kept) {
    return new JsonTree(parser, kept, true);
  }

  /** Reads the value at the parser's current token. The parser is then at its last token. */
  public JsonNode read() throws IOException {
    spend(ResponseLimits.NODE);
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> object();
      case START_ARRAY -> array();
      case VALUE_STRING -> text();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      default -> throw new MalformedBody("is not JSON");
    };
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      if (!whole && RawJson.isUnread(key)) {
        parser.skipChildren();
      } else {
        object.set(key, read());
      }
    }
    return object;
  }

  private ArrayNode array() throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read());
    }
    return array;
  }

  private JsonNode text() throws IOException {
    int length = parser.getTextLength();
    spend(length);
    if (length > LONG) {
      String text = parser.getText();
      return Texts.isTorn(text) ? new TornText(text) : NODES.textNode(text);
    }
    boolean torn = Texts.isTorn(parser.getTextCharacters(), parser.getTextOffset(), length);
    String text = parser.getText();
    return torn ? new TornText(text) : NODES.textNode(text);
  }

  private JsonNode integer() throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }

  private void spend(int amount) {
    left -= amount;
    if (left < 0) {
      throw new MalformedBody(
          MalformedBody.Kind.TOO_LARGE, "is larger than any answer to this should be");
    }
  }

  /** A text with an unpaired surrogate. */
  public static final class TornText extends TextNode {
    private static final long serialVersionUID = 1;

    TornText(String text) {
      super(text);
    }
  }
}
