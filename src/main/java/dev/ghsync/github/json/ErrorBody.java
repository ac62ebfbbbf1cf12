package dev.ghsync.github.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the body of a refusal says. It may be GitHub's JSON, a page of HTML from something in
 * between, or nothing; it is never more than a hint.
 *
 * @param message GitHub's words, fit to be quoted; empty where there are none
 * @param block why and since when the repository is blocked; empty where it says nothing of that
 * @param tooLarge it says that a blob is over GitHub's own limit
 */
public record ErrorBody(String message, Optional<String> block, boolean tooLarge) {
  /** What to do about a response that does not come from the API. */
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

  /** {@code dmca, since 2026-01-05T12:00:00Z, see https://…}, as far as it is told. */
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
