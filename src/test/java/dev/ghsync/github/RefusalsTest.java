package dev.ghsync.github;

import static dev.ghsync.github.FakeHub.error;
import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.fetched;
import static dev.ghsync.github.FakeHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.item.Label;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meanings of responses other than 200 and 304. */
class RefusalsTest {
  private static final String LIMIT = "API rate limit exceeded for user ID 1.";
  private static final String PAUSE =
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

  private final FakeHub hub = new FakeHub();
  private final Endpoint<List<Label>> labels = hub.endpoints().labels();

  @AfterEach
  void close() {
    hub.close();
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        Arguments.of(spent(error(403, LIMIT)), FailureCode.RATE_LIMITED),
        Arguments.of(spent(error(429, LIMIT)), FailureCode.RATE_LIMITED),
        Arguments.of(retry(error(403, PAUSE)), FailureCode.SECONDARY_RATE_LIMITED),
        Arguments.of(retry(error(429, PAUSE)), FailureCode.SECONDARY_RATE_LIMITED),
        Arguments.of(
            retry(error(403, "You have triggered an abuse detection mechanism.")),
            FailureCode.SECONDARY_RATE_LIMITED),
        Arguments.of(retry(error(403, "slow down")), FailureCode.SECONDARY_RATE_LIMITED),
        Arguments.of(retry(FakeHub.status(429)), FailureCode.SECONDARY_RATE_LIMITED));
  }

  @Test
  void unconfiguredProxyThatWantsALoginIsDescribed() {
    hub.answer(FakeHub.status(407));

    Failure failure = failure(hub.connect().fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.NETWORK);
    assertThat(failure.message())
        .startsWith("a proxy on the way to localhost wants a login (407); name it in $HTTPS_PROXY");
    assertThat(hub.requests()).isOne();
  }

  @ParameterizedTest
  @MethodSource("limits")
  void limitIsRecognizedByHeadersAndMessageAndNotCharged(
      MockResponse.Builder answer, FailureCode code) {
    hub.answer(answer);

    Failure failure = failure(hub.connect().fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryAt()).isPresent();
    assertThat(hub.naps).isEmpty();
    assertThat(hub.exchanges).singleElement().matches(exchange -> !exchange.charged());
  }

  static Stream<Arguments> ends() {
    String blocked = "{\"message\":\"Repository access blocked\",\"block\":{\"reason\":\"tos\"}}";
    return Stream.of(
        Arguments.of(json(403, blocked), FailureCode.REPO_BLOCKED),
        Arguments.of(json(451, blocked), FailureCode.REPO_BLOCKED),
        Arguments.of(error(401, "Bad credentials"), FailureCode.BAD_CREDENTIALS),
        Arguments.of(
            error(403, "Max number of login attempt exceeded"), FailureCode.BAD_CREDENTIALS),
        Arguments.of(error(400, "not a supported version"), FailureCode.BAD_RESPONSE),
        Arguments.of(FakeHub.status(204), FailureCode.BAD_RESPONSE),
        Arguments.of(
            error(403, "Resource protected by organization SAML enforcement.")
                .addHeader("X-GitHub-SSO", "required; url=https://github.com/orgs/o/sso?a=B1"),
            FailureCode.SSO_REQUIRED));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void someRefusalsEndTheRunAtOnce(MockResponse.Builder answer, FailureCode code) {
    hub.answer(answer);

    Failure failure = failure(hub.connect().fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.retryAt()).isEmpty();
    assertThat(hub.requests()).isEqualTo(1);
  }

  static Stream<Arguments> permissions() {
    String ipList =
        "Although you appear to have the correct authorization credentials, the `o` organization"
            + " has an IP allow list enabled";
    return Stream.of(
        Arguments.of(
            error(403, "Resource not accessible by personal access token")
                .addHeader("X-Accepted-GitHub-Permissions", "issues=read"),
            "issues=read"),
        Arguments.of(
            error(403, "Resource not accessible by integration")
                .addHeader("x-accepted-github-permissions", "metadata=read")
                .addHeader("x-accepted-github-permissions", "issues=read; pull_requests=read"),
            "issues=read; pull_requests=read"),
        Arguments.of(
            error(403, "Must have push access to repository"),
            "Must have push access to repository"),
        Arguments.of(
            error(403, ipList).addHeader("x-accepted-github-permissions", "metadata=read"), ipList),
        Arguments.of(
            FakeHub.status(403).addHeader("Content-Type", "text/html").body("<h1>no</h1>"),
            "status 403, no reason given"));
  }

  @ParameterizedTest
  @MethodSource("permissions")
  void missingPermissionIsNeitherWaitedForNorRetried(MockResponse.Builder answer, String missing) {
    hub.answer(answer.addHeader("x-ratelimit-remaining", "4799"));

    Fetched<List<Label>> fetched = fetched(hub.connect().fetch(labels, Optional.empty()));

    assertThat(fetched).isEqualTo(new Fetched.Forbidden<>(missing));
    assertThat(hub.requests()).isEqualTo(1);
    assertThat(hub.naps).isEmpty();
    assertThat(hub.exchanges).singleElement().matches(exchange -> exchange.charged());
  }

  @ParameterizedTest
  @CsvSource({
    "issues=read, the token lacks issues=read",
    "issues=read; pull_requests=read, the token lacks issues=read; pull_requests=read",
    "Must have push access, GitHub forbids it: Must have push access",
  })
  void missingPermissionIsNamedOrQuoted(String missing, String why) {
    assertThat(new Fetched.Forbidden<>(missing).why()).isEqualTo(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<h1>denied</h1>"})
  void refusalWithoutGitHubsHeadersComesFromAProxy(String body) {
    hub.answer(FakeHub.status(403).addHeader("Content-Type", "text/html").body(body));

    Failure failure = failure(hub.connect().fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.NETWORK);
    assertThat(failure.message())
        .startsWith("GET /repos/")
        .contains("was answered 403 by something between here and GitHub")
        .contains("not by " + URI.create(hub.url("")).getHost() + " itself");
    assertThat(hub.requests()).isEqualTo(1);
  }

  @Test
  void singleSignOnNamesTheAddressToAuthorizeTheToken() {
    hub.answer(
        error(403, "Resource protected by organization SAML enforcement.")
            .addHeader(
                "X-GitHub-SSO",
                "required; url=https://github.com/orgs/o/sso?authorization_request=AA"));

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).message())
        .endsWith("authorize it at https://github.com/orgs/o/sso?authorization_request=AA");
  }

  @Test
  void unusualSignOnAddressIsNotRepeated() {
    hub.answer(error(403, "SAML").addHeader("X-GitHub-SSO", "required; url=javascript:alert(1)"));

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).message())
        .doesNotContain("javascript");
  }

  @Test
  void blobOverGitHubsOwnLimitIsNotAvailable() {
    hub.answer(json(403, "{\"message\":\"too big\",\"errors\":[{\"code\":\"too_large\"}]}"));

    assertThat(fetched(hub.connect().fetch(labels, Optional.empty())))
        .isEqualTo(new Fetched.NotAvailable<>(403, "too big", Optional.empty()));
  }

  @Test
  void afterA401NothingIsEverSentAgain() {
    hub.answer(error(401, "Bad credentials"));
    GitHub github = hub.connect();

    Failure first = failure(github.fetch(labels, Optional.empty()));
    Failure second = failure(github.fetch(hub.endpoints().repository(), Optional.empty()));
    Failure free = failure(github.fetch(hub.endpoints().rateLimit(), Optional.empty()));

    assertThat(List.of(second, free)).containsOnly(first);
    assertThat(hub.requests()).isEqualTo(1);
    assertThat(hub.exchanges).singleElement().matches(exchange -> !exchange.charged());
  }

  @Test
  void serverMessagesAreQuotedShortAndOnOneLine() {
    String address = "https://docs.github.com/" + "x".repeat(300);
    hub.answer(
        error(410, "word ".repeat(60) + address + " " + "word ".repeat(200)),
        error(410, "a\\nb\\u0007\\u001b[31m"));
    GitHub github = hub.connect();

    Fetched<List<Label>> longOne = fetched(github.fetch(labels, Optional.empty()));
    Fetched<List<Label>> oddOne = fetched(github.fetch(labels, Optional.empty()));

    assertThat(longOne)
        .isEqualTo(
            new Fetched.NotAvailable<>(410, "word ".repeat(60) + address + "…", Optional.empty()));
    assertThat(oddOne).isEqualTo(new Fetched.NotAvailable<>(410, "a b [31m", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 451})
  void legalBlockHasItsReasonDateAndNotice(int status) {
    hub.answer(
        json("{\"message\":\"Repository access blocked\",\"block\":{\"reason\":\"dmca\","
                + "\"created_at\":\"2024-05-06T07:08:09Z\","
                + "\"html_url\":\"https://github.com/github/dmca/blob/x.md\"}}")
            .code(status));

    Failure failure = failure(hub.connect().fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.REPO_BLOCKED);
    assertThat(failure.message())
        .contains("dmca", "2024-05-06T07:08:09Z", "https://github.com/github/dmca/blob/x.md");
  }

  @Test
  void singleSignOnIsRecognizedByTheMessageWithoutTheHeader() {
    hub.answer(
        error(
            403,
            "Resource protected by organization SAML enforcement. You must grant your Personal"
                + " Access token access to this organization."));

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).code())
        .isEqualTo(FailureCode.SSO_REQUIRED);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 422})
  void pageThatIsNotFromTheApiSaysNothingAboutTheItem(int status) {
    hub.answer(FakeHub.status(status).addHeader("Content-Type", "text/html").body("<html>"));

    Failure failure = failure(hub.connect().fetch(labels, Optional.empty()));

    assertThat(failure.code()).isEqualTo(FailureCode.BAD_RESPONSE);
    assertThat(failure.message()).contains("--api-url", "/api/v3");
  }

  @Test
  void aWebPageOfGitHubsIsNotFromTheApiEither() {
    hub.answer(
        FakeHub.status(404)
            .addHeader("Content-Type", "text/html; charset=utf-8")
            .addHeader("X-GitHub-Request-Id", "AAAA:1")
            .body("<html>"));

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).message())
        .contains("--api-url");
  }

  @Test
  void aPageInPlaceOfJsonSaysWhereTheApiIs() {
    hub.answer(FakeHub.status(200).addHeader("Content-Type", "text/html").body("<html>"));

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).message())
        .contains("text/html", "--api-url", "/api/v3");
  }

  @ParameterizedTest
  @MethodSource("limits")
  void messagesHaveNoPartsOfSeconds(MockResponse.Builder answer, FailureCode code) {
    hub.answer(answer);

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).message())
        .doesNotContainPattern("\\d\\.\\d+Z");
  }

  private static MockResponse.Builder spent(MockResponse.Builder answer) {
    return answer
        .addHeader("x-ratelimit-limit", "5000")
        .addHeader("x-ratelimit-remaining", "0")
        .addHeader("x-ratelimit-reset", "4102444800");
  }

  private static MockResponse.Builder retry(MockResponse.Builder answer) {
    return answer.addHeader("Retry-After", "3600");
  }
}
