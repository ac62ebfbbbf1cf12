package dev.ghsync.github;

import dev.ghsync.model.Exchange;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Sends requests, as many at once as are allowed, reports each, and makes of whatever comes back an
 * {@link Answer}. It never asks twice by itself.
 */
final class Courier implements AutoCloseable {
  private static final int GRAPHQL_AT_ONCE = 3;

  private final GitHub.Settings settings;
  private final Wire wire;
  private final Gate gate;
  private final ServerClock clock;
  private final TokenNotes notes;
  private final Semaphore places;
  private final Semaphore graphqlPlaces = new Semaphore(GRAPHQL_AT_ONCE, true);

  Courier(GitHub.Settings settings, Gate gate, ServerClock clock, TokenNotes notes) {
    this.settings = settings;
    this.wire = new Wire(settings.timeout());
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
  <T> Answer<T> ask(Question<T> question, boolean retry, Consumer<Exchange> listener)
      throws InterruptedException {
    boolean graphql = question.door() == Exchange.Kind.GRAPHQL;
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

  private <T> Answer<T> enter(Question<T> question, boolean retry, Consumer<Exchange> listener)
      throws InterruptedException {
    Optional<Failure> refusal = question.isFree() ? gate.enterFree() : gate.enter(question.door());
    return refusal.isPresent() ? refused(refusal.get()) : exchange(question, retry, listener);
  }

  private <T> Answer<T> exchange(Question<T> question, boolean retry, Consumer<Exchange> listener) {
    Trip<T> trip = new Trip<>(question);
    try {
      trip.go();
    } finally {
      if (!question.isFree()) {
        gate.leave(question.door(), trip.isCharged());
      }
    }
    if (!question.isFree()) {
      listener.accept(trip.report(retry));
    }
    return trip.answer;
  }

  private <T> Answer<T> refused(Failure failure) {
    return failure
        .retryAt()
        .<Answer<T>>map(
            at -> new Answer.Limited<>(failure, Duration.between(clock.now(), at), true))
        .orElseGet(() -> new Answer.Refused<>(failure));
  }

  /** One request and what becomes of it. */
  private final class Trip<T> {
    private final Question<T> question;
    private final Request request;
    private final Wire.Scale scale = new Wire.Scale();
    private int status;
    private long millis;
    private OptionalLong remaining = OptionalLong.empty();
    private Answer<T> answer = new Answer.Refused<>(Gate.interrupted());

    Trip(Question<T> question) {
      this.question = question;
      this.request = question.request();
    }

    void go() {
      long begin = System.nanoTime();
      try (Response response = wire.call(dressed(), scale).execute()) {
        status = response.code();
        answer = read(response);
      } catch (IOException e) {
        answer = broken(e);
      }
      millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      heed();
    }

    boolean isCharged() {
      boolean free = status == 0 || status == 304 || status == 401;
      return !free && !(answer instanceof Answer.Limited<T>) && !isUnrun();
    }

    /** A query that does not fit the schema is refused before it is run. */
    private boolean isUnrun() {
      boolean graphql = question.door() == Exchange.Kind.GRAPHQL;
      return graphql && answer instanceof Answer.Got<T> got && got.points() == 0;
    }

    Exchange report(boolean retry) {
      return new Exchange(
          question.door(),
          request.method(),
          Urls.path(request.url()),
          status,
          millis,
          scale.bytes(),
          isCharged(),
          retry,
          answer instanceof Answer.Got<T> got ? got.points() : 0,
          remaining);
    }

    private Request dressed() {
      return request
          .newBuilder()
          .header("User-Agent", settings.userAgent())
          .header("X-GitHub-Api-Version", "2022-11-28")
          .header("Authorization", "Bearer " + settings.token().reveal())
          .build();
    }

    private Answer<T> read(Response response) throws IOException {
      ReplyHeaders headers = new ReplyHeaders(response.headers());
      hear(headers);
      ResponseBody sent = response.body();
      long length = sent.contentLength();
      Body body =
          new Body(
              sent.byteStream(),
              headers.text("content-type").orElse(""),
              length < 0 ? OptionalLong.empty() : OptionalLong.of(length));
      if (status == 200 || status == 304) {
        return understand(response, body);
      }
      return new Refusals(asked(), status, headers, ErrorBody.read(body), clock.now()).of(question);
    }

    private Answer<T> understand(Response response, Body body) throws IOException {
      try {
        return question.read(response, body);
      } catch (BadBody e) {
        Failure failure =
            Failure.of(
                FailureCode.BAD_RESPONSE,
                "the answer to %s is not what was asked for: %s"
                    .formatted(asked(), e.getMessage()));
        return switch (e.kind()) {
          case CUT -> new Answer.Trouble<>(failure, 3, true, Optional.empty());
          case TOO_LARGE -> new Answer.Trouble<>(failure, 0, true, Optional.empty());
          case WRONG -> new Answer.Refused<>(failure);
        };
      }
    }

    private Answer<T> broken(IOException e) {
      return gate.isStopped() || Thread.currentThread().isInterrupted()
          ? new Answer.Refused<>(Gate.interrupted())
          : new NetworkFault(asked(), request.url().host(), settings.timeout()).of(e);
    }

    private void hear(ReplyHeaders headers) {
      headers.date().ifPresent(clock::hear);
      remaining = headers.remaining();
      notes.hear(headers);
      boolean graphql = question.door() == Exchange.Kind.GRAPHQL;
      if (headers.resource().equals(graphql ? "graphql" : "core")) {
        headers.rateLimit().ifPresent(limit -> gate.hear(question.door(), limit));
      }
    }

    /** What this answer means for all other requests. */
    private void heed() {
      if (answer instanceof Answer.Limited<T> limited) {
        gate.block(question.door(), limited.failure());
      } else if (answer instanceof Answer.Refused<T> refused
          && refused.failure().code() == FailureCode.BAD_CREDENTIALS) {
        gate.die(refused.failure());
      }
    }

    private String asked() {
      return request.method() + " " + Urls.path(request.url());
    }
  }
}
