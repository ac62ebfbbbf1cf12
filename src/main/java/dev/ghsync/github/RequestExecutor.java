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
  private final HttpTransport wire;
  private final RateLimiter gate;
  private final ServerClock clock;
  private final TokenNotes notes;
  private final Semaphore places;
  private final Semaphore graphqlPlaces = new Semaphore(GRAPHQL_AT_ONCE, true);

  RequestExecutor(GitHub.Settings settings, RateLimiter gate, ServerClock clock, TokenNotes notes) {
    this.settings = settings;
    this.wire = new HttpTransport(settings.apiUrl(), settings.timeout());
    this.gate = gate;
    this.clock = clock;
    this.notes = notes;
    this.places = new Semaphore(settings.concurrency(), true);
  }

  /**
   * Asks once.
   *
   * @param retry it repeats a request that failed
   * @param listener hears of the exchange, if there was one
   */
  <T> Answer<T> ask(ApiRequest<T> question, boolean retry, Consumer<ApiCall> listener)
      throws InterruptedException {
    boolean graphql = question.door() == ApiCall.Kind.GRAPHQL;
    return graphql
        ? within(graphqlPlaces, () -> within(places, () -> enter(question, retry, listener)))
        : within(places, () -> enter(question, retry, listener));
  }

  /** Ends what is under way. */
  void cancel() {
    wire.cancel();
  }

  @Override
  public void close() {
    wire.close();
  }

  /** What is done in a place. */
  private interface Placed<T> {
    Answer<T> answer() throws InterruptedException;
  }

  private static <T> Answer<T> within(Semaphore places, Placed<T> work)
      throws InterruptedException {
    places.acquire();
    try {
      return work.answer();
    } finally {
      places.release();
    }
  }

  private <T> Answer<T> enter(ApiRequest<T> question, boolean retry, Consumer<ApiCall> listener)
      throws InterruptedException {
    Optional<Failure> refusal = question.isFree() ? gate.enterFree() : gate.enter(question.door());
    return refusal.isPresent() ? refused(refusal.get()) : exchange(question, retry, listener);
  }

  private <T> Answer<T> exchange(ApiRequest<T> question, boolean retry, Consumer<ApiCall> listener) {
    Trip<T> trip = new Trip<>(question);
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
      gate.leave(question.door(), charged);
    }
  }

  private <T> Answer<T> refused(Failure failure) {
    return failure
        .retryAt()
        .<Answer<T>>map(
            at -> new Answer.Limited<>(failure, Duration.between(clock.now(), at), true, false))
        .orElseGet(() -> new Answer.Refused<>(failure));
  }

  /** One request and what is to be said of it. */
  private final class Trip<T> {
    private final ApiRequest<T> question;
    private final Request request;
    private final HttpTransport.Scale scale = new HttpTransport.Scale();
    private int status;
    private long millis;
    private OptionalLong remaining = OptionalLong.empty();

    Trip(ApiRequest<T> question) {
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
      return !free && !(answer instanceof Answer.Limited<T>) && !isUnrun(answer);
    }

    /** A query that does not fit the schema is refused before it is run. */
    private boolean isUnrun(Answer<T> answer) {
      boolean graphql = question.door() == ApiCall.Kind.GRAPHQL;
      return graphql && answer instanceof Answer.Got<T> got && got.points() == 0;
    }

    ApiCall report(Answer<T> answer, boolean retry) {
      return new ApiCall(
          question.door(),
          request.method(),
          Urls.path(request.url()),
          status,
          millis,
          scale.bytes(),
          isCharged(answer),
          retry,
          answer instanceof Answer.Got<T> got ? got.points() : 0,
          remaining);
    }

    private Answer<T> send() {
      ResponseParser<T> reading =
          new ResponseParser<>(question, request, settings.token().named(), settings.timeout());
      try {
        return wire.send(
            dressed(),
            scale,
            response -> {
              status = response.code();
              hear(new ReplyHeaders(response.headers()));
              return reading.of(response, clock.now());
            });
      } catch (IOException e) {
        return gate.isStopped() || Thread.currentThread().isInterrupted()
            ? new Answer.Refused<>(Failure.STOPPED)
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

    private void hear(ReplyHeaders headers) {
      headers.date().ifPresent(clock::hear);
      remaining = headers.remaining();
      notes.hear(headers);
      boolean graphql = question.door() == ApiCall.Kind.GRAPHQL;
      if (headers.resource().equals(graphql ? "graphql" : "core")) {
        headers.rateLimit().ifPresent(limit -> gate.hear(question.door(), limit));
      }
    }

    /** What this answer means for all other requests. */
    private void heed(Answer<T> answer) {
      if (answer instanceof Answer.Limited<T> limited) {
        gate.block(question.door(), limited.failure());
      } else if (answer instanceof Answer.Refused<T> refused
          && refused.failure().code() == FailureCode.BAD_CREDENTIALS) {
        gate.die(refused.failure());
      }
    }
  }
}
