package dev.ghsync.github.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ghsync.model.Times;
import dev.ghsync.model.git.ObjectId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value of an answer's JSON with its path, which error messages contain: {@code [3].number is not
 * a number}. Every getter throws {@link MalformedBody} if the value does not have its type. Getters
 * that end in {@code OrNull} return null for an absent key and for null.
 */
public final class Json {
  private static final Pattern BIG = Pattern.compile("\\d{1,18}");
  private static final Pattern LAST_NUMBER = Pattern.compile("/(\\d{1,18})$");

  private final JsonNode node;
  private final @Nullable Json parent;
  private final String step;

  private Json(JsonNode node, @Nullable Json parent, String step) {
    this.node = node;
    this.parent = parent;
    this.step = step;
  }

  /** Returns a root value: the whole answer, or one item of it with the step {@code [3]}. */
  public static Json at(String step, JsonNode node) {
    return new Json(node, null, step);
  }

  public JsonNode node() {
    return node;
  }

  public boolean has(String key) {
    JsonNode child = node.get(key);
    return child != null && !child.isNull();
  }

  /** Returns the names of the fields that have a value. */
  public Set<String> names() {
    return node.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  public String text(String key) {
    return required(key).asText();
  }

  public @Nullable String textOrNull(String key) {
    return has(key) ? child(key).asText() : null;
  }

  public String textOr(String key, String fallback) {
    return has(key) ? child(key).asText() : fallback;
  }

  public long number(String key) {
    return required(key).asNumber();
  }

  public @Nullable Long numberOrNull(String key) {
    return has(key) ? child(key).asNumber() : null;
  }

  public long numberOr(String key, long fallback) {
    return has(key) ? child(key).asNumber() : fallback;
  }

  /** Reads a number that GraphQL writes as text because it may exceed 32 bits. */
  public long bigNumber(String key) {
    Json child = required(key);
    String text = child.node.isTextual() ? child.node.textValue() : "";
    return BIG.matcher(text).matches() ? Long.parseLong(text) : child.asNumber();
  }

  public boolean flag(String key) {
    return required(key).asFlag();
  }

  public boolean flag(String key, boolean fallback) {
    return has(key) ? child(key).asFlag() : fallback;
  }

  public Instant time(String key) {
    return required(key).asTime();
  }

  public @Nullable Instant timeOrNull(String key) {
    return has(key) ? child(key).asTime() : null;
  }

  public ObjectId objectId(String key) {
    return required(key).asObjectId();
  }

  /** Reads the number at the end of a URL: {@code …/issues/12}. */
  public long lastNumberOf(String key) {
    Json child = required(key);
    Matcher number = LAST_NUMBER.matcher(child.asText());
    if (!number.find()) {
      throw child.wrong("does not end in a number");
    }
    return Long.parseLong(number.group(1));
  }

  public Json object(String key) {
    return required(key).checkObject();
  }

  /** Reads an object; GitHub writes null or {@code {}} if there is none. */
  public @Nullable Json objectOrNull(String key) {
    if (!has(key)) {
      return null;
    }
    Json child = child(key).checkObject();
    return child.node.isEmpty() ? null : child;
  }

  /** Reads a list. Null and absent mean the empty list; null elements are left out. */
  public List<Json> list(String key) {
    return has(key)
        ? items(child(key)).stream().filter(item -> !item.node.isNull()).toList()
        : List.of();
  }

  /** Reads a list that must be present. */
  public List<Json> requiredList(String key) {
    return items(required(key));
  }

  private static List<Json> items(Json list) {
    if (!list.node.isArray()) {
      throw list.wrong("is not a list");
    }
    List<Json> items = new ArrayList<>();
    for (JsonNode item : list.node) {
      items.add(new Json(item, list, "[" + items.size() + "]"));
    }
    return items;
  }

  public Json checkObject() {
    if (!node.isObject()) {
      throw wrong("is not an object");
    }
    return this;
  }

  public ObjectId asObjectId() {
    String hex = asText();
    if (!ObjectId.isHex(hex)) {
      throw wrong("is not an object id");
    }
    return new ObjectId(hex);
  }

  public String asText() {
    if (!node.isTextual()) {
      throw wrong("is not a text");
    }
    String text = node.textValue();
    return node instanceof JsonTree.TornText ? Texts.wellFormed(text) : text;
  }

  public MalformedBody wrong(String what) {
    String path = path();
    return new MalformedBody(path.isEmpty() ? what : path + " " + what);
  }

  private Json child(String key) {
    return new Json(node.path(key), this, step.isEmpty() ? key : "." + key);
  }

  private Json required(String key) {
    checkObject();
    Json child = child(key);
    if (child.node.isMissingNode() || child.node.isNull()) {
      throw child.wrong("is missing");
    }
    return child;
  }

  private long asNumber() {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw wrong("is not a number");
    }
    return node.longValue();
  }

  public boolean asFlag() {
    if (!node.isBoolean()) {
      throw wrong("is not true or false");
    }
    return node.booleanValue();
  }

  private Instant asTime() {
    String text = asText();
    try {
      return Times.parse(text);
    } catch (DateTimeException notPlain) {
      return asFarTime(text);
    }
  }

  /** Reads a time beyond the year 9999, which a commit may have and Java expects with a sign. */
  private Instant asFarTime(String text) {
    try {
      return Instant.parse("+" + text);
    } catch (DateTimeException notATime) {
      throw wrong("is not a time");
    }
  }

  private String path() {
    return (parent == null ? "" : parent.path()) + step;
  }
}
