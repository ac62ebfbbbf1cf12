package dev.ghsync.github;

import static dev.ghsync.github.FakeHub.error;
import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.fetched;
import static dev.ghsync.github.FakeHub.fresh;
import static dev.ghsync.github.FakeHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.util.Optional;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
  private static final String ISSUE =
      """
      {"id":1,"number":5,"title":"t","state":"open","comments":0,
       "created_at":"2026-01-05T12:00:00Z","updated_at":"2026-01-05T12:00:00Z"}
      """;

  private final FakeHub hub = new FakeHub();

  @AfterEach
  void close() {
    hub.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRenamedRepositoryIsFollowedWithTheToken(int status) {
    hub.answer(moved(status, "/repositories/5"), json("{\"id\":5,\"full_name\":\"octo/new\"}"));

    var repository = fresh(hub.connect().fetch(hub.endpoints().repository(), Optional.empty()));

    assertThat(repository.value().fullName()).hasToString("octo/new");
    hub.asked();
    var second = hub.asked();
    assertThat(second.getTarget()).isEqualTo("/repositories/5");
    assertThat(second.getHeaders().get("Authorization")).isEqualTo("Bearer ghp_secret");
  }

  @Test
  void everyHopIsAnExchange() {
    hub.answer(moved(301, "/repositories/5/labels?per_page=100"), json("[]"));

    fresh(hub.connect().fetch(hub.endpoints().labels(), Optional.empty()));

    assertThat(hub.exchanges).extracting(ApiCall::status).containsExactly(301, 200);
    assertThat(hub.exchanges).extracting(ApiCall::charged).containsExactly(true, true);
    assertThat(hub.exchanges).extracting(ApiCall::retry).containsExactly(false, false);
  }

  @Test
  void aLoopEndsAfterFiveHops() {
    for (int i = 0; i < 6; i++) {
      hub.answer(moved(302, "/repos/octo/hello/labels?per_page=100"));
    }

    Failure failure = failure(hub.connect().fetch(hub.endpoints().labels(), Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.BAD_RESPONSE);
    assertThat(failure.message()).contains("redirected more than 5 times");
    assertThat(hub.requests()).isEqualTo(6);
  }

  @Test
  void otherOriginNeverGetsTheToken() {
    try (FakeHub other = new FakeHub()) {
      hub.answer(error(301, "Moved").addHeader("Location", other.url("/repositories/5")));

      Failure failure =
          failure(hub.connect().fetch(hub.endpoints().repository(), Optional.empty()));

      assertThat(failure.code()).isEqualTo(FailureCode.BAD_RESPONSE);
      assertThat(other.requests()).isZero();
    }
  }

  @Test
  void aRedirectToNowhereIsABadResponse() {
    hub.answer(error(301, "Moved"));

    assertThat(failure(hub.connect().fetch(hub.endpoints().labels(), Optional.empty())).code())
        .isEqualTo(FailureCode.BAD_RESPONSE);
  }

  @Test
  void anIssueOfTheRenamedRepositoryIsFollowedWhereItsIdIsKnown() {
    hub.answer(moved(301, "/repositories/5/issues/5"), json(ISSUE));

    var issue = fresh(hub.connect().fetch(hub.endpoints().knownAs(5).issue(5), Optional.empty()));

    assertThat(issue.value().number()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/repositories/5/issues/6",
        "/repositories/6/issues/5",
        "/repos/octo/other/issues/5",
        "/octo/other/issues/5"
      })
  void transferredIssueIsNotAvailableAndHasItsNewPlace(String place) {
    hub.answer(moved(301, place));

    var answer =
        fetched(hub.connect().fetch(hub.endpoints().knownAs(5).issue(5), Optional.empty()));

    assertThat(answer).isInstanceOf(Fetched.NotAvailable.class);
    Fetched.NotAvailable<?> absent = (Fetched.NotAvailable<?>) answer;
    assertThat(absent.status()).isEqualTo(301);
    assertThat(absent.location()).contains(hub.url(place));
    assertThat(hub.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/elsewhere",
        "/login?return_to=/repos/octo/other/issues/5",
        "/portal/login/repos/octo/other/issues/5",
        "/repositories/6",
        "/repos/octo/other/issues",
        "https://portal.example.org/",
        "https://portal.example.org/repos/octo/hello/issues/5",
        "http://["
      })
  void redirectToAnythingButAnItemIsNoTransfer(String place) {
    String location = place.startsWith("/") ? hub.url(place) : place;
    hub.answer(error(302, "Found").addHeader("Location", location));

    Failure failure =
        failure(hub.connect().fetch(hub.endpoints().knownAs(5).issue(5), Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.BAD_RESPONSE);
    assertThat(failure.message()).contains("/repos/octo/hello/issues/5", "redirected");
    assertThat(hub.requests()).isEqualTo(1);
  }

  @Test
  void withoutTheRepositorysIdEveryRedirectOfAnItemCountsAsMoved() {
    hub.answer(moved(301, "/repositories/5/issues/5"));

    assertThat(fetched(hub.connect().fetch(hub.endpoints().issue(5), Optional.empty())))
        .isInstanceOf(Fetched.NotAvailable.class);
  }

  @Test
  void commentsOfATransferredIssueAreNotFetched() {
    hub.answer(moved(301, "/repositories/6/issues/9/comments?per_page=100"));

    assertThat(
            fetched(
                hub.connect().fetch(hub.endpoints().knownAs(5).commentsOf(5), Optional.empty())))
        .isInstanceOf(Fetched.NotAvailable.class);
  }

  private MockResponse.Builder moved(int status, String place) {
    return error(status, "Moved Permanently").addHeader("Location", hub.url(place));
  }
}
