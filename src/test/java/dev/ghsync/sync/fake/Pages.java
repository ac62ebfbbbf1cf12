package dev.ghsync.sync.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import okhttp3.HttpUrl;

/** Cuts lists into pages as GitHub does, {@code Link} included. */
public final class Pages {
  private static final Comparator<ObjectNode> BY_UPDATE =
      Comparator.<ObjectNode, String>comparing(item -> item.get("updated_at").asText())
          .thenComparing(item -> item.get("id").asLong());

  /** Where the pages are; links go to the repository's id. */
  private final HttpUrl url;

  private final String repository;

  public Pages(HttpUrl url, String repository) {
    this.url = url;
    this.repository = repository;
  }

  /** By number; the link tells the last page too. */
  public Reply numbered(Collection<? extends JsonNode> items) {
    return numbered(List.copyOf(items), item -> item);
  }

  /** By number, in ascending order of change, from {@code since} on. */
  public Reply walked(Collection<ObjectNode> items) {
    return numbered(since(items), item -> item);
  }

  /** By cursor, as the list of issues is; a page number is understood as well. */
  public Reply cursored(Collection<ObjectNode> items, Function<ObjectNode, ObjectNode> shown) {
    String after = url.queryParameter("after");
    List<ObjectNode> all = since(items);
    int from = after == null ? (page() - 1) * size() : 0;
    String place = after == null ? "" : new String(Base64.getDecoder().decode(after), UTF_8);
    List<ObjectNode> rest =
        all.stream().filter(item -> key(item).compareTo(place) > 0).skip(from).toList();
    List<ObjectNode> some = rest.subList(0, Math.min(size(), rest.size()));
    Reply reply = list(some.stream().map(shown).toList());
    if (some.size() == rest.size()) {
      return reply;
    }
    String next =
        Base64.getEncoder().encodeToString(key(some.get(some.size() - 1)).getBytes(UTF_8));
    HttpUrl.Builder link = link(page() + 1).setQueryParameter("after", next);
    return reply.with("Link", "<%s>; rel=\"next\"".formatted(link.build()));
  }

  /** Newest change first, which a number of places tell by. */
  public static List<ObjectNode> newestFirst(Collection<ObjectNode> items) {
    return items.stream().sorted(BY_UPDATE.reversed()).toList();
  }

  private List<ObjectNode> since(Collection<ObjectNode> items) {
    String since = Objects.requireNonNullElse(url.queryParameter("since"), "");
    return items.stream()
        .filter(item -> item.get("updated_at").asText().compareTo(since) >= 0)
        .sorted(BY_UPDATE)
        .toList();
  }

  public <T extends JsonNode> Reply numbered(List<T> items, Function<T, ? extends JsonNode> shown) {
    int last = Math.max(1, (items.size() + size() - 1) / size());
    int from = Math.min(items.size(), (page() - 1) * size());
    int to = Math.min(items.size(), from + size());
    Reply reply = list(items.subList(from, to).stream().map(shown).toList());
    return page() >= last
        ? reply
        : reply.with(
            "Link",
            "<%s>; rel=\"next\", <%s>; rel=\"last\""
                .formatted(link(page() + 1).build(), link(last).build()));
  }

  private static Reply list(List<? extends JsonNode> items) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    return Reply.json(list.addAll(items));
  }

  private static String key(ObjectNode item) {
    return item.get("updated_at").asText() + " " + item.get("id").asLong();
  }

  private HttpUrl.Builder link(int page) {
    String path = url.encodedPath().replaceFirst("^/(repos/[^/]+/[^/]+|repositories/\\d+)", "");
    return url.newBuilder()
        .encodedPath(repository + path)
        .setQueryParameter("page", String.valueOf(page));
  }

  private int page() {
    return number("page", 1);
  }

  private int size() {
    return Math.min(100, number("per_page", 30));
  }

  private int number(String parameter, int otherwise) {
    String value = url.queryParameter(parameter);
    return value == null ? otherwise : Integer.parseInt(value);
  }
}
