package dev.ghsync.github.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Readers of JSON bodies. They convert one item after the other, so that only the results are in
 * memory, and never more than the {@link ResponseLimits} allow.
 */
public final class JsonBody {
  private static final int NESTING = 200;
  private static final int NAME = 10_000;

  /** Bodies have up to 131,072 characters; a diff hunk may have some millions. */
  private static final int TEXT = 5_000_000;

  private static final int DIGITS = 100;

  /** Factories by the maximum length of a document. */
  private static final Map<Long, JsonFactory> FACTORIES = new ConcurrentHashMap<>();

  private JsonBody() {}

  /** Returns a reader of one object. */
  public static <T> BodyReader<T> one(ResponseLimits limits, Function<Json, T> item) {
    return body -> read(body, limits, parser -> item.apply(object(parser, limits)));
  }

  /**
   * Returns a reader of a list. The last of several items with the same key counts. An item that
   * cannot be read is left out and noted, unless no item of the page can be read.
   *
   * @param name the field that identifies an item which cannot be read
   */
  public static <T> BodyReader<List<T>> list(
      ResponseLimits limits, Function<Json, T> item, Function<T, Object> key, String name) {
    return list(limits, parser -> new JsonTree(parser, limits.kept()), item, key, name);
  }

  /**
   * Returns a reader of a list like {@link #list} that also keeps fields that no mirrored item
   * needs, such as {@code node_id}.
   */
  public static <T> BodyReader<List<T>> wholeList(
      ResponseLimits limits, Function<Json, T> item, Function<T, Object> key, String name) {
    return list(limits, parser -> JsonTree.whole(parser, limits.kept()), item, key, name);
  }

  private static <T> BodyReader<List<T>> list(
      ResponseLimits limits,
      Function<JsonParser, JsonTree> tree,
      Function<Json, T> item,
      Function<T, Object> key,
      String name) {
    return body -> {
      Map<Object, T> items = new LinkedHashMap<>();
      Function<Json, Optional<MalformedBody>> reader =
          json -> take(json, item, value -> items.put(key.apply(value), value));
      return read(
          body,
          limits,
          parser -> {
            items(parser, limits, tree.apply(parser), reader, name, body.notes());
            return new ArrayList<>(items.values());
          });
    };
  }

  /** Returns a reader of a list that is a field of an object, see {@link #list}. */
  public static <T> BodyReader<List<T>> listIn(
      String field,
      ResponseLimits limits,
      Function<Json, T> item,
      Function<T, Object> key,
      String name) {
    return body -> {
      Map<Object, T> items = new LinkedHashMap<>();
      Function<Json, Optional<MalformedBody>> reader =
          json -> take(json, item, value -> items.put(key.apply(value), value));
      return read(
          body,
          limits,
          parser -> {
            if (begin(parser) != JsonToken.START_OBJECT) {
              throw new MalformedBody("is not an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
              if (parser.currentName().equals(field)) {
                JsonTree tree = new JsonTree(parser, limits.kept());
                items(parser, limits, tree, reader, name, body.notes());
              } else {
                parser.nextToken();
                parser.skipChildren();
              }
            }
            return new ArrayList<>(items.values());
          });
    };
  }

  private static <T> Optional<MalformedBody> take(
      Json json, Function<Json, T> item, Consumer<T> taker) {
    try {
      taker.accept(item.apply(json.checkObject()));
      return Optional.empty();
    } catch (MalformedBody e) {
      return Optional.of(e);
    }
  }

  /** Reads a value from an open parser. */
  public interface Parsing<T> {
    T parse(JsonParser parser) throws IOException;
  }

  /** Parses a whole body. The message for a broken one says what is wrong with it. */
  public static <T> T read(Body body, ResponseLimits limits, Parsing<T> parsing)
      throws IOException {
    checkType(body.contentType());
    try (JsonParser parser =
        FACTORIES.computeIfAbsent(limits.bytes(), JsonBody::factory).createParser(body.stream())) {
      T value = parsing.parse(parser);
      if (parser.nextToken() != null) {
        throw new MalformedBody("continues after its end");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new MalformedBody(
          MalformedBody.Kind.TOO_LARGE, "is larger or deeper than any answer should be");
    } catch (JsonProcessingException e) {
      throw isCut(e)
          ? new MalformedBody(MalformedBody.Kind.CUT, "ends in the middle")
          : new MalformedBody("is not JSON: " + Texts.quote(e.getOriginalMessage()));
    }
  }

  /** Returns whether the body was cut. Jackson has a type for this, but does not always use it. */
  private static boolean isCut(JsonProcessingException e) {
    return e instanceof JsonEOFException
        || e.getOriginalMessage().startsWith("Unexpected end-of-input");
  }

  private static Json object(JsonParser parser, ResponseLimits limits) throws IOException {
    begin(parser);
    return Json.at("", new JsonTree(parser, limits.kept()).read()).checkObject();
  }

  private static void items(
      JsonParser parser,
      ResponseLimits limits,
      JsonTree tree,
      Function<Json, Optional<MalformedBody>> reader,
      String name,
      PageNotes notes)
      throws IOException {
    if (begin(parser) != JsonToken.START_ARRAY) {
      throw new MalformedBody("is not a list");
    }
    Optional<MalformedBody> first = Optional.empty();
    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == limits.items()) {
        throw new MalformedBody(MalformedBody.Kind.TOO_LARGE, "has more than " + i + " items");
      }
      notes.sent();
      JsonNode node = tree.read();
      Optional<MalformedBody> odd = reader.apply(Json.at("[" + i + "]", node));
      if (odd.isPresent()) {
        first = first.or(() -> odd);
        notes.odd(
            new PageNotes.Odd(i, name(node.path(name)), String.valueOf(odd.get().getMessage())));
      }
    }
    boolean isAllOdd = first.isPresent() && notes.odd().size() == notes.itemsSent();
    if (isAllOdd && (notes.itemsSent() > 1 || notes.odd().get(0).name().isEmpty())) {
      throw first.get();
    }
  }

  private static Optional<String> name(JsonNode value) {
    return value.isIntegralNumber() || value.isTextual()
        ? Optional.of(value.asText()).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  /** Reads the first token. An empty body counts as cut. */
  public static JsonToken begin(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new MalformedBody(MalformedBody.Kind.CUT, "is empty");
    }
    return first;
  }

  private static JsonFactory factory(long bytes) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(bytes)
                .maxNestingDepth(NESTING)
                .maxNameLength(NAME)
                .maxStringLength(TEXT)
                .maxNumberLength(DIGITS)
                .build())
        .build();
  }

  private static void checkType(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.contains("json")) {
      String hint = type.contains("html") ? ", a web page; " + ErrorBody.API_URL_HINT : "";
      throw new MalformedBody("is not JSON but " + Texts.quote(contentType) + hint);
    }
  }
}
