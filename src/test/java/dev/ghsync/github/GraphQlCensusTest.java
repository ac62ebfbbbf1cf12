package dev.ghsync.github;

import static dev.ghsync.github.FakeHub.REPO;
import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.json;
import static dev.ghsync.github.FakeHub.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphQlCensusTest {
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

    CensusPage page = page(hub.connect().census(REPO, Census.ISSUES, Optional.of("x\"y")));

    assertThat(page.next()).contains("abc==");
    assertThat(page.entries())
        .containsExactly(
            new CensusPage.Entry(3, AT, 7, OptionalLong.empty(), OptionalLong.empty()));
    assertThat(hub.asked().getBody().utf8())
        .contains("issues(first: 100, after: \\\"x\\\\\\\"y\\\", orderBy:")
        .doesNotContain("reviews");
  }

  @Test
  void reviewCommentsAreSummedUpWhereAllThreadsAreSeen() {
    hub.answer(
        json(
            """
            {"data":{"repository":{"items":{"pageInfo":{"hasNextPage":false},"nodes":[
              {"number":1,"updatedAt":"2026-01-05T12:00:00Z","comments":{"totalCount":0},
               "reviews":{"totalCount":2},"reviewThreads":{"totalCount":2,"nodes":[
                 {"comments":{"totalCount":3}},{"comments":{"totalCount":1}}]}},
              {"number":2,"updatedAt":"2026-01-05T12:00:00Z","comments":{"totalCount":0},
               "reviews":{"totalCount":90},"reviewThreads":{"totalCount":80,"nodes":[
                 {"comments":{"totalCount":1}}]}}
            ]}}}}
            """));

    CensusPage page = page(hub.connect().census(REPO, Census.PULLS, Optional.empty()));

    assertThat(page.next()).isEmpty();
    assertThat(page.entries())
        .containsExactly(
            new CensusPage.Entry(1, AT, 0, OptionalLong.of(2), OptionalLong.of(4)),
            new CensusPage.Entry(2, AT, 0, OptionalLong.of(90), OptionalLong.empty()));
    assertThat(hub.asked().getBody().utf8()).contains("pullRequests(first: 100, orderBy:");
  }

  @Test
  void aPageTooMuchForGitHubIsHalved() {
    hub.answer(status(502), status(504), json(NONE));

    page(hub.connect().census(REPO, Census.PULLS, Optional.empty()));

    assertThat(hub.asked().getBody().utf8()).contains("pullRequests(first: 100,");
    assertThat(hub.asked().getBody().utf8()).contains("pullRequests(first: 50,");
    assertThat(hub.asked().getBody().utf8()).contains("pullRequests(first: 25,");
  }

  @Test
  void anAnswerWithHolesIsNotCounted() {
    String holes =
        "{\"data\":{\"repository\":{\"items\":{\"pageInfo\":{\"hasNextPage\":false},"
            + "\"nodes\":[null]}}},\"errors\":[{\"message\":\"timeout\"}]}";
    hub.answer(json(holes), json(NONE));

    assertThat(page(hub.connect().census(REPO, Census.ISSUES, Optional.empty())).entries())
        .isEmpty();
    assertThat(hub.requests()).isEqualTo(2);
  }

  @Test
  void aRefusedGraphQlDoesNotCount() {
    hub.answer(FakeHub.error(404, "Not Found"));
    GitHub github = hub.connect();

    assertThat(failure(github.census(REPO, Census.ISSUES, Optional.empty())).code())
        .isEqualTo(FailureCode.FORBIDDEN);
    assertThat(github.graphqlRefused()).isTrue();
  }

  private static CensusPage page(Result<CensusPage> result) {
    return result.fold(
        page -> page,
        failure -> {
          throw new AssertionError("failed: " + failure);
        });
  }
}
