package dev.ghsync.github.graphql;

import static dev.ghsync.github.FakeHub.REPO;
import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.json;
import static dev.ghsync.github.FakeHub.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.FakeHub;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.graphql.IssueCountsQuery.Kind;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssueCountsTest {
  private static final Instant AT = Instant.parse("2026-01-05T12:00:00Z");
  private static final String NONE =
      "{\"data\":{\"repository\":{\"items\":{\"pageInfo\":{\"hasNextPage\":false},\"nodes\":[]}}}}";

  private final FakeHub hub = new FakeHub();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void issuesAreCountedAHundredAtATime() {
    hub.answer(
        json(
            """
            {"data":{"repository":{"items":{
              "pageInfo":{"hasNextPage":true,"endCursor":"abc=="},
              "nodes":[{"number":3,"updatedAt":"2026-01-05T12:00:00Z","comments":{"totalCount":7}}]
            }}}}
            """));

    IssueCountsPage page =
        page(
            hub.connect()
                .issueCounts(REPO, new IssueCountsQuery(Kind.ISSUES, Optional.of("x\"y"), false)));

    assertThat(page.next()).contains("abc==");
    assertThat(page.entries())
        .containsExactly(
            new IssueCountsPage.Entry(
                3, AT, 7, OptionalLong.empty(), OptionalLong.empty(), Optional.empty()));
    assertThat(hub.asked().getBody().utf8())
        .contains("issues(first: 100, after: \\\"x\\\\\\\"y\\\", orderBy:")
        .doesNotContain("reviews");
  }

  @Test
  void pullRequestsAreCountedWithReviewsAndAllTheirComments() {
    hub.answer(
        json(
            """
            {"data":{"repository":{"items":{"pageInfo":{"hasNextPage":false},"nodes":[
              {"number":1,"updatedAt":"2026-01-05T12:00:00Z","comments":{"totalCount":3},
               "reviews":{"totalCount":2},"totalCommentsCount":7},
              {"number":2,"updatedAt":"2026-01-05T12:00:00Z","comments":{"totalCount":0},
               "reviews":{"totalCount":90},"totalCommentsCount":null}
            ]}}}}
            """));

    IssueCountsPage page =
        page(
            hub.connect()
                .issueCounts(REPO, new IssueCountsQuery(Kind.PULLS, Optional.empty(), false)));

    assertThat(page.next()).isEmpty();
    assertThat(page.entries())
        .containsExactly(
            new IssueCountsPage.Entry(
                1, AT, 3, OptionalLong.of(2), OptionalLong.of(7), Optional.empty()),
            new IssueCountsPage.Entry(
                2, AT, 0, OptionalLong.of(90), OptionalLong.empty(), Optional.empty()));
    assertThat(hub.asked().getBody().utf8()).contains("pullRequests(first: 100, orderBy:");
  }

  @ParameterizedTest
  @EnumSource
  void queryHasNoConnectionWithNodesButTheList(Kind kind) {
    hub.answer(json(NONE));

    page(hub.connect().issueCounts(REPO, new IssueCountsQuery(kind, Optional.empty(), false)));

    assertThat(hub.asked().getBody().utf8().split("first:|last:", -1)).hasSize(2);
  }

  @Test
  void itemThatCannotBeDeliveredAloneIsLeftOut() {
    String hole =
        "{\"data\":{\"repository\":{\"items\":{\"pageInfo\":{\"hasNextPage\":true,"
            + "\"endCursor\":\"x\"},\"nodes\":[null]}}},\"errors\":[{\"message\":\"timeout\"}]}";
    for (int size = 100; size > 0; size /= 2) {
      hub.answer(json(hole));
    }

    IssueCountsPage page =
        page(
            hub.connect()
                .issueCounts(REPO, new IssueCountsQuery(Kind.ISSUES, Optional.empty(), false)));

    assertThat(page.entries()).isEmpty();
    assertThat(page.next()).contains("x");
  }

  @Test
  void anItemThatLacksAValueIsLeftOutAndTheOthersStay() {
    hub.answer(
        json(
            """
            {"data":{"repository":{"items":{"pageInfo":{"hasNextPage":false},"nodes":[
              null,
              {"number":3,"updatedAt":null,"comments":{"totalCount":7}},
              {"number":4,"updatedAt":"2026-01-05T12:00:00Z","comments":null},
              {"number":5,"updatedAt":"2026-01-05T12:00:00Z","comments":{"totalCount":7}}
            ]}}},"errors":[{"type":"FORBIDDEN","message":"Resource not accessible"}]}
            """));

    assertThat(
            page(hub.connect()
                    .issueCounts(REPO, new IssueCountsQuery(Kind.ISSUES, Optional.empty(), false)))
                .entries())
        .extracting(IssueCountsPage.Entry::number)
        .containsExactly(5L);
    assertThat(hub.requests()).isEqualTo(1);
  }

  @Test
  void threadsAreCountedPageByPageAndAHoleMakesTheNumberUnknown() {
    hub.answer(
        json(
            """
            {"data":{"repository":{
              "p1":{"reviewThreads":{"pageInfo":{"hasNextPage":true,"endCursor":"c"},"nodes":[
                {"comments":{"totalCount":3}},{"comments":{"totalCount":1}}]}},
              "p2":{"reviewThreads":{"pageInfo":{"hasNextPage":false},"nodes":[null]}},
              "p3":null,
              "p4":{"reviewThreads":{"pageInfo":{"hasNextPage":false},"nodes":[]}}
            }}}
            """),
        json(
            """
            {"data":{"repository":{
              "p1":{"reviewThreads":{"pageInfo":{"hasNextPage":false},"nodes":[
                {"comments":{"totalCount":5}}]}}
            }}}
            """));

    Map<Long, Long> counts =
        hub.connect()
            .reviewComments(REPO, List.of(1L, 2L, 3L, 4L))
            .fold(all -> all, failure -> Map.of());

    assertThat(counts).isEqualTo(Map.of(1L, 9L, 4L, 0L));
    assertThat(hub.asked().getBody().utf8()).contains("p2: pullRequest(number: 2)");
    assertThat(hub.asked().getBody().utf8())
        .contains("reviewThreads(first: 100, after: \\\"c\\\")")
        .doesNotContain("p2:");
  }

  @Test
  void aPageTooMuchForGitHubIsHalved() {
    hub.answer(status(502), status(504), json(NONE));

    page(
        hub.connect().issueCounts(REPO, new IssueCountsQuery(Kind.PULLS, Optional.empty(), false)));

    assertThat(hub.asked().getBody().utf8()).contains("pullRequests(first: 100,");
    assertThat(hub.asked().getBody().utf8()).contains("pullRequests(first: 50,");
    assertThat(hub.asked().getBody().utf8()).contains("pullRequests(first: 25,");
  }

  @Test
  void replyWithHolesIsQueriedAgain() {
    String holes =
        "{\"data\":{\"repository\":{\"items\":{\"pageInfo\":{\"hasNextPage\":false},"
            + "\"nodes\":[null]}}},\"errors\":[{\"message\":\"timeout\"}]}";
    hub.answer(json(holes), json(NONE));

    assertThat(
            page(hub.connect()
                    .issueCounts(REPO, new IssueCountsQuery(Kind.ISSUES, Optional.empty(), false)))
                .entries())
        .isEmpty();
    assertThat(hub.requests()).isEqualTo(2);
  }

  @Test
  void refusedGraphQlIsAFailure() {
    hub.answer(FakeHub.error(404, "Not Found"));
    GitHub github = hub.connect();

    assertThat(
            failure(
                    github.issueCounts(
                        REPO, new IssueCountsQuery(Kind.ISSUES, Optional.empty(), false)))
                .code())
        .isEqualTo(FailureCode.FORBIDDEN);
    assertThat(github.graphqlRefused()).isTrue();
  }

  private static IssueCountsPage page(Result<IssueCountsPage> result) {
    return result.fold(
        page -> page,
        failure -> {
          throw new AssertionError("failed: " + failure);
        });
  }
}
