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
import dev.ghsync.model.git.Ref;
import dev.ghsync.model.item.Issue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
  private final FakeHub hub = new FakeHub();
  private final Endpoint<List<Ref>> heads = hub.endpoints().refs("heads");

  @AfterEach
  void close() {
    hub.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("a server error", error(500, "Server Error"), FailureCode.SERVER_ERROR),
        Arguments.of("a bad gateway", page(502), FailureCode.SERVER_ERROR),
        Arguments.of("a page of HTML", page(503), FailureCode.SERVER_ERROR),
        Arguments.of("a connection broken at once", broken(), FailureCode.NETWORK),
        Arguments.of("a body cut by the connection", cut(), FailureCode.NETWORK),
        Arguments.of("JSON that ends too early", json("[{\"id\":1,"), FailureCode.BAD_RESPONSE),
        Arguments.of("an empty body", json(""), FailureCode.BAD_RESPONSE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void transientFailureIsRetriedThreeTimes(
      String what, MockResponse.Builder fault, FailureCode code) {
    hub.answer(fault, fault, fault, json("[]"));

    assertThat(fresh(hub.connect().fetch(heads, Optional.empty())).value()).isEmpty();

    assertThat(hub.naps).hasSize(3);
    assertThat(hub.exchanges).extracting(ApiCall::retry).containsExactly(false, true, true, true);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void lastingTransientFailureIsAFailureAfterFourTries(
      String what, MockResponse.Builder fault, FailureCode code) {
    hub.answer(fault, fault, fault, fault);

    Failure failure = failure(hub.connect().fetch(heads, Optional.empty()));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).contains("GET /repos/octo/hello/git/matching-refs/heads");
    assertThat(failure.message()).doesNotContain("<", "Exception", "secret");
    assertThat(hub.exchanges).hasSize(4);
  }

  @Test
  void theBackOffGrowsWithinTwiceTheLast() {
    hub.answer(page(500), page(500), page(500), page(500));

    hub.connect().fetch(heads, Optional.empty());

    assertThat(hub.naps.get(0)).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    assertThat(hub.naps.get(1)).isBetween(Duration.ZERO, Duration.ofSeconds(2));
    assertThat(hub.naps.get(2)).isBetween(Duration.ZERO, Duration.ofSeconds(4));
  }

  @Test
  void anUnansweredRequestIsNotChargedAndACutOneIs() {
    hub.answer(broken(), cut(), json("[]"));

    fresh(hub.connect().fetch(heads, Optional.empty()));

    assertThat(hub.exchanges).extracting(ApiCall::status).containsExactly(0, 200, 200);
    assertThat(hub.exchanges).extracting(ApiCall::charged).containsExactly(false, true, true);
  }

  @Test
  void retryAfterOfAServerErrorIsWaitedFor() {
    hub.answer(page(503).addHeader("Retry-After", "7"), json("[]"));

    fresh(hub.connect().fetch(heads, Optional.empty()));

    assertThat(hub.naps).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void longRetryAfterOfAServerErrorIsNotWaitedFor() {
    hub.answer(
        page(503)
            .addHeader("Retry-After", "3600")
            .addHeader("Date", "Mon, 05 Jan 2026 12:00:00 GMT"));

    Failure failure = failure(hub.connect().fetch(heads, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.SERVER_ERROR);
    assertThat(failure.retryAt().orElseThrow())
        .isBetween(Instant.parse("2026-01-05T13:00:00Z"), Instant.parse("2026-01-05T13:00:09Z"));
    assertThat(hub.naps).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 422})
  void lastingResponseIsNotRetried(int status) {
    hub.answer(error(status, "no"));

    hub.connect().fetch(heads, Optional.empty());

    assertThat(hub.requests()).isEqualTo(1);
    assertThat(hub.naps).isEmpty();
  }

  @Test
  void requestWithoutAByteFailsAfterTheTimeout() {
    hub.timeout = Duration.ofMillis(50);
    MockResponse.Builder silence = json("[]").onResponseStart(SocketEffect.Stall.INSTANCE);
    hub.answer(silence, silence, silence, silence);

    Failure failure = failure(hub.connect().fetch(heads, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.NETWORK);
    assertThat(failure.message()).contains("no answer from localhost");
  }

  @Test
  void serverThatDoesNotListenIsANetworkFailure() {
    GitHub github = hub.connect();
    hub.server.close();

    Failure failure = failure(github.fetch(heads, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.NETWORK);
    assertThat(failure.message()).contains("cannot be reached");
    assertThat(hub.exchanges).extracting(ApiCall::status).containsOnly(0);
  }

  @Test
  void tooLargePageIsFetchedInHalvesAtOnce() {
    Endpoint<List<Issue>> issues = hub.endpoints().issues(Optional.empty());
    hub.answer(json("[{\"body\":\"" + "x".repeat(9_000_000) + "\"}]"), json("[]"));

    assertThat(fetched(hub.connect().fetch(issues, Optional.empty())))
        .isInstanceOf(Fetched.Page.class);
    assertThat(hub.naps).isEmpty();
    assertThat(hub.requests()).isEqualTo(2);
  }

  private static MockResponse.Builder page(int status) {
    return status(status)
        .addHeader("Content-Type", "text/html")
        .body("<!DOCTYPE html><title>Unicorn!</title>");
  }

  private static MockResponse.Builder broken() {
    return json("[]").onRequestStart(new SocketEffect.CloseSocket());
  }

  private static MockResponse.Builder cut() {
    return json("[" + " ".repeat(100_000) + "]").onResponseBody(new SocketEffect.CloseSocket());
  }
}
