package dev.ghsync.github;

import dev.ghsync.http.HttpTransport;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import okhttp3.Request;

/**
 * Sends requests, as many at once as are allowed, reports each, and makes of whatever comes back an
 * {@link Answer}. It never asks twice by itself.
 */
final class RequestExecutor implements AutoCloseable {
  private static final String API_VERSION = "2022-11-28";
  private static final int GRAPHQL_AT_ONCE = 3;

  private final GitHub.Settings settings;
  private final HttpTransport transport;
  private final RateLimiter limiter;
  private final ServerClock clock;
  private final TokenNotes notes;
  private final Semaphore permits;
  private final Semaphore graphqlPermits = new Semaphore(GRAPHQL_AT_ONCE, true);

  RequestExecutor(
      GitHub.Settings settings, RateLimiter limiter, ServerClock clock, TokenNotes notes) {
    this.settings = settings;
    this.transport = new HttpTransport(settings.apiUrl(), settings.timeout());
    this.limiter = limiter;
    this.clock = clock;
    this.notes = notes;
    this.permits = new Semaphore(settings.concurrency(), true);
  }

  /**
   * Asks once.
   *
   * @param retry it repeats a request that failed
   * @param listener hears of the exchange, if there was one
   */
  <T> Answer<T> ask(ApiRequest<T> question, boolean retry, Consumer<ApiCall> listener)
      throws InterruptedException {
    boolean graphql = question.resource() == ApiCall.Kind.GRAPHQL;
    return graphql
        ? within(graphqlPermits, () -> within(permits, () -> acquire(question, retry, listener)))
        : within(permits, () -> acquire(question, retry, listener));
  }

  /** Ends what is under way. */
  void cancel() {
    transport.cancel();
  }

  @Override
  public void close() {
    transport.close();
  }

  /** What is done in a place. */
  private interface Placed<T> {
    Answer<T> answer() throws InterruptedException;
  }

  private static <T> Answer<T> within(Semaphore permits, Placed<T> work)
      throws InterruptedException {
    permits.acquire();
    try {
      return work.answer();
    } finally {
      permits.release();
    }
  }

  private <T> Answer<T> acquire(ApiRequest<T> question, boolean retry, Consumer<ApiCall> listener)
      throws InterruptedException {
    Optional<Failure> refusal =
        question.isFree() ? limiter.acquireFree() : limiter.acquire(question.resource());
    return refusal.isPresent() ? refused(refusal.get()) : exchange(question, retry, listener);
  }

  private <T> Answer<T> exchange(
      ApiRequest<T> question, boolean retry, Consumer<ApiCall> listener) {
    Attempt<T> trip = new Attempt<>(question);
    if (question.isFree()) {
      return trip.go();
    }
    boolean charged = true;
    try {
      Answer<T> answer = trip.go();
      charged = trip.isCharged(answer);
      listener.accept(trip.report(answer, retry));
      return answer;
    } finally {
      limiter.release(question.resource(), charged);
    }
  }

  private <T> Answer<T> refused(Failure failure) {
    return failure
        .retryAt()
        .<Answer<T>>map(
            at -> new Answer.RateLimited<>(failure, Duration.between(clock.now(), at), true, false))
        .orElseGet(() -> new Answer.Rejected<>(failure));
  }

  /** One request and what is to be said of it. */
  private final class Attempt<T> {
    private final ApiRequest<T> question;
    private final Request request;
    private final HttpTransport.ByteCounter byteCounter = new HttpTransport.ByteCounter();
    private int status;
    private long millis;
    private OptionalLong remaining = OptionalLong.empty();

    Attempt(ApiRequest<T> question) {
      this.question = question;
      this.request = question.request();
    }

    Answer<T> go() {
      long begin = System.nanoTime();
      Answer<T> answer = send();
      millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      heed(answer);
      return answer;
    }

    boolean isCharged(Answer<T> answer) {
      boolean free = status == 0 || status == 304 || status == 401;
      return !free && !(answer instanceof Answer.RateLimited<T>) && !isUnrun(answer);
    }

    /** A query that does not fit the schema is refused before it is run. */
    private boolean isUnrun(Answer<T> answer) {
      boolean graphql = question.resource() == ApiCall.Kind.GRAPHQL;
      return graphql && answer instanceof Answer.Success<T> got && got.points() == 0;
    }

    ApiCall report(Answer<T> answer, boolean retry) {
      return new ApiCall(
          question.resource(),
          request.method(),
          Urls.path(request.url()),
          status,
          millis,
          byteCounter.bytes(),
          isCharged(answer),
          retry,
          answer instanceof Answer.Success<T> got ? got.points() : 0,
          remaining);
    }

    private Answer<T> send() {
      ResponseParser<T> reading =
          new ResponseParser<>(question, request, settings.token().named(), settings.timeout());
      try {
        return transport.send(
            dressed(),
            byteCounter,
            response -> {
              status = response.code();
              update(new ReplyHeaders(response.headers()));
              return reading.of(response, clock.now());
            });
      } catch (IOException e) {
        return limiter.isStopped() || Thread.currentThread().isInterrupted()
            ? new Answer.Rejected<>(Failure.STOPPED)
            : reading.of(e);
      }
    }

    private Request dressed() {
      return request
          .newBuilder()
          .header("User-Agent", settings.userAgent())
          .header("X-GitHub-Api-Version", API_VERSION)
          .header("Authorization", "Bearer " + settings.token().reveal())
          .build();
    }

    private void update(ReplyHeaders headers) {
      headers.date().ifPresent(clock::update);
      remaining = headers.remaining();
      notes.update(headers);
      boolean graphql = question.resource() == ApiCall.Kind.GRAPHQL;
      if (headers.resource().equals(graphql ? "graphql" : "core")) {
        headers.rateLimit().ifPresent(limit -> limiter.update(question.resource(), limit));
      }
    }

    /** What this answer means for all other requests. */
    private void heed(Answer<T> answer) {
      if (answer instanceof Answer.RateLimited<T> limited) {
        limiter.block(question.resource(), limited.failure());
      } else if (answer instanceof Answer.Rejected<T> refused
          && refused.failure().code() == FailureCode.BAD_CREDENTIALS) {
        limiter.revoke(refused.failure());
      }
    }
  }
}
