package dev.ghsync.git;

import dev.ghsync.http.HttpResponse;
import dev.ghsync.http.Network;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.ProxyServer;
import dev.ghsync.http.RetryPolicy;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Quotation;
import dev.ghsync.model.Token;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what a response other than 200 of a git server means. */
final class GitHttpErrors {
  private static final int MOST_BYTES = 1000;

  /** GitHub's advice where a 429 names no time: at least a minute. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private GitHttpErrors() {}

  /**
   * Reads the response's text, where it is plain.
   *
   * @param address of the repository, for messages
   * @param token that was sent
   * @param now by the server's clock, which limits go by, where it is known
   */
  static <T> Outcome<T> outcomeOf(
      HttpResponse response, String address, Optional<Token> token, Instant now)
      throws IOException {
    int status = response.status();
    String message = address + " answers " + status + text(response);
    Optional<Duration> retryAfter = RetryPolicy.retryAfter(response.headers(), now);
    if (retryAfter.isPresent() || status == 429) {
      Duration pause = retryAfter.orElse(PAUSE);
      Failure failure =
          Failure.of(FailureCode.SECONDARY_RATE_LIMITED, message + "; try again later")
              .retryAt(now.plus(pause));
      return new Outcome.RateLimited<>(failure, pause, retryAfter.isPresent(), true);
    }
    return switch (status) {
      case 401 ->
          rejected(
              FailureCode.FORBIDDEN,
              token
                  .map(sent -> message + "; it does not accept " + sent.named())
                  .orElse(message + "; it needs a token, which is sent over https only"));
      case 403 -> forbidden(response, message);
      case 407 -> rejected(FailureCode.NETWORK, proxyLogin(response, message));
      case 404 ->
          rejected(
              FailureCode.REPO_NOT_FOUND,
              message + "; is it there, and may the token read contents?");
      case 451 -> rejected(FailureCode.REPO_BLOCKED, message);
      default ->
          status >= 500
              ? new Outcome.TransientFailure<>(
                  Failure.of(FailureCode.SERVER_ERROR, message),
                  Outcome.Kind.TOO_HEAVY,
                  RetryPolicy.RETRIES)
              : rejected(FailureCode.BAD_RESPONSE, message + "; is git served there?");
    };
  }

  private static <T> Outcome<T> forbidden(HttpResponse response, String message) {
    boolean isSignOn =
        response.headers().text("X-GitHub-SSO").orElse("").startsWith("required")
            || message.contains("SAML SSO");
    return isSignOn
        ? rejected(FailureCode.SSO_REQUIRED, message + "; authorize the token for it")
        : rejected(FailureCode.FORBIDDEN, message + "; may the token read contents?");
  }

  private static <T> Outcome<T> rejected(FailureCode code, String message) {
    return new Outcome.Rejected<>(Failure.of(code, message));
  }

  private static String proxyLogin(HttpResponse response, String message) {
    return Network.current()
        .proxyFor(response.url().toUri())
        .map(ProxyServer::loginRefused)
        .orElse(message);
  }

  private static String text(HttpResponse response) throws IOException {
    String text = response.hasType("text/plain") ? Quotation.of(response.peek(MOST_BYTES)) : "";
    return text.isEmpty() ? "" : " (" + text + ")";
  }
}
