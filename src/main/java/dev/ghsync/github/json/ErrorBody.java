package dev.ghsync.github.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The body of an error. It may be GitHub's JSON, a page of HTML from a proxy, or nothing, so it is
 * only a hint.
 *
 * @param message GitHub's message, quoted; empty if there is none
 * @param block why and since when the repository is blocked
 * @param tooLarge whether a blob exceeds GitHub's own limit
 */
public record ErrorBody(String message, Optional<String> block, boolean tooLarge) {
  /** The advice for a response that does not come from the API. */
  public static final String API_URL_HINT =
      "check --api-url: the API of a GitHub Enterprise Server is https://HOST/api/v3";

  private static final ErrorBody NONE = new ErrorBody("", Optional.empty(), false);
  private static final BodyReader<ErrorBody> READER =
      JsonBody.one(ResponseLimits.ERROR, ErrorBody::of);

  public static ErrorBody read(Body body) {
    if (!body.contentType().contains("json")) {
      return NONE;
    }
    try {
      return READER.read(body);
    } catch (IOException | MalformedBody unreadable) {
      return NONE;
    }
  }

  private static ErrorBody of(Json json) {
    String message = json.has("message") ? json.text("message") : "";
    boolean tooLarge =
        json.list("errors").stream()
            .anyMatch(error -> error.node().path("code").asText().equals("too_large"));
    Optional<String> block =
        json.has("block") ? Optional.of(block(json.node().path("block"))) : Optional.empty();
    return new ErrorBody(Texts.quote(message), block, tooLarge);
  }

  /** Returns the known parts of {@code dmca, since 2026-01-05T12:00:00Z, see https://…}. */
  private static String block(JsonNode block) {
    String reason = block.path("reason").asText();
    String since = block.path("created_at").asText();
    String notice = block.path("html_url").asText();
    return Texts.quote(
        Stream.of(
                reason,
                since.isEmpty() ? "" : "since " + since,
                notice.isEmpty() ? "" : "see " + notice)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", ")));
  }

  public boolean says(String words) {
    return message.toLowerCase(Locale.ROOT).contains(words);
  }
}
