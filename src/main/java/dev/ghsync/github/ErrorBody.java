package dev.ghsync.github;

import java.io.IOException;
import java.util.Locale;

/**
 * What the body of a refusal says. It may be GitHub's JSON, a page of HTML from something in
 * between, or nothing; it is never more than a hint.
 *
 * @param message GitHub's words, fit to be quoted; empty where there are none
 * @param blocked it names a block of the repository
 * @param tooLarge it says that a blob is over GitHub's own limit
 */
record ErrorBody(String message, boolean blocked, boolean tooLarge) {
  private static final ErrorBody NONE = new ErrorBody("", false, false);
  private static final BodyReader<ErrorBody> READER = JsonBody.one(Bounds.ERROR, ErrorBody::of);

  static ErrorBody read(Body body) {
    if (!body.contentType().contains("json")) {
      return NONE;
    }
    try {
      return READER.read(body);
    } catch (IOException | BadBody unreadable) {
      return NONE;
    }
  }

  private static ErrorBody of(Json json) {
    String message = json.has("message") ? json.text("message") : "";
    boolean tooLarge =
        json.list("errors").stream()
            .anyMatch(error -> error.node().path("code").asText().equals("too_large"));
    return new ErrorBody(Texts.quote(message), json.has("block"), tooLarge);
  }

  boolean says(String words) {
    return message.toLowerCase(Locale.ROOT).contains(words);
  }
}
