package dev.ghsync.github;

import dev.ghsync.github.json.ErrorBody;
import dev.ghsync.http.Network;
import dev.ghsync.http.ProxyServer;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Times;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer that is neither 200 nor 304 means. 403 and 429 stand for many things; they are
 * told apart in the order that GitHub's documentation and reports suggest: spent limit, pause,
 * single sign-on, blocked repository, lock-out, missing permission.
 *
 * <p><a
 * href="https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api">Troubleshooting
 * the REST API</a>
 */
public final class ErrorClassifier {
  private static final Pattern PAUSE = Pattern.compile("(?i)secondary rate|abuse");
  private static final Pattern SSO_URL =
      Pattern.compile("url=(https://[A-Za-z0-9.-]+/[A-Za-z0-9./?=&_%+~:,-]*)");

  /** What to do about an answer that is not from the API. */
  public static final String BASE_HINT =
      "check --api-url: the API of a GitHub Enterprise Server is https://HOST/api/v3";

  private static final Duration GUESS = Duration.ofSeconds(60);

  private final String asked;
  private final String token;
  private final URI server;
  private final int status;
  private final ReplyHeaders headers;
  private final ErrorBody body;
  private final Instant now;

  /**
   * Of one answer.
   *
   * @param asked what was asked, for messages
   * @param token what messages call the token
   * @param server the address that was asked
   * @param now when it was answered
   */
  public ErrorClassifier(
      String asked,
      String token,
      URI server,
      int status,
      ReplyHeaders headers,
      ErrorBody body,
      Instant now) {
    this.asked = asked;
    this.token = token;
    this.server = server;
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.now = now;
  }

  public <T> Answer<T> of(ApiRequest<T> question) {
    return switch (status) {
      case 301, 302, 307, 308 -> moved();
      case 401 -> unauthorized(question);
      case 403, 429 -> forbidden(question);
      case 404, 409, 410, 422 -> absent(question);
      case 407 -> refused(FailureCode.NETWORK, proxyLogin());
      case 408 -> broken(question);
      case 451 -> refused(FailureCode.REPO_BLOCKED, blocked());
      default ->
          status >= 500
              ? broken(question)
              : refused(FailureCode.BAD_RESPONSE, asked + " was answered " + numbered());
    };
  }

  /** Whether a text of GitHub's means a secondary limit. */
  public static boolean asksForPause(String message) {
    return PAUSE.matcher(message).find();
  }

  /**
   * GitHub asks for a pause.
   *
   * @param retryAfter how long, where it says so; zero is not taken for an answer
   */
  public static <T> Answer<T> pause(Optional<Duration> retryAfter, Instant now) {
    Optional<Duration> told = retryAfter.filter(pause -> !pause.isZero());
    Duration wait = told.orElse(GUESS);
    Failure failure =
        Failure.of(
                FailureCode.SECONDARY_RATE_LIMITED,
                "GitHub asks for a pause (secondary rate limit); run again after "
                    + Times.second(now.plus(wait)))
            .retryAt(now.plus(wait));
    return new Answer.RateLimited<>(failure, wait, told.isPresent(), true);
  }

  /** The hourly limit is spent. */
  public static <T> Answer<T> spent(Instant retryAt, Instant now) {
    Failure failure =
        Failure.of(
                FailureCode.RATE_LIMITED,
                "the hourly limit of requests is spent; run again after " + Times.second(retryAt))
            .retryAt(retryAt);
    return new Answer.RateLimited<>(failure, Duration.between(now, retryAt), true, true);
  }

  private <T> Answer<T> moved() {
    return headers
        .text("location")
        .<Answer<T>>map(location -> new Answer.Redirect<>(status, location))
        .orElseGet(() -> refused(FailureCode.BAD_RESPONSE, asked + " was redirected to nowhere"));
  }

  /**
   * What the API says is absent may be so. A web page, or an answer that has neither words nor
   * headers of GitHub's, comes from something else and tells nothing of it.
   */
  private <T> Answer<T> absent(ApiRequest<T> question) {
    boolean page = headers.text("content-type").orElse("").contains("html");
    boolean told = !body.message().isEmpty() || headers.areGitHubs();
    return (told && !page) || question.resource() == ApiCall.Kind.GRAPHQL
        ? new Answer.Success<>(question.absent(status, words()), 0)
        : refused(
            FailureCode.BAD_RESPONSE,
            "%s was answered %d, and not by GitHub's API; %s".formatted(asked, status, BASE_HINT));
  }

  private <T> Answer<T> unauthorized(ApiRequest<T> question) {
    if (question.resource() == ApiCall.Kind.GRAPHQL) {
      return new Answer.Success<>(question.forbidden(words()), 0);
    }
    return refused(
        FailureCode.BAD_CREDENTIALS,
        "GitHub does not accept %s (%s): it is wrong, expired or revoked; give another one"
            .formatted(token, words()));
  }

  private <T> Answer<T> forbidden(ApiRequest<T> question) {
    Optional<Duration> told = headers.retryAfter(now);
    if (headers.remaining().orElse(1) == 0) {
      return spent(told);
    }
    boolean limited = told.isPresent() || headers.text("gh-limited-by").isPresent();
    if (asksForPause(body.message()) || limited || status == 429) {
      return pause(told, now);
    }
    if (isSignOn()) {
      return refused(FailureCode.SSO_REQUIRED, signOn());
    }
    if (body.block().isPresent() || body.says("repository access blocked")) {
      return refused(FailureCode.REPO_BLOCKED, blocked());
    }
    if (body.says("login attempt")) {
      return refused(
          FailureCode.BAD_CREDENTIALS,
          "GitHub has locked this user out for a while after wrong tokens: " + words());
    }
    if (body.message().isEmpty() && !headers.areGitHubs()) {
      return inBetween(question);
    }
    return body.tooLarge()
        ? new Answer.Success<>(question.absent(status, words()), 0)
        : new Answer.Success<>(question.forbidden(missing()), 0);
  }

  /**
   * Neither words nor headers of GitHub's: a proxy's or a firewall's refusal, which tells nothing
   * of the token. Of GraphQL alone it is no more than that GraphQL is not to be had.
   */
  private <T> Answer<T> inBetween(ApiRequest<T> question) {
    String message =
        "%s was answered %d by something between here and GitHub (%s), not by %s itself; let it through there, or check the proxy settings"
            .formatted(asked, status, between(), server.getHost());
    return question.resource() == ApiCall.Kind.GRAPHQL
        ? new Answer.Success<>(question.forbidden(message), 0)
        : refused(FailureCode.NETWORK, message);
  }

  private String between() {
    return proxy().map(ProxyServer::inWords).orElse("a proxy, a firewall");
  }

  private String culprit() {
    return proxy()
        .filter(way -> !headers.areGitHubs())
        .map(way -> "; %s or the server behind it may be in trouble".formatted(way.inWords()))
        .orElse("; GitHub may be in trouble");
  }

  private Optional<ProxyServer> proxy() {
    return Network.current().proxyFor(server);
  }

  private String proxyLogin() {
    return proxy().map(ProxyServer::refusesLogin).orElse(asked + " was answered 407");
  }

  private <T> Answer<T> spent(Optional<Duration> told) {
    Optional<Instant> reset = headers.rateLimit().map(limit -> limit.resetAt().plus(Quota.SLACK));
    return told.map(now::plus)
        .or(() -> reset)
        .<Answer<T>>map(retryAt -> spent(retryAt, now))
        .orElseGet(() -> pause(Optional.empty(), now));
  }

  private <T> Answer<T> broken(ApiRequest<T> question) {
    Optional<Duration> retryAfter = headers.retryAfter(now);
    Failure failure =
        Failure.of(
            FailureCode.SERVER_ERROR,
            asked + " was answered " + numbered() + culprit() + ", try again later");
    return new Answer.TransientFailure<>(
        retryAfter.map(wait -> failure.retryAt(now.plus(wait))).orElse(failure),
        question.moreTries(failure.code()),
        true,
        retryAfter);
  }

  /** The header names every permission that would do; the text may know better what is wrong. */
  private String missing() {
    Optional<String> permissions = headers.text("x-accepted-github-permissions");
    boolean plain = body.message().isEmpty() || body.says("resource not accessible");
    return plain && permissions.isPresent() ? permissions.get() : words();
  }

  private String blocked() {
    return "GitHub has blocked the repository: "
        + words()
        + body.block().filter(why -> !why.isEmpty()).map(why -> " (" + why + ")").orElse("");
  }

  private boolean isSignOn() {
    return headers.text("x-github-sso").stream().anyMatch(sso -> sso.startsWith("required"))
        || body.says("saml enforcement")
        || body.says("saml sso")
        || body.says("single sign-on");
  }

  private String signOn() {
    String how =
        headers
            .text("x-github-sso")
            .map(SSO_URL::matcher)
            .filter(Matcher::find)
            .map(url -> "authorize it at " + url.group(1))
            .orElse("authorize it in the token's settings on GitHub");
    return "the organization asks for single sign-on and %s is not authorized for it; %s"
        .formatted(token, how);
  }

  private <T> Answer<T> refused(FailureCode code, String message) {
    return new Answer.Rejected<>(Failure.of(code, message));
  }

  private String numbered() {
    return body.message().isEmpty() ? words() : status + " " + body.message();
  }

  /** GitHub's own, where it said any. */
  private String words() {
    return body.message().isEmpty() ? "status " + status + ", no reason given" : body.message();
  }
}
