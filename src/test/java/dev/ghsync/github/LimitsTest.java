package dev.ghsync.github;

import static dev.ghsync.github.FakeHub.error;
import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.fetched;
import static dev.ghsync.github.FakeHub.fresh;
import static dev.ghsync.github.FakeHub.json;
import static dev.ghsync.github.FakeHub.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Validator;
import dev.ghsync.model.item.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final String NOON = "Mon, 05 Jan 2026 12:00:00 GMT";
  private static final long IN_TEN_MINUTES = Instant.parse("2026-01-05T12:10:00Z").getEpochSecond();

  private final FakeHub hub = new FakeHub();
  private final Endpoint<List<Label>> labels = hub.endpoints().labels();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void shortPauseIsWaitedForExactly() {
    hub.answer(pause().addHeader("Retry-After", "2"), json("[]"));

    fresh(hub.connect().fetch(labels, Optional.empty()));

    assertThat(hub.naps).containsExactly(Duration.ofSeconds(2));
    assertThat(hub.waits).singleElement().asString().contains("secondary rate limit");
    assertThat(hub.exchanges).extracting(ApiCall::charged).containsExactly(false, true);
  }

  @Test
  void limitOfAnEarlierConnectionIsWaitedForBeforeTheFirstRequest() {
    hub.maxWait = Optional.of(Duration.ofHours(2));
    hub.answer(json("[]"));
    GitHub github = hub.connect();
    Instant theirs = Instant.parse("2020-01-05T12:00:00Z"); // by GitHub's clock

    github.holdBack(
        new Failure(
            FailureCode.RATE_LIMITED, "spent an hour ago", Optional.of(theirs.plusSeconds(3_600))),
        theirs);
    fresh(github.fetch(labels, Optional.empty()));

    assertThat(hub.naps).singleElement().satisfies(nap -> isAbout(nap, 3600));
    assertThat(hub.waits).singleElement().asString().contains("spent an hour ago");
    assertThat(hub.exchanges).hasSize(1);
  }

  @Test
  void aPauseMayEndAtADate() {
    hub.answer(
        pause().addHeader("Date", NOON).addHeader("Retry-After", "Mon, 05 Jan 2026 12:00:30 GMT"),
        json("[]"));

    fresh(hub.connect().fetch(labels, Optional.empty()));

    assertThat(hub.naps).singleElement().satisfies(nap -> isAbout(nap, 30));
  }

  @Test
  void aPauseOfUnknownLengthIsAMinuteAndThenTwo() {
    hub.maxWait = Optional.of(Duration.ofMinutes(3));
    hub.answer(pause(), pause(), json("[]"));

    fresh(hub.connect().fetch(labels, Optional.empty()));

    assertThat(hub.naps).containsExactly(Duration.ofSeconds(60), Duration.ofSeconds(120));
  }

  @Test
  void pausesWithoutPermissionAddUpToAMinuteAndAHalf() {
    hub.answer(
        pause().addHeader("Retry-After", "40"),
        pause().addHeader("Retry-After", "40"),
        pause().addHeader("Retry-After", "40"));

    Failure failure = failure(hub.connect().fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.SECONDARY_RATE_LIMITED);
    assertThat(hub.naps).hasSize(2);
  }

  @Test
  void successResetsTheSumOfPauses() {
    hub.answer(pause().addHeader("Retry-After", "60"), json("[]"));
    hub.answer(pause().addHeader("Retry-After", "60"), json("[]"));
    GitHub github = hub.connect();

    fresh(github.fetch(labels, Optional.empty()));
    fresh(github.fetch(labels, Optional.empty()));

    assertThat(hub.naps).hasSize(2);
  }

  @Test
  void longPauseIsNotWaitedForWithoutPermission() {
    hub.answer(pause().addHeader("Date", NOON).addHeader("Retry-After", "600"));

    Failure failure = failure(hub.connect().fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.SECONDARY_RATE_LIMITED);
    assertIsAbout(failure.retryAt(), "2026-01-05T12:10:00Z");
    assertThat(hub.naps).isEmpty();
  }

  @Test
  void spentLimitEndsTheCallAndLaterOnesAreNotSent() {
    hub.answer(spent());
    GitHub github = hub.connect();

    Failure first = failure(github.fetch(labels, Optional.empty()));
    Failure second = failure(github.fetch(hub.endpoints().milestones(), Optional.empty()));

    assertThat(first.code()).isEqualTo(FailureCode.RATE_LIMITED);
    assertIsAbout(first.retryAt(), "2026-01-05T12:10:03Z");
    assertThat(second).isEqualTo(first);
    assertThat(hub.requests()).isEqualTo(1);
    assertThat(hub.naps).isEmpty();
  }

  @Test
  void spentLimitIsWaitedForByTheServersClock() {
    hub.maxWait = Optional.of(Duration.ofHours(1));
    hub.answer(spent(), json("[]"));

    fresh(hub.connect().fetch(labels, Optional.empty()));

    assertThat(hub.naps).singleElement().satisfies(nap -> isAbout(nap, 603));
    assertThat(hub.waits).hasSize(1);
  }

  @Test
  void limitBeyondTheLongestWaitIsNotWaitedFor() {
    hub.maxWait = Optional.of(Duration.ofMinutes(5));
    hub.answer(spent());

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).code())
        .isEqualTo(FailureCode.RATE_LIMITED);
    assertThat(hub.naps).isEmpty();
  }

  @Test
  void theReserveIsLeftUntouched() {
    hub.answer(left(5000, 101), left(5000, 100));
    GitHub github = hub.connect();

    fresh(github.fetch(labels, Optional.empty()));
    fresh(github.fetch(labels, Optional.empty()));
    Failure failure = failure(github.fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.BUDGET);
    assertThat(failure.message()).contains("100 of 5000 REST requests").contains("reserve");
    assertIsAbout(failure.retryAt(), "2026-01-05T12:10:03Z");
    assertThat(hub.requests()).isEqualTo(2);
  }

  @Test
  void tenthOfASmallLimitIsReserved() {
    hub.answer(left(60, 7), left(60, 6));
    GitHub github = hub.connect();

    fresh(github.fetch(labels, Optional.empty()));
    fresh(github.fetch(labels, Optional.empty()));

    assertThat(failure(github.fetch(labels, Optional.empty())).code())
        .isEqualTo(FailureCode.BUDGET);
  }

  @Test
  void reserveGivenByTheUserCounts() {
    hub.reserve = OptionalLong.of(4000);
    hub.answer(left(5000, 4000));
    GitHub github = hub.connect();

    fresh(github.fetch(labels, Optional.empty()));

    assertThat(failure(github.fetch(labels, Optional.empty())).code())
        .isEqualTo(FailureCode.BUDGET);
  }

  @Test
  void reachedReserveIsWaitedForWithPermission() {
    hub.maxWait = Optional.of(Duration.ofHours(1));
    hub.answer(left(5000, 100), json("[]"));
    GitHub github = hub.connect();

    fresh(github.fetch(labels, Optional.empty()));
    fresh(github.fetch(labels, Optional.empty()));

    assertThat(hub.naps).singleElement().satisfies(nap -> isAbout(nap, 603));
    assertThat(hub.exchanges).extracting(ApiCall::retry).containsExactly(false, false);
  }

  @Test
  void limitOfAnotherResourceIsIgnored() {
    hub.answer(left(30, 0).addHeader("x-ratelimit-resource", "search"), json("[]"));
    GitHub github = hub.connect();

    fresh(github.fetch(labels, Optional.empty()));

    fresh(github.fetch(labels, Optional.empty()));
    assertThat(github.rateLimit()).isEmpty();
  }

  @Test
  void overtakenResponseDoesNotRaiseTheRest() {
    hub.answer(left(5000, 4000), left(5000, 4001));
    GitHub github = hub.connect();

    fresh(github.fetch(labels, Optional.empty()));
    fresh(github.fetch(labels, Optional.empty()));

    assertThat(github.rateLimit().orElseThrow().remaining()).isEqualTo(4000);
  }

  @Test
  void chargedRequestsAreLimited() {
    hub.maxRequests = OptionalLong.of(2);
    hub.answer(json("[]"), status(304), json("[]"));
    GitHub github = hub.connect();
    Validator known =
        new Validator(labels.url(), labels.accept(), "abc", FakeHub.TOKEN.fingerprint());

    fresh(github.fetch(labels, Optional.empty()));
    assertThat(fetched(github.fetch(labels, Optional.of(known))))
        .isInstanceOf(Fetched.NotModified.class);
    fresh(github.fetch(labels, Optional.empty()));
    Failure failure = failure(github.fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.BUDGET);
    assertThat(failure.retryAt()).isEmpty();
    assertThat(hub.requests()).isEqualTo(3);
  }

  @Test
  void requestsAtTheSameTimeDoNotPassTheBudgetTogether() throws Exception {
    hub.maxRequests = OptionalLong.of(5);
    hub.concurrency = 8;
    IntStream.range(0, 5).forEach(i -> hub.answer(json("[]")));
    GitHub github = hub.connect();
    ExecutorService threads = Executors.newFixedThreadPool(8);

    List<Callable<Boolean>> calls =
        Collections.nCopies(
            20, () -> github.fetch(labels, Optional.empty()) instanceof Fetched.Stopped);
    int failed = 0;
    for (Future<Boolean> answer : threads.invokeAll(calls)) {
      failed += answer.get() ? 1 : 0;
    }

    threads.shutdown();
    assertThat(failed).isEqualTo(15);
    assertThat(hub.requests()).isEqualTo(5);
  }

  @Test
  void afterTheDeadlineNothingStarts() {
    hub.deadline = Optional.of(Instant.EPOCH);

    Failure failure = failure(hub.connect().fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.BUDGET);
    assertThat(hub.requests()).isZero();
  }

  @Test
  void noWaitPassesTheDeadline() {
    hub.deadline = Optional.of(Instant.now().plusSeconds(30));
    hub.answer(pause().addHeader("Retry-After", "45"));

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).code())
        .isEqualTo(FailureCode.SECONDARY_RATE_LIMITED);
    assertThat(hub.naps).isEmpty();
  }

  @Test
  void rateLimitCanBeFetchedWhenTheLimitIsSpent() {
    String body =
        "{\"resources\":{\"core\":{\"limit\":5000,\"remaining\":0,\"reset\":"
            + IN_TEN_MINUTES
            + "}}}";
    hub.answer(spent(), json(body));
    GitHub github = hub.connect();

    failure(github.fetch(labels, Optional.empty()));

    assertThat(
            fresh(github.fetch(hub.endpoints().rateLimit(), Optional.empty())).value().remaining())
        .isZero();
  }

  private static MockResponse.Builder pause() {
    return error(403, "You have exceeded a secondary rate limit.");
  }

  private static MockResponse.Builder spent() {
    return limit(error(403, "API rate limit exceeded for user ID 1."), 5000, 0);
  }

  private static MockResponse.Builder left(long limit, long remaining) {
    return limit(json("[]"), limit, remaining);
  }

  private static MockResponse.Builder limit(
      MockResponse.Builder answer, long limit, long remaining) {
    return answer
        .addHeader("Date", NOON)
        .addHeader("x-ratelimit-limit", limit)
        .addHeader("x-ratelimit-remaining", remaining)
        .addHeader("x-ratelimit-reset", IN_TEN_MINUTES);
  }

  /** Some time passes between a response and the pause. */
  private static void isAbout(Duration nap, long seconds) {
    assertThat(nap).isBetween(Duration.ofSeconds(seconds - 20), Duration.ofSeconds(seconds));
  }

  private static void assertIsAbout(Optional<Instant> at, String expected) {
    Instant exact = Instant.parse(expected);
    assertThat(at.orElseThrow()).isBetween(exact, exact.plusSeconds(20));
  }
}
