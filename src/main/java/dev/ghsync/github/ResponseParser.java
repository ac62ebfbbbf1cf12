package dev.ghsync.github;

import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.ErrorBody;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an {@link Answer} of what came back, or of the error that came instead.
 *
 * @param token what messages call the token
 * @param timeout for messages
 */
record ResponseParser<T>(ApiRequest<T> question, Request request, String token, Duration timeout) {
  private static final Logger LOG = LoggerFactory.getLogger(ResponseParser.class);

  /** Of an answer; {@code now} is when it came, by the server's clock. */
  Answer<T> of(Response response, Instant now) throws IOException {
    ReplyHeaders headers = new ReplyHeaders(response.headers());
    Body body = body(response, headers);
    int status = response.code();
    return status == 200 || status == 304
        ? understand(response, body)
        : new ErrorClassifier(
                asked(), token, request.url().uri(), status, headers, ErrorBody.read(body), now)
            .of(question);
  }

  /** Of no answer, or half of one. */
  Answer<T> of(IOException e) {
    LOG.debug("{} failed", asked(), e);
    int moreTries = question.moreTries(FailureCode.NETWORK);
    return new TransientErrors(asked(), request.url().uri(), timeout, moreTries).of(e);
  }

  private Answer<T> understand(Response response, Body body) throws IOException {
    try {
      return question.read(response, body);
    } catch (MalformedBody e) {
      Failure failure =
          Failure.of(
              FailureCode.BAD_RESPONSE,
              "the answer to %s is not what was asked for: %s".formatted(asked(), e.getMessage()));
      return switch (e.kind()) {
        case CUT ->
            new Answer.TransientFailure<>(
                failure, question.moreTries(failure.code()), true, Optional.empty());
        case TOO_LARGE -> new Answer.TransientFailure<>(failure, 0, true, Optional.empty());
        case WRONG -> new Answer.Rejected<>(failure);
      };
    }
  }

  private static Body body(Response response, ReplyHeaders headers) {
    long length = response.body().contentLength();
    return new Body(
        response.body().byteStream(),
        headers.text("content-type").orElse(""),
        length < 0 ? OptionalLong.empty() : OptionalLong.of(length));
  }

  private String asked() {
    return request.method() + " " + Urls.path(request.url());
  }
}
