package dev.ghsync.sync.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;

/** What can become of an answer on its way. */
public enum Fault {
  SERVER_ERROR,
  PAGE_OF_HTML,
  HTML_INSTEAD_OF_JSON,
  CONNECTION_BREAKS,
  BODY_IS_CUT,
  JSON_ENDS_TOO_EARLY,
  EMPTY_BODY,
  GARBAGE,
  DEEPLY_NESTED,
  NUMBERS_ARE_TEXTS,
  ITEMS_TWICE,
  NO_LINK,
  FALSE_ETAG,
  REDIRECTS_TO_ITSELF,
  LIMIT_SPENT,
  ASKED_FOR_A_PAUSE,
  FORBIDDEN,
  NOT_FOUND,
  NOT_ACCEPTED,
  UNAUTHORIZED,
  BLOCKED;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The right rows come all the same, at once. */
  public boolean isHarmless() {
    return this == ITEMS_TWICE || this == NO_LINK || this == FALSE_ETAG;
  }

  /** A 304 has no body that could be spoilt. */
  public Reply of(Reply good) {
    return good.status() == 304 ? good : spoil(good);
  }

  private Reply spoil(Reply good) {
    return switch (this) {
      case SERVER_ERROR -> Reply.error(500, "Server Error");
      case PAGE_OF_HTML -> Reply.of(502, bytes("<title>Unicorn!</title>"), "text/html");
      case HTML_INSTEAD_OF_JSON -> Reply.of(200, bytes("<title>Sign in</title>"), "text/html");
      case CONNECTION_BREAKS, BODY_IS_CUT, NO_LINK -> good;
      case JSON_ENDS_TOO_EARLY -> good.saying(Arrays.copyOf(good.body(), good.body().length / 2));
      case EMPTY_BODY -> good.saying(new byte[0]);
      case GARBAGE -> good.saying(bytes("{\"message\": oops, [[[\0 not json"));
      case DEEPLY_NESTED -> good.saying(bytes("[".repeat(100_000)));
      case NUMBERS_ARE_TEXTS -> good.saying(bytes(text(good).replaceAll(":(\\d+)", ":\"$1\"")));
      case ITEMS_TWICE -> twice(good);
      case FALSE_ETAG -> good.with("ETag", "W/\"false\"");
      case REDIRECTS_TO_ITSELF -> Reply.error(302, "Found").with("Location", "");
      case LIMIT_SPENT ->
          Reply.error(403, "API rate limit exceeded").with("X-RateLimit-Remaining", "0");
      case ASKED_FOR_A_PAUSE ->
          Reply.error(403, "You have exceeded a secondary rate limit").with("Retry-After", "2");
      case FORBIDDEN -> Reply.error(403, "Resource not accessible by integration");
      case NOT_FOUND -> Reply.error(404, "Not Found");
      case NOT_ACCEPTED -> Reply.error(422, "Validation Failed");
      case UNAUTHORIZED -> Reply.error(401, "Bad credentials");
      case BLOCKED -> Reply.error(451, "Repository access blocked");
    };
  }

  public void disturb(MockResponse.Builder response) {
    switch (this) {
      case CONNECTION_BREAKS -> response.onResponseStart(new SocketEffect.CloseSocket());
      case BODY_IS_CUT -> response.onResponseBody(new SocketEffect.CloseSocket());
      case NO_LINK -> response.removeHeader("Link");
      default -> {}
    }
  }

  private static Reply twice(Reply good) {
    try {
      JsonNode items = JSON.readTree(good.body());
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> all.add(item).add(item));
      return items.isArray() ? good.saying(bytes(all.toString())) : good;
    } catch (JsonProcessingException notJson) {
      return good;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
