package dev.ghsync.github.graphql;

import static dev.ghsync.github.FakeHub.REPO;
import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.FakeHub;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.Samples;
import dev.ghsync.github.json.PullWithReviews;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GitHub refuses a query whose text names a field that needs a scope which the token lacks. */
class GraphQlScopesTest {
  private static final String MESSAGE =
      "Your token has not been granted the required scopes to execute this query. The '%s' field"
          + " requires one of the following scopes: ['read:org', 'read:discussion'], but your token"
          + " has only been granted the: ['repo'] scopes.";

  private final FakeHub hub = new FakeHub();

  @AfterEach
  void close() {
    hub.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"repo", "public_repo, user", ""})
  void tokenWithoutTeamScopesGetsNoQueryForTeams(String scopes) {
    hub.answer(json("[]").addHeader("X-OAuth-Scopes", scopes), json(Samples.GRAPHQL));
    GitHub github = hub.connect();
    github.fetch(hub.endpoints().labels(), Optional.empty());
    hub.asked();

    assertThat(github.pulls(REPO, List.of(12L), PullExtras.NONE)).isInstanceOf(Result.Ok.class);

    assertThat(hub.asked().getBody().utf8()).contains("reviewRequests").doesNotContain("Team");
    assertThat(github.unsupportedFields()).isEqualTo(new UnsupportedFields(Set.of(), Set.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"read:org, repo", "repo,admin:org", "repo, read:discussion"})
  void tokenWithTeamScopesGetsAQueryForTeams(String scopes) {
    hub.answer(json("[]").addHeader("X-OAuth-Scopes", scopes), json(Samples.GRAPHQL));
    GitHub github = hub.connect();
    github.fetch(hub.endpoints().labels(), Optional.empty());
    hub.asked();

    github.pulls(REPO, List.of(12L), PullExtras.NONE);

    assertThat(hub.asked().getBody().utf8()).contains("... on Team { slug }");
  }

  @Test
  void noQueryNamesAFieldOfAnOrganization() {
    hub.answer(json(Samples.GRAPHQL));

    hub.connect().pulls(REPO, List.of(12L), PullExtras.NONE);

    assertThat(hub.asked().getBody().utf8()).doesNotContain("Organization");
  }

  @Test
  void aRefusedFieldIsLeftOutAtOnceAndAtTheNextConnection() {
    hub.answer(refusal("slug"), json(Samples.GRAPHQL), json(Samples.GRAPHQL));
    GitHub github = hub.connect();

    assertThat(github.pulls(REPO, List.of(12L), PullExtras.NONE)).isInstanceOf(Result.Ok.class);

    assertThat(github.graphqlRefused()).isFalse();
    assertThat(github.unsupportedFields())
        .isEqualTo(new UnsupportedFields(Set.of(), Set.of("slug")));
    assertThat(hub.exchanges).extracting(ApiCall::charged).containsExactly(false, true);
    assertThat(hub.asked().getBody().utf8()).contains("slug");
    assertThat(hub.asked().getBody().utf8()).doesNotContain("slug");

    GitHub next = hub.connect();
    next.omitFields(github.unsupportedFields());
    next.pulls(REPO, List.of(12L), PullExtras.NONE);

    assertThat(hub.asked().getBody().utf8()).doesNotContain("slug");
  }

  @Test
  void reviewersAreUnknownWhereATeamHasNoName() {
    String unnamed = Samples.GRAPHQL.replaceFirst("\"slug\":\"[^\"]*\"", "\"x\":1");
    hub.answer(refusal("slug"), json(unnamed));

    var found =
        (Result.Ok<Map<Long, PullWithReviews>>)
            hub.connect().pulls(REPO, List.of(12L), PullExtras.NONE);

    assertThat(found.value().values())
        .singleElement()
        .matches(one -> one.pull().reviewers() == null);
  }

  @Test
  void allDispensableFieldsAreOmittedWhereNoneIsNamed() {
    hub.answer(
        json(
            "{\"data\":null,\"errors\":[{\"message\":\"Your token has not been granted the"
                + " required scopes to execute this query.\"}]}"),
        json(Samples.GRAPHQL));
    GitHub github = hub.connect();

    assertThat(github.pulls(REPO, List.of(12L), PullExtras.NONE)).isInstanceOf(Result.Ok.class);

    hub.asked();
    assertThat(hub.asked().getBody().utf8()).doesNotContain("Team", "headRepository");
  }

  @Test
  void missingScopeForAnIndispensableFieldIsARefusal() {
    hub.answer(refusal("additions"), refusal("additions"), refusal("additions"));
    GitHub github = hub.connect();

    var failure = failure(github.pulls(REPO, List.of(12L), PullExtras.NONE));

    assertThat(failure.code()).isEqualTo(FailureCode.FORBIDDEN);
    assertThat(failure.message()).contains("required scopes");
    assertThat(github.graphqlRefused()).isTrue();
    assertThat(hub.requests()).isEqualTo(3);
  }

  @Test
  void aNameThatNoSchemaCanHaveIsNotRemembered() {
    MockResponse.Builder odd =
        json(
            "{\"errors\":[{\"extensions\":{\"code\":\"undefinedField\",\"fieldName\":\"a\\\"b\"},"
                + "\"message\":\"x\"}]}");
    hub.answer(odd, odd, odd, odd);
    GitHub github = hub.connect();

    github.pulls(REPO, List.of(12L), PullExtras.NONE);

    assertThat(github.unsupportedFields()).isEqualTo(new UnsupportedFields(Set.of(), Set.of()));
  }

  private static MockResponse.Builder refusal(String field) {
    return json(
        "{\"errors\":[{\"type\":\"INSUFFICIENT_SCOPES\",\"locations\":[{\"line\":1,\"column\":1}],"
            + "\"message\":\""
            + MESSAGE.formatted(field)
            + "\"}]}");
  }
}
