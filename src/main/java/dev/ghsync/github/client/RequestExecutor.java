package dev.ghsync.github.client;

import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.ErrorBody;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.http.Exchange;
import dev.ghsync.http.HttpRequest;
import dev.ghsync.http.HttpResponse;
import dev.ghsync.http.HttpTransport;
import dev.ghsync.http.NetworkErrors;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.RetryPolicy;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests with one token to one GitHub: checks the limits, sends, notes the limits, detects
 * errors, parses, and repeats what failed where that may help. Safe for threads; not more requests
 * than allowed are under way at once.
 */
public final class RequestExecutor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestExecutor.class);
  private static final String API_VERSION = "2022-11-28";
  private static final int GRAPHQL_AT_ONCE = 3;

  /** A request ends after so many timeouts, however slowly its bytes arrive. */
  private static final int TIMEOUTS_PER_REQUEST = 10;

  private final GitHubSettings settings;
  private final ServerClock clock = new ServerClock();
  private final RateLimiter limiter;
  private final RetryPolicy retryPolicy;
  private final ResetWaiter resetWaiter;
  private final HttpTransport transport;
  private final Semaphore permits;
  private final Semaphore graphqlPermits = new Semaphore(GRAPHQL_AT_ONCE, true);
  private volatile Optional<TokenInfo> tokenInfo = Optional.empty();

  /** Sends nothing yet. */
  public RequestExecutor(GitHubSettings settings) {
    this.settings = settings;
    limiter = new RateLimiter(settings, clock);
    retryPolicy = new RetryPolicy(settings.http(), settings.bounds().maxWait());
    resetWaiter = new ResetWaiter(settings, limiter, retryPolicy);
    transport = new HttpTransport(settings.http().url(), settings.http().timeout(), false);
    permits = new Semaphore(settings.bounds().concurrency(), true);
  }

  /**
   * Sends a request until there is an outcome that a retry does not change. It is never {@link
   * Outcome.RateLimited}.
   *
   * @param failedBefore the request failed in an earlier run: then it is sent once
   * @param listener receives each exchange
   */
  public <T> Outcome<T> execute(
      ApiRequest<T> request, boolean failedBefore, Consumer<ApiCall> listener) {
    try {
      return retryPolicy.run(new Attempt<>(request, listener), failedBefore);
    } catch (InterruptedException e) {
      if (!limiter.isStopped()) {
        Thread.currentThread().interrupt();
      }
      return new Outcome.Rejected<>(Failure.STOPPED);
    }
  }

  /** Returns the fingerprint of the token that the next request sends; empty if there is none. */
  public String tokenFingerprint() {
    return settings.token().current().fold(Token::fingerprint, failure -> "");
  }

  public ServerClock clock() {
    return clock;
  }

  public RateLimiter limiter() {
    return limiter;
  }

  /** Returns what responses showed about the token; empty before the first. */
  public Optional<TokenInfo> tokenInfo() {
    return tokenInfo;
  }

  /**
   * Sends no further request, breaks off those that are under way, and ends all waits. The limiter
   * is first, so that a request that breaks off is known to have been stopped.
   */
  public void stop() {
    limiter.stop();
    retryPolicy.stop();
    transport.cancel();
  }

  @Override
  public void close() {
    transport.close();
  }

  /** One request, from the check of the limits to its outcome. */
  private final class Attempt<T> implements RetryPolicy.Attempt<T> {
    private final ApiRequest<T> request;
    private final HttpRequest http;
    private final boolean isGraphql;
    private final Consumer<ApiCall> listener;
    private OptionalLong remaining = OptionalLong.empty();

    Attempt(ApiRequest<T> request, Consumer<ApiCall> listener) {
      this.request = request;
      this.http =
          request
              .http()
              .header("User-Agent", settings.http().userAgent())
              .header("X-GitHub-Api-Version", API_VERSION);
      this.isGraphql = request.resource() == ApiCall.Kind.GRAPHQL;
      this.listener = listener;
    }

    @Override
    public boolean waitForReset(Outcome.RateLimited<T> limited, int pauses)
        throws InterruptedException {
      return resetWaiter.waitForReset(request.resource(), limited, pauses);
    }

    @Override
    public Outcome<T> send(boolean retry) throws InterruptedException {
      if (!isGraphql) {
        return sendWithPermit(retry);
      }
      graphqlPermits.acquire();
      try {
        return sendWithPermit(retry);
      } finally {
        graphqlPermits.release();
      }
    }

    private Outcome<T> sendWithPermit(boolean retry) throws InterruptedException {
      permits.acquire();
      try {
        Optional<Failure> refusal =
            request.isFree() ? limiter.acquireFree() : limiter.acquire(request.resource());
        return refusal.isPresent() ? refused(refusal.get()) : exchangeWithToken(retry);
      } finally {
        permits.release();
      }
    }

    private Outcome<T> refused(Failure failure) {
      return failure
          .retryAt()
          .<Outcome<T>>map(
              at ->
                  new Outcome.RateLimited<>(
                      failure, Duration.between(clock.now(), at), true, false))
          .orElseGet(() -> new Outcome.Rejected<>(failure));
    }

    private Outcome<T> exchangeWithToken(boolean retry) throws InterruptedException {
      Result<Token> token = settings.token().current();
      if (token instanceof Result.Ok<Token> ok) {
        return exchange(ok.value(), retry);
      }
      if (!request.isFree()) {
        limiter.release(request.resource(), false);
      }
      return new Outcome.Rejected<>(((Result.Failed<Token>) token).failure());
    }

    private Outcome<T> exchange(Token token, boolean retry) throws InterruptedException {
      Exchange exchange =
          transport.exchange(
              http.header("Authorization", "Bearer " + token.reveal()),
              Optional.of(settings.http().timeout().multipliedBy(TIMEOUTS_PER_REQUEST)));
      boolean isCharged = true;
      try {
        Outcome<T> outcome = outcomeOf(exchange, token);
        noteOutcome(outcome);
        isCharged = isCharged(exchange.status(), outcome);
        if (!request.isFree()) {
          long points = outcome instanceof Outcome.Success<T> got ? got.points() : 0;
          listener.accept(
              exchange.toApiCall(request.resource(), isCharged, retry, points, remaining));
        }
        return outcome;
      } finally {
        if (!request.isFree()) {
          limiter.release(request.resource(), isCharged);
        }
      }
    }

    private Outcome<T> outcomeOf(Exchange exchange, Token token) throws InterruptedException {
      try {
        return exchange.send(
            response -> {
              noteHeaders(new GitHubHeaders(response.headers()));
              return read(response, token);
            });
      } catch (IOException e) {
        if (limiter.isStopped() || Thread.currentThread().isInterrupted()) {
          return new Outcome.Rejected<>(Failure.STOPPED);
        }
        LOG.debug("{} failed", http, e);
        URI server = http.url().toUri();
        return new NetworkErrors(server, http + ": ", server.getHost(), settings.http().timeout())
            .outcomeOf(e, false, request.retries(FailureCode.NETWORK));
      }
    }

    private void noteHeaders(GitHubHeaders headers) {
      headers.date().ifPresent(clock::update);
      remaining = headers.remaining();
      tokenInfo = Optional.of(TokenInfo.of(headers, tokenInfo));
      if (headers.resource().equals(isGraphql ? "graphql" : "core")) {
        headers.rateLimit().ifPresent(limit -> limiter.update(request.resource(), limit));
      }
    }

    private Outcome<T> read(HttpResponse response, Token token) throws IOException {
      Body body =
          new Body(
              response.body(),
              response.headers().text("Content-Type").orElse(""),
              response.length());
      int status = response.status();
      if (request.expects(status)) {
        return parse(response, body);
      }
      if (status == 401 && settings.token().replace(token)) {
        return new Outcome.TransientFailure<>(
            Failure.of(FailureCode.BAD_CREDENTIALS, "GitHub does not accept " + token.named()),
            Outcome.Kind.UNREACHABLE,
            request.retries(FailureCode.BAD_CREDENTIALS));
      }
      Instant now = clock.now();
      return new ErrorClassifier<>(request, token, response, ErrorBody.read(body), now).outcome();
    }

    private Outcome<T> parse(HttpResponse response, Body body) throws IOException {
      try {
        return request.read(response, body);
      } catch (MalformedBody e) {
        Failure failure =
            Failure.of(
                FailureCode.BAD_RESPONSE,
                "the answer to %s is not what was asked for: %s".formatted(http, e.getMessage()));
        return switch (e.kind()) {
          case CUT -> tooHeavy(failure, request.retries(failure.code()));
          case TOO_LARGE -> tooHeavy(failure, 0);
          case WRONG -> new Outcome.Rejected<>(failure);
        };
      }
    }

    private Outcome<T> tooHeavy(Failure failure, int retries) {
      return new Outcome.TransientFailure<>(failure, Outcome.Kind.TOO_HEAVY, retries);
    }

    /** Applies the outcome to all other requests. */
    private void noteOutcome(Outcome<T> outcome) {
      if (outcome instanceof Outcome.Success<T>) {
        resetWaiter.noteSuccess();
      } else if (outcome instanceof Outcome.RateLimited<T> limited) {
        limiter.block(request.resource(), limited.failure());
      } else if (outcome instanceof Outcome.Rejected<T> rejected
          && rejected.failure().code() == FailureCode.BAD_CREDENTIALS) {
        limiter.revoke(rejected.failure());
      }
    }

    /** A query that does not fit the schema is refused before it is run. */
    private boolean isCharged(int status, Outcome<T> outcome) {
      boolean isFree = status == 0 || status == 304 || status == 401;
      boolean wasNotRun =
          isGraphql && outcome instanceof Outcome.Success<T> success && success.points() == 0;
      return !isFree && !wasNotRun && !(outcome instanceof Outcome.RateLimited<T>);
    }
  }
}
