package dev.ghsync.github.client;

import dev.ghsync.github.json.ErrorBody;
import dev.ghsync.http.HttpResponse;
import dev.ghsync.http.Network;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.ProxyServer;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Times;
import dev.ghsync.model.Token;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides what a response that is neither 200 nor 304 means. 403 and 429 have many meanings, which
 * are checked in the order of GitHub's documentation and of reports about it: spent limit,
 * secondary limit, single sign-on, blocked repository, lock-out, missing permission.
 *
 * <p><a
 * href="https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api">Troubleshooting
 * the REST API</a>
 */
public final class ErrorClassifier<T> {
  private static final Pattern SECONDARY_LIMIT = Pattern.compile("(?i)secondary rate|abuse");
  private static final Pattern SSO_URL =
      Pattern.compile("url=(https://[A-Za-z0-9.-]+/[A-Za-z0-9./?=&_%+~:,-]*)");

  /** GitHub's advice where it does not name the length of a pause. */
  private static final Duration GUESS = Duration.ofSeconds(60);

  private final ApiRequest<T> request;
  private final boolean isGraphql;
  private final Token token;
  private final int status;
  private final GitHubHeaders headers;
  private final ErrorBody body;
  private final Instant now;

  /**
   * For one response.
   *
   * @param now by the server's clock
   */
  ErrorClassifier(
      ApiRequest<T> request, Token token, HttpResponse response, ErrorBody body, Instant now) {
    this.request = request;
    this.isGraphql = request.resource() == ApiCall.Kind.GRAPHQL;
    this.token = token;
    this.status = response.status();
    this.headers = new GitHubHeaders(response.headers());
    this.body = body;
    this.now = now;
  }

  /** Whether a message of GitHub's means a secondary limit. */
  public static boolean isSecondaryLimit(String message) {
    return SECONDARY_LIMIT.matcher(message).find();
  }

  /**
   * Returns the outcome of a secondary limit.
   *
   * @param retryAfter the length of the pause, where GitHub names it; zero counts as not named
   */
  public static <T> Outcome<T> secondaryLimit(Optional<Duration> retryAfter, Instant now) {
    Optional<Duration> named = retryAfter.filter(pause -> !pause.isZero());
    Duration wait = named.orElse(GUESS);
    Failure failure =
        Failure.of(
                FailureCode.SECONDARY_RATE_LIMITED,
                "GitHub asks for a pause (secondary rate limit); run again after "
                    + Times.second(now.plus(wait)))
            .retryAt(now.plus(wait));
    return new Outcome.RateLimited<>(failure, wait, named.isPresent(), true);
  }

  /** Returns the outcome of a spent hourly limit. */
  public static <T> Outcome<T> spentLimit(Instant retryAt, Instant now) {
    Failure failure =
        Failure.of(
                FailureCode.RATE_LIMITED,
                "the hourly limit of requests is spent; run again after " + Times.second(retryAt))
            .retryAt(retryAt);
    return new Outcome.RateLimited<>(failure, Duration.between(now, retryAt), true, true);
  }

  Outcome<T> outcome() {
    return switch (status) {
      case 301, 302, 307, 308 -> redirect();
      case 401 -> unauthorized();
      case 403, 429 -> forbidden();
      case 404, 409, 410, 422 -> notAvailable();
      case 407 -> rejected(FailureCode.NETWORK, proxyLogin());
      case 408 -> serverError();
      case 451 -> rejected(FailureCode.REPO_BLOCKED, blocked());
      default ->
          status >= 500
              ? serverError()
              : rejected(
                  FailureCode.BAD_RESPONSE, requestText() + " was answered " + statusAndMessage());
    };
  }

  private Outcome<T> redirect() {
    return headers
        .text("location")
        .<Outcome<T>>map(location -> new Outcome.Redirect<>(status, location))
        .orElseGet(
            () -> rejected(FailureCode.BAD_RESPONSE, requestText() + " was redirected to nowhere"));
  }

  /**
   * A web page, or a response with neither a message nor headers of GitHub's, comes from something
   * other than the API. It says nothing about the item.
   */
  private Outcome<T> notAvailable() {
    boolean isPage = headers.text("content-type").orElse("").contains("html");
    boolean isGitHubs = !body.message().isEmpty() || headers.areGitHubs();
    return (isGitHubs && !isPage) || isGraphql
        ? new Outcome.Success<>(request.notAvailable(status, message()))
        : rejected(
            FailureCode.BAD_RESPONSE,
            "%s was answered %d, and not by GitHub's API; %s"
                .formatted(requestText(), status, ErrorBody.API_URL_HINT));
  }

  private Outcome<T> unauthorized() {
    return isGraphql
        ? new Outcome.Success<>(request.forbidden(message()))
        : rejected(
            FailureCode.BAD_CREDENTIALS,
            "GitHub does not accept %s (%s): it is wrong, expired or revoked; give another one"
                .formatted(token.named(), message()));
  }

  private Outcome<T> forbidden() {
    Optional<Duration> retryAfter = headers.retryAfter(now);
    if (headers.remaining().orElse(1) == 0) {
      return spentLimit(retryAfter);
    }
    if (isSecondaryLimit(body.message())
        || retryAfter.isPresent()
        || headers.text("gh-limited-by").isPresent()
        || status == 429) {
      return secondaryLimit(retryAfter, now);
    }
    if (isSignOn()) {
      return rejected(FailureCode.SSO_REQUIRED, signOn());
    }
    if (body.block().isPresent() || body.says("repository access blocked")) {
      return rejected(FailureCode.REPO_BLOCKED, blocked());
    }
    if (body.says("login attempt")) {
      return rejected(
          FailureCode.BAD_CREDENTIALS,
          "GitHub has locked this user out for a while after wrong tokens: " + message());
    }
    if (body.message().isEmpty() && !headers.areGitHubs()) {
      return refusedOnTheWay();
    }
    return new Outcome.Success<>(
        body.tooLarge()
            ? request.notAvailable(status, message())
            : request.forbidden(missingPermission()));
  }

  private Outcome<T> spentLimit(Optional<Duration> retryAfter) {
    return retryAfter
        .map(now::plus)
        .or(() -> headers.rateLimit().map(limit -> limit.resetAt().plus(Quota.SLACK)))
        .<Outcome<T>>map(retryAt -> spentLimit(retryAt, now))
        .orElseGet(() -> secondaryLimit(Optional.empty(), now));
  }

  /**
   * A response without a message or headers of GitHub's is the refusal of a proxy or a firewall. It
   * says nothing about the token. For GraphQL it only means that GraphQL is not available.
   */
  private Outcome<T> refusedOnTheWay() {
    String message =
        "%s was answered %d by something between here and GitHub (%s), not by %s itself; let it through there, or check the proxy settings"
            .formatted(
                requestText(),
                status,
                proxy().map(ProxyServer::description).orElse("a proxy, a firewall"),
                server().getHost());
    return isGraphql
        ? new Outcome.Success<>(request.forbidden(message))
        : rejected(FailureCode.NETWORK, message);
  }

  private Outcome<T> serverError() {
    Optional<Duration> retryAfter = headers.retryAfter(now);
    String cause =
        proxy()
            .filter(way -> !headers.areGitHubs())
            .map(way -> way.description() + " or the server behind it")
            .orElse("GitHub");
    Failure failure =
        Failure.of(
            FailureCode.SERVER_ERROR,
            "%s was answered %s; %s may be in trouble, try again later"
                .formatted(requestText(), statusAndMessage(), cause));
    return new Outcome.TransientFailure<>(
        retryAfter.map(wait -> failure.retryAt(now.plus(wait))).orElse(failure),
        Outcome.Kind.TOO_HEAVY,
        request.retries(failure.code()),
        retryAfter);
  }

  private Optional<ProxyServer> proxy() {
    return Network.current().proxyFor(server());
  }

  private String proxyLogin() {
    return proxy().map(ProxyServer::loginRefused).orElse(requestText() + " was answered 407");
  }

  /** The header names every permission that is enough; the message may be more exact. */
  private String missingPermission() {
    Optional<String> permissions = headers.text("x-accepted-github-permissions");
    boolean isGeneral = body.message().isEmpty() || body.says("resource not accessible");
    return isGeneral && permissions.isPresent() ? permissions.get() : message();
  }

  private String blocked() {
    return "GitHub has blocked the repository: "
        + message()
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
        .formatted(token.named(), how);
  }

  private Outcome<T> rejected(FailureCode code, String message) {
    return new Outcome.Rejected<>(Failure.of(code, message));
  }

  /** Returns the request, for messages. */
  private String requestText() {
    return request.http().toString();
  }

  private URI server() {
    return request.http().url().toUri();
  }

  private String statusAndMessage() {
    return body.message().isEmpty() ? message() : status + " " + body.message();
  }

  /** Returns GitHub's message, where there is one. */
  private String message() {
    return body.message().isEmpty() ? "status " + status + ", no reason given" : body.message();
  }
}
