package dev.ghsync.github.graphql;

import static dev.ghsync.github.FakeHub.REPO;
import static dev.ghsync.github.FakeHub.error;
import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.fresh;
import static dev.ghsync.github.FakeHub.json;
import static dev.ghsync.github.FakeHub.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.FakeHub;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.Samples;
import dev.ghsync.github.json.PullWithReviews;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.Review;
import dev.ghsync.model.item.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQlPullsTest {
  private static final String TOO_LONG =
      "{\"data\":null,\"errors\":[{\"message\":\"Something went wrong while executing your query.\"}]}";

  private final FakeHub hub = new FakeHub();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void graphQlAndRestShowTheSamePullAndReviews() {
    hub.answer(json(Samples.GRAPHQL), json(Samples.REST_PULL), json(Samples.REST_REVIEWS));
    GitHub github = hub.connect();

    PullWithReviews asked = onlyPull(github, 12);
    Pull pull = fresh(github.fetch(hub.endpoints().pull(12), Optional.empty())).value().pull();
    List<Review> reviews =
        fresh(github.fetch(hub.endpoints().reviews(12), Optional.empty())).value();

    assertThat(asked.pull()).isEqualTo(withoutRaw(pull));
    assertThat(asked.reviews())
        .isEqualTo(reviews.stream().map(GraphQlPullsTest::withoutRaw).toList());
    assertThat(asked.hasHeadRepo()).isTrue();
  }

  @Test
  void idsOf64BitsAppsAndTeamsAreReadAsInRest() {
    hub.answer(json(Samples.GRAPHQL));

    PullWithReviews asked = onlyPull(hub.connect(), 12);

    assertThat(asked.pull().id()).isEqualTo(4567890123L);
    assertThat(asked.pull().reviewers())
        .containsExactly(
            new Pull.Reviewer("ann", null),
            new Pull.Reviewer("helper[bot]", null),
            new Pull.Reviewer(null, "core"));
    assertThat(asked.reviews())
        .extracting(Review::user)
        .containsExactly(new User(49699333, "dependabot[bot]", "Bot"), null);
  }

  @Test
  void oneQueryHasAllByAliasWithTheNamesAsVariables() {
    hub.answer(json(repository("\"p1\":" + pull(1) + ",\"p2\":" + pull(2))));

    Map<Long, PullWithReviews> found = pulls(hub.connect(), 1, 2);

    assertThat(found.keySet()).containsExactly(1L, 2L);
    var asked = hub.asked();
    assertThat(asked.getRequestLine()).isEqualTo("POST /graphql HTTP/1.1");
    assertThat(asked.getHeaders().get("Authorization")).isEqualTo("Bearer ghp_secret");
    assertThat(asked.getBody().utf8())
        .contains("p1: pullRequest(number: 1)", "p2: pullRequest(number: 2)")
        .contains("\"variables\":{\"owner\":\"octo\",\"name\":\"hello\"}");
  }

  @Test
  void aQueryIsOneChargedExchangeWithItsPoints() {
    hub.answer(json(Samples.GRAPHQL).addHeader("x-ratelimit-remaining", "4990"));

    pulls(hub.connect(), 12);

    ApiCall exchange = hub.exchanges.get(0);
    assertThat(exchange.kind()).isEqualTo(ApiCall.Kind.GRAPHQL);
    assertThat(exchange.charged()).isTrue();
    assertThat(exchange.points()).isEqualTo(2);
    assertThat(exchange.path()).isEqualTo("/graphql");
  }

  @Test
  void graphQlHasALimitOfItsOwn() {
    hub.answer(
        json(Samples.GRAPHQL)
            .addHeader("x-ratelimit-limit", "5000")
            .addHeader("x-ratelimit-remaining", "50")
            .addHeader("x-ratelimit-reset", "4102444800")
            .addHeader("x-ratelimit-resource", "graphql"),
        json("[]"));
    GitHub github = hub.connect();

    pulls(github, 12);

    assertThat(failure(github.pulls(REPO, List.of(12L), PullExtras.NONE)).code())
        .isEqualTo(FailureCode.BUDGET);
    assertThat(github.rateLimit()).isEmpty();
    fresh(github.fetch(hub.endpoints().labels(), Optional.empty()));
  }

  @Test
  void allPagesOfTheReviewsAreRead() {
    hub.answer(
        json(repository("\"p1\":" + pull(1, reviews("\"c=\\\"1\"", review(10))))),
        json(repository("\"p1\":{\"reviews\":" + reviews("\"c2\"", review(11)) + "}")),
        json(repository("\"p1\":{\"reviews\":" + reviews("null", review(12)) + "}")));

    PullWithReviews found = onlyPull(hub.connect(), 1);

    assertThat(found.reviews()).extracting(Review::id).containsExactly(10L, 11L, 12L);
    assertThat(found.pull().number()).isEqualTo(1);
    hub.asked();
    assertThat(hub.asked().getBody().utf8())
        .contains("reviews(first: 100, after: \\\"c=\\\\\\\"1\\\")")
        .doesNotContain("additions");
  }

  @Test
  void unknownNumbersAreLeftOut() {
    hub.answer(
        json(
            "{\"data\":{\"repository\":{\"p1\":"
                + pull(1)
                + ",\"p2\":null}},\"errors\":[{\"type\":\"NOT_FOUND\","
                + "\"path\":[\"repository\",\"p2\"],\"message\":\"Could not resolve\"}]}"));

    assertThat(pulls(hub.connect(), 1, 2).keySet()).containsExactly(1L);
    assertThat(hub.requests()).isEqualTo(1);
  }

  @Test
  void deliveredPullsAreTakenAndTheRestIsQueriedAgain() {
    hub.answer(
        json(
            "{\"data\":{\"repository\":{\"p1\":"
                + pull(1)
                + ",\"p2\":null}},\"errors\":[{\"path\":[\"repository\",\"p2\",\"commits\"],"
                + "\"message\":\"timeout\"}]}"),
        json(repository("\"p2\":" + pull(2))));

    assertThat(pulls(hub.connect(), 1, 2).keySet()).containsExactly(1L, 2L);
    hub.asked();
    assertThat(hub.asked().getBody().utf8()).doesNotContain("p1:").contains("p2:");
  }

  @Test
  void hiddenHeadRepositoryIsUnknown() {
    hub.answer(
        json(
            "{\"data\":{\"repository\":{\"p1\":"
                + pull(1)
                + "}},\"errors\":[{\"type\":\"FORBIDDEN\","
                + "\"path\":[\"repository\",\"p1\",\"headRepository\"],\"message\":\"SAML\"}]}"));

    assertThat(onlyPull(hub.connect(), 1).hasHeadRepo()).isFalse();
  }

  @Test
  void aQueryTooMuchForGitHubIsHalvedAtOnce() {
    hub.answer(
        status(502),
        json(repository("\"p1\":" + pull(1) + ",\"p2\":" + pull(2))),
        json(TOO_LONG),
        json(repository("\"p3\":" + pull(3))),
        json(repository("\"p4\":" + pull(4))));

    assertThat(pulls(hub.connect(), 1, 2, 3, 4).keySet()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(hub.naps).isEmpty();
    assertThat(hub.requests()).isEqualTo(5);
  }

  @Test
  void pullThatGraphQlCannotDeliverAloneIsLeftOut() {
    hub.answer(json(TOO_LONG), json(TOO_LONG), json(TOO_LONG), json(TOO_LONG));
    GitHub github = hub.connect();

    assertThat(pulls(github, 12)).isEmpty();
    assertThat(github.graphqlRefused()).isFalse();
    assertThat(hub.requests()).isEqualTo(4);
  }

  @Test
  void fewThatCannotBeDeliveredDoNotEndTheUseOfGraphQl() {
    hub.answer(
        status(502),
        json(repository("\"p1\":" + pull(1) + ",\"p2\":" + pull(2))),
        status(502),
        status(502),
        status(502),
        status(502),
        status(502),
        status(502),
        status(502),
        status(502));
    GitHub github = hub.connect();

    assertThat(pulls(github, 1, 2, 3, 4).keySet()).containsExactly(1L, 2L);
    assertThat(hub.naps).isEmpty();
    assertThat(pulls(github, 5)).isEmpty();
    assertThat(pulls(github, 6)).isEmpty();
    assertThat(github.graphqlRefused()).isFalse();
    assertThat(hub.requests()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"pageInfo\":{\"hasNextPage\":false},\"nodes\":[null]}",
        "{\"pageInfo\":{\"hasNextPage\":false},\"nodes\":[{\"fullDatabaseId\":null}]}",
        "{\"pageInfo\":{\"hasNextPage\":false},\"nodes\":null}",
        "{\"pageInfo\":{\"hasNextPage\":false}}",
        "{\"pageInfo\":{\"hasNextPage\":null},\"nodes\":[]}",
        "{\"pageInfo\":{\"hasNextPage\":true,\"endCursor\":null},\"nodes\":[]}",
        "{\"pageInfo\":null,\"nodes\":[]}",
        "{\"nodes\":[]}",
        "null"
      })
  void reviewsWithAHoleAreNotTakenAsComplete(String reviews) {
    hub.answer(json(repository("\"p1\":" + pull(1) + ",\"p2\":" + pull(2, reviews))));

    assertThat(pulls(hub.connect(), 1, 2).keySet()).containsExactly(1L);
    assertThat(hub.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "number",
        "fullDatabaseId",
        "updatedAt",
        "additions",
        "deletions",
        "changedFiles",
        "commits"
      })
  void aNullThatTheSchemaForbidsCostsOnlyThatPullRequest(String field) {
    String bad =
        pull(2).replaceFirst("\"" + field + "\":(\\{[^}]*}|[^,]*)", "\"" + field + "\":null");
    hub.answer(json(repository("\"p1\":" + pull(1) + ",\"p2\":" + bad)));

    assertThat(pulls(hub.connect(), 1, 2).keySet()).containsExactly(1L);
  }

  @Test
  void aReviewThatMayNotBeSeenCostsOnlyItsPullRequest() {
    hub.answer(
        json(
            "{\"data\":{\"repository\":{\"p1\":"
                + pull(1)
                + ",\"p2\":"
                + pull(2, reviews("null", "null"))
                + "}},\"errors\":[{\"type\":\"FORBIDDEN\",\"path\":[\"repository\",\"p2\",\"reviews\","
                + "\"nodes\",0],\"message\":\"Resource not accessible\"}]}"));

    assertThat(pulls(hub.connect(), 1, 2).keySet()).containsExactly(1L);
  }

  @Test
  void reviewersAreUnknownWhereTheTokenMayNotSeeOneOfThem() {
    String requests =
        "\"reviewRequests\":{\"nodes\":[{\"requestedReviewer\":{\"__typename\":\"User\","
            + "\"login\":\"ann\"}},{\"requestedReviewer\":null}]}";
    hub.answer(
        json(
            "{\"data\":{\"repository\":{\"p1\":"
                + pull(1).replaceFirst("\"reviewRequests\":\\{[^}]*}", requests)
                + "}},\"errors\":[{\"type\":\"FORBIDDEN\",\"path\":[\"repository\",\"p1\","
                + "\"reviewRequests\",\"nodes\",1,\"requestedReviewer\"],\"message\":\"no\"}]}"));

    assertThat(onlyPull(hub.connect(), 1).pull().reviewers()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"reviewRequests\":null", "{\"reviewRequests\":{\"nodes\":null}"})
  void missingReviewersAreNull(String requests) {
    String pull = pull(1).replaceFirst("\"reviewRequests\":\\{[^}]*}", requests.substring(1));
    hub.answer(json(repository("\"p1\":" + pull)));

    assertThat(onlyPull(hub.connect(), 1).pull().reviewers()).isNull();
  }

  @Test
  void graphQlThatNeverAnswersIsNotUsedAnyMore() {
    hub.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            if (request.getMethod().equals("POST")) {
              return status(502).build();
            }
            return request.getTarget().contains("reviews")
                ? json("[]").build()
                : json(Samples.REST_PULL).build();
          }
        });
    GitHub github = hub.connect();

    Result<Map<Long, PullWithReviews>> result =
        github.pulls(REPO, LongStream.rangeClosed(1, 8).boxed().toList(), PullExtras.NONE);

    assertThat(failure(result).code()).isEqualTo(FailureCode.FORBIDDEN);
    assertThat(github.graphqlRefused()).isTrue();
  }

  @Test
  void graphQlWithBrokenConnectionsIsNotUsedAfterFewQueries() {
    MockResponse.Builder broken = json("{}").onRequestStart(new SocketEffect.CloseSocket());
    hub.answer(broken, broken, broken, broken, broken, broken);
    GitHub github = hub.connect();

    Result<Map<Long, PullWithReviews>> result =
        github.pulls(REPO, LongStream.rangeClosed(1, 50).boxed().toList(), PullExtras.NONE);

    assertThat(failure(result).code()).isEqualTo(FailureCode.FORBIDDEN);
    assertThat(github.graphqlRefused()).isTrue();
    // Only the first query is retried: the halves are sent once.
    assertThat(hub.exchanges).hasSize(6);
    assertThat(hub.naps).hasSize(3);
  }

  @Test
  void fieldsThatAnOlderSchemaLacksAreOmitted() {
    String withoutThem =
        pull(1)
            .replaceAll("\"headRepository\":\\{[^}]*\\},", "")
            .replaceAll("\"reviewRequests\":\\{[^}]*\\},", "")
            .replace("\"fullDatabaseId\":\"", "\"databaseId\":\"");
    hub.answer(
        json(
            """
            {"errors":[
              {"path":["fragment pull","headRepository"],"message":"Field 'headRepository' …",
               "extensions":{"code":"undefinedField","typeName":"PullRequest","fieldName":"headRepository"}},
              {"extensions":{"code":"undefinedField","fieldName":"reviewRequests"},"message":"x"},
              {"extensions":{"code":"undefinedField","fieldName":"fullDatabaseId"},"message":"x"},
              {"extensions":{"code":"undefinedType","typeName":"Mannequin"},"message":"x"}]}
            """),
        json(repository("\"p1\":" + withoutThem)));

    PullWithReviews found = onlyPull(hub.connect(), 1);

    assertThat(found.hasHeadRepo()).isFalse();
    assertThat(found.pull().reviewers()).isNull();
    assertThat(found.pull().id()).isEqualTo(1001);
    assertThat(hub.exchanges).extracting(ApiCall::charged).containsExactly(false, true);
    assertThat(hub.asked().getBody().utf8()).contains("headRepository", "Mannequin");
    assertThat(hub.asked().getBody().utf8())
        .doesNotContain("headRepository", "Mannequin", "fullDatabaseId");
  }

  @Test
  void aSchemaThatIsTooOldIsARefusal() {
    MockResponse.Builder unfit =
        json(
            "{\"errors\":[{\"extensions\":{\"code\":\"undefinedField\",\"fieldName\":\"isDraft\"},"
                + "\"message\":\"x\"}]}");
    hub.answer(unfit, unfit);
    GitHub github = hub.connect();

    assertThat(failure(github.pulls(REPO, List.of(1L), PullExtras.NONE)).message())
        .contains("isDraft");
    assertThat(github.graphqlRefused()).isTrue();
  }

  @Test
  void refusedGraphQlIsUsedOnceAndRestGoesOn() {
    List<MockResponse.Builder> refusals =
        List.of(
            error(401, "This endpoint requires you to be authenticated."),
            error(403, "Resource not accessible by integration"),
            error(404, "Not Found"),
            json(
                "{\"data\":{\"repository\":null},\"errors\":[{\"type\":\"NOT_FOUND\","
                    + "\"path\":[\"repository\"],\"message\":\"Could not resolve\"}]}"),
            json(
                "{\"data\":{\"repository\":null},\"errors\":[{\"type\":\"FORBIDDEN\","
                    + "\"message\":\"IP allow list\"}]}"));
    for (MockResponse.Builder refusal : refusals) {
      try (FakeHub fresh = new FakeHub()) {
        fresh.answer(refusal, json("[]"));
        GitHub github = fresh.connect();

        assertThat(failure(github.pulls(REPO, List.of(1L), PullExtras.NONE)).code())
            .isEqualTo(FailureCode.FORBIDDEN);
        assertThat(failure(github.pulls(REPO, List.of(2L), PullExtras.NONE)).code())
            .isEqualTo(FailureCode.FORBIDDEN);
        assertThat(github.graphqlRefused()).isTrue();
        assertThat(fresh.requests()).isEqualTo(1);
        fresh(github.fetch(fresh.endpoints().labels(), Optional.empty()));
      }
    }
  }

  @Test
  void limitsThatComeWithA200AreLimits() {
    hub.answer(
        json("{\"errors\":[{\"type\":\"RATE_LIMITED\",\"message\":\"API rate limit exceeded\"}]}")
            .addHeader("x-ratelimit-limit", "5000")
            .addHeader("x-ratelimit-remaining", "0")
            .addHeader("x-ratelimit-reset", "4102444800")
            .addHeader("x-ratelimit-resource", "graphql"));
    GitHub github = hub.connect();

    assertThat(failure(github.pulls(REPO, List.of(1L), PullExtras.NONE)).code())
        .isEqualTo(FailureCode.RATE_LIMITED);
    assertThat(github.graphqlRefused()).isFalse();
    assertThat(hub.exchanges).singleElement().matches(exchange -> !exchange.charged());
  }

  @Test
  void pauseThatComesWithA200IsWaitedFor() {
    hub.answer(
        json("{\"errors\":[{\"message\":\"You have exceeded a secondary rate limit.\"}]}")
            .addHeader("Retry-After", "5"),
        json(repository("\"p1\":" + pull(1))));

    assertThat(pulls(hub.connect(), 1)).hasSize(1);
    assertThat(hub.naps).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void dataOfAnotherShapeCostsOnlyItsPullRequest() {
    hub.answer(json(repository("\"p1\":{\"number\":\"one\"},\"p2\":" + pull(2))));

    assertThat(pulls(hub.connect(), 1, 2).keySet()).containsExactly(2L);
  }

  @Test
  void anAnswerOfAnotherShapeIsABadResponse() {
    hub.answer(json("{\"data\":{\"repository\":[1]}}"));

    var failure = failure(hub.connect().pulls(REPO, List.of(1L), PullExtras.NONE));

    assertThat(failure.code()).isEqualTo(FailureCode.BAD_RESPONSE);
    assertThat(failure.message()).contains("data.repository is not an object");
  }

  @Test
  void queriesCountAgainstTheBudget() {
    hub.maxRequests = OptionalLong.of(1);
    hub.answer(json(repository("\"p1\":" + pull(1))));
    GitHub github = hub.connect();

    pulls(github, 1);

    assertThat(failure(github.fetch(hub.endpoints().labels(), Optional.empty())).code())
        .isEqualTo(FailureCode.BUDGET);
  }

  private static Map<Long, PullWithReviews> pulls(GitHub github, long... numbers) {
    return github
        .pulls(REPO, LongStream.of(numbers).boxed().toList(), PullExtras.NONE)
        .fold(
            found -> found,
            failure -> {
              throw new AssertionError("failed: " + failure);
            });
  }

  private static PullWithReviews onlyPull(GitHub github, long number) {
    return Objects.requireNonNull(pulls(github, number).get(number));
  }

  private static String repository(String aliases) {
    return "{\"data\":{\"rateLimit\":{\"cost\":1},\"repository\":{" + aliases + "}}}";
  }

  private static String pull(long number) {
    return pull(number, reviews("null"));
  }

  private static String pull(long number, String reviews) {
    return """
        {"number":%d,"fullDatabaseId":"%d","isDraft":false,"merged":false,"mergedAt":null,
         "mergedBy":null,"updatedAt":"2026-01-05T12:00:00Z","headRefName":"b","headRefOid":"c1",
         "headRepository":{"nameWithOwner":"octo/hello"},"baseRefName":"main","baseRefOid":"c2",
         "additions":1,"deletions":0,"changedFiles":1,"commits":{"totalCount":1},
         "reviewRequests":{"nodes":[]},"reviews":%s}
        """
        .formatted(number, 1_000 + number, reviews)
        .replace(
            "\"headRepository\":{\"nameWithOwner\":\"octo/hello\"}", "\"headRepository\":null");
  }

  private static String reviews(String cursor, String... nodes) {
    return "{\"pageInfo\":{\"hasNextPage\":%s,\"endCursor\":%s},\"nodes\":[%s]}"
        .formatted(!cursor.equals("null"), cursor, String.join(",", nodes));
  }

  private static String review(long id) {
    return "{\"fullDatabaseId\":\"%d\",\"author\":null,\"state\":\"APPROVED\",\"body\":\"\"}"
        .formatted(id);
  }

  private static Pull withoutRaw(Pull pull) {
    return new Pull(
        pull.number(),
        pull.id(),
        pull.draft(),
        pull.merged(),
        pull.mergedAt(),
        pull.mergedBy(),
        pull.headRef(),
        pull.headSha(),
        pull.headRepo(),
        null, // GraphQL does not tell it
        pull.baseRef(),
        pull.baseSha(),
        pull.updatedAt(),
        pull.stats(),
        pull.reviewers(),
        null);
  }

  private static Review withoutRaw(Review review) {
    return new Review(
        review.id(),
        review.pullNumber(),
        review.user(),
        review.state(),
        review.body(),
        review.commitSha(),
        review.submittedAt(),
        null);
  }
}
