package dev.ghsync.git;

import dev.ghsync.http.Network;
import dev.ghsync.http.ProxyServer;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Quotation;
import dev.ghsync.model.Token;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Response;

/** What an HTTP answer without git's protocol in it means. */
final class GitHttpErrors {
  private static final int MOST_BYTES = 1000;

  /** GitHub's advice where it does not say how long: at least a minute. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** A server that asks for more than this is asked again after it. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  /** Of a pause in seconds. */
  private static final int MOST_DIGITS = 9;

  private GitHttpErrors() {}

  /**
   * Reads the answer's text, where it is plain.
   *
   * @param address of the repository, for people
   * @param token that was sent
   * @param received when it came; by the server's clock, which limits go by, where that told it
   */
  static Failure of(Response response, String address, Optional<Token> token, Instant received)
      throws IOException {
    Instant told = response.headers().getInstant("Date");
    Instant now = told == null ? received : told;
    int status = response.code();
    String said = address + " answers " + status + text(response);
    Optional<Instant> retryAfter = retryAfter(response, now);
    if (status == 429) {
      return limited(said, retryAfter.orElse(now.plus(PAUSE)));
    }
    if (retryAfter.isPresent()) {
      return limited(said, retryAfter.get());
    }
    return switch (status) {
      case 401 ->
          Failure.of(
              FailureCode.FORBIDDEN,
              token
                  .map(sent -> said + "; it does not accept " + sent.named())
                  .orElse(said + "; it needs a token, which is sent over https only"));
      case 403 ->
          response.header("X-GitHub-SSO", "").startsWith("required") || said.contains("SAML SSO")
              ? Failure.of(FailureCode.SSO_REQUIRED, said + "; authorize the token for it")
              : Failure.of(FailureCode.FORBIDDEN, said + "; may the token read contents?");
      case 407 -> Failure.of(FailureCode.NETWORK, proxyLogin(response, said));
      case 404 ->
          Failure.of(
              FailureCode.REPO_NOT_FOUND, said + "; is it there, and may the token read contents?");
      case 451 -> Failure.of(FailureCode.REPO_BLOCKED, said);
      default ->
          status >= 500
              ? Failure.of(FailureCode.SERVER_ERROR, said)
              : Failure.of(FailureCode.BAD_RESPONSE, said + "; is git served there?");
    };
  }

  private static String proxyLogin(Response response, String said) {
    return Network.current()
        .proxyFor(response.request().url().uri())
        .map(ProxyServer::refusesLogin)
        .orElse(said);
  }

  private static Failure limited(String said, Instant at) {
    return Failure.of(FailureCode.SECONDARY_RATE_LIMITED, said + "; try again later").retryAt(at);
  }

  private static String text(Response response) throws IOException {
    MediaType type = response.body().contentType();
    boolean plain = type != null && type.type().equals("text") && type.subtype().equals("plain");
    String text = plain ? Quotation.of(response.peekBody(MOST_BYTES).string()) : "";
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  /** Seconds or a date, see RFC 9110, section 10.2.3; a longer pause counts as a day. */
  private static Optional<Instant> retryAfter(Response response, Instant now) {
    String value = response.header("Retry-After", "").strip();
    Instant latest = now.plus(LONGEST_PAUSE);
    try {
      Instant asked =
          value.matches("[0-9]+")
              ? seconds(value).map(now::plusSeconds).orElse(latest)
              : DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Optional.of(asked.isBefore(latest) ? asked : latest);
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  /** Empty for a number that is longer than any pause. */
  private static Optional<Long> seconds(String digits) {
    return digits.length() > MOST_DIGITS ? Optional.empty() : Optional.of(Long.valueOf(digits));
  }
}
