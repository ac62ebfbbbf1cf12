package dev.ghsync.github;

import static dev.ghsync.github.FakeHub.TOKEN;
import static dev.ghsync.github.FakeHub.error;
import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.fetched;
import static dev.ghsync.github.FakeHub.fresh;
import static dev.ghsync.github.FakeHub.json;
import static dev.ghsync.github.FakeHub.status;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.github.client.TokenInfo;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Token;
import dev.ghsync.model.Validator;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.Label;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchTest {
  private static final String LABELS = "[{\"id\":1,\"name\":\"bug\",\"color\":\"ff0000\"}]";

  private final FakeHub hub = new FakeHub();
  private final Endpoint<List<Label>> labels = hub.endpoints().labels();

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void aRequestCarriesTokenVersionMediaTypeAndName() {
    hub.answer(json(LABELS));

    fresh(hub.connect().fetch(labels, Optional.empty()));

    RecordedRequest asked = hub.asked();
    assertThat(asked.getRequestLine())
        .isEqualTo("GET /repos/octo/hello/labels?per_page=100 HTTP/1.1");
    assertThat(asked.getHeaders().get("Authorization")).isEqualTo("Bearer ghp_secret");
    assertThat(asked.getHeaders().get("Accept")).isEqualTo("application/vnd.github+json");
    assertThat(asked.getHeaders().get("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
    assertThat(asked.getHeaders().get("User-Agent")).isEqualTo("ghsync/test");
    assertThat(asked.getHeaders().get("Accept-Encoding")).isEqualTo("gzip");
    assertThat(asked.getHeaders().get("If-None-Match")).isNull();
    assertThat(asked.getHeaders().get("Cookie")).isNull();
  }

  @Test
  void pageHasItsValidatorWithoutTheWeakMark() {
    hub.answer(
        json(LABELS)
            .addHeader("ETag", "W/\"abc123\"")
            .addHeader("Date", "Mon, 05 Jan 2026 12:00:00 GMT"));

    Fetched.Page<List<Label>> fresh = fresh(hub.connect().fetch(labels, Optional.empty()));

    assertThat(fresh.value()).containsExactly(new Label(1, "bug", "ff0000", null, false));
    assertThat(fresh.validator())
        .contains(new Validator(labels.url(), labels.accept(), "abc123", TOKEN.fingerprint()));
    assertThat(fresh.serverTime()).isEqualTo(Instant.parse("2026-01-05T12:00:00Z"));
    assertThat(fresh.next()).isEmpty();
    assertThat(fresh.lastPage()).isEmpty();
  }

  @Test
  void knownValidatorIsSentAndA304IsFree() {
    hub.answer(status(304).addHeader("ETag", "\"abc\""));

    Fetched<List<Label>> answer =
        fetched(hub.connect().fetch(labels, Optional.of(validator(labels.url(), TOKEN))));

    assertThat(answer).isInstanceOf(Fetched.NotModified.class);
    assertThat(hub.asked().getHeaders().get("If-None-Match")).isEqualTo("\"abc\"");
    assertThat(hub.exchanges).singleElement().matches(exchange -> !exchange.charged());
  }

  @Test
  void aValidatorOfAnotherAddressMediaTypeOrTokenIsNotSent() {
    GitHub github = hub.connect();
    Validator ofOtherAddress = validator(labels.url() + "&page=2", TOKEN);
    Validator ofOtherToken = validator(labels.url(), new Token("ghp_other"));
    Validator ofOtherType =
        new Validator(labels.url(), "application/json", "abc", TOKEN.fingerprint());

    for (Validator foreign : List.of(ofOtherAddress, ofOtherToken, ofOtherType)) {
      hub.answer(json(LABELS));
      github.fetch(labels, Optional.of(foreign));
      assertThat(hub.asked().getHeaders().get("If-None-Match")).isNull();
    }
  }

  @Test
  void a304ToARequestWithoutAValidatorIsABadResponse() {
    hub.answer(status(304));

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).code())
        .isEqualTo(FailureCode.BAD_RESPONSE);
  }

  @ParameterizedTest
  @CsvSource({
    "/labels?per_page=2, /labels?per_page=2&page=2",
    "/labels?per_page=2&page=7, /labels?per_page=2&page=8",
    "/labels?page=7&per_page=2&sort=x, /labels?page=8&per_page=2&sort=x",
    "/labels?per_page=2&after=Y3Vy%3D&page=3, /labels?per_page=2&page=4",
    "/labels?after=Y3Vy%3D&per_page=2&page=3, /labels?per_page=2&page=4",
    "/labels?per_page=2&after=Y3Vy%3D, ",
    "/labels?per_page=3, ",
  })
  void aFullPageThatNamesNoneIsFollowedByTheNextNumber(String page, @Nullable String next) {
    hub.answer(json("[{\"id\":1,\"name\":\"a\"},{\"id\":1,\"name\":\"b\"}]"));

    Fetched.Page<List<Label>> fresh =
        fresh(hub.connect().fetch(labels.at(hub.url(page)), Optional.empty()));

    assertThat(fresh.next().map(Endpoint::url)).isEqualTo(Optional.ofNullable(next).map(hub::url));
  }

  @Test
  void aPageBeforeTheLastThatNamesNoNextOneIsFollowedToo() {
    String last = hub.url("/labels?per_page=100&page=3");
    hub.answer(json("[]").addHeader("Link", "<" + last + ">; rel=\"last\""));

    Fetched.Page<List<Label>> fresh = fresh(hub.connect().fetch(labels, Optional.empty()));

    assertThat(fresh.next().orElseThrow().url()).isEqualTo(labels.url() + "&page=2");
  }

  @Test
  void aPageThatNamesItselfAsTheNextIsRefused() {
    hub.answer(json("[]").addHeader("Link", "<" + labels.url() + ">; rel=\"next\""));

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).code())
        .isEqualTo(FailureCode.BAD_RESPONSE);
  }

  @Test
  void theNextPageIsWhereTheLinkPoints() {
    String next = hub.url("/repositories/5/labels?per_page=100&after=Y3Vyc29y%3D%3D&page=2");
    hub.answer(
        json("[]")
            .addHeader(
                "Link",
                "<https://docs.github.com/x>; rel=\"deprecation\"; type=\"text/html\", <"
                    + next
                    + ">; rel=\"next\", <"
                    + hub.url("/repositories/5/labels?per_page=100&page=21")
                    + ">; rel=\"last\""),
        json(LABELS));
    GitHub github = hub.connect();

    Fetched.Page<List<Label>> first = fresh(github.fetch(labels, Optional.empty()));
    Fetched.Page<List<Label>> second =
        fresh(github.fetch(first.next().orElseThrow(), Optional.empty()));

    assertThat(first.lastPage()).hasValue(21);
    assertThat(first.next().orElseThrow().url()).isEqualTo(next);
    assertThat(second.value()).hasSize(1);
    hub.asked();
    assertThat(hub.asked().getTarget())
        .isEqualTo("/repositories/5/labels?per_page=100&after=Y3Vyc29y%3D%3D&page=2");
  }

  @Test
  void aNextPageAtAnotherServerIsRefused() {
    hub.answer(json("[]").addHeader("Link", "<https://evil.example.org/x>; rel=\"next\""));

    assertThat(failure(hub.connect().fetch(labels, Optional.empty())).message())
        .contains("another server");
  }

  @Test
  void noRequestGoesToAnotherServer() {
    GitHub github = hub.connect();

    assertThat(failure(github.fetch(labels.at("http://127.0.0.1:1/x"), Optional.empty())).code())
        .isEqualTo(FailureCode.BAD_RESPONSE);
    assertThat(hub.requests()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 410, 422})
  void missingItemIsNotAvailableAndNotRetried(int status) {
    hub.answer(error(status, "This issue was deleted"));

    Fetched<Issue> answer =
        fetched(hub.connect().fetch(hub.endpoints().issue(1), Optional.empty()));

    assertThat(answer)
        .isEqualTo(new Fetched.NotAvailable<>(status, "This issue was deleted", Optional.empty()));
    assertThat(hub.requests()).isEqualTo(1);
  }

  @Test
  void apiCallHasTheRequestAndTheBytesOnTheWire() throws IOException {
    Buffer packed = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(packed))) {
      sink.writeUtf8(LABELS);
    }
    long bytes = packed.size();
    hub.answer(
        json("")
            .addHeader("Content-Encoding", "gzip")
            .addHeader("X-RateLimit-Remaining", "41")
            .body(packed));

    fresh(hub.connect().fetch(labels, Optional.empty()));

    ApiCall exchange = hub.exchanges.get(0);
    assertThat(exchange.kind()).isEqualTo(ApiCall.Kind.REST);
    assertThat(exchange.method()).isEqualTo("GET");
    assertThat(exchange.path()).isEqualTo("/repos/octo/hello/labels?per_page=100");
    assertThat(exchange.status()).isEqualTo(200);
    assertThat(exchange.bytes()).isEqualTo(bytes);
    assertThat(exchange.charged()).isTrue();
    assertThat(exchange.retry()).isFalse();
    assertThat(exchange.remaining()).isEqualTo(OptionalLong.of(41));
    assertThat(exchange.toString()).doesNotContain("secret");
  }

  @Test
  void rateLimitRequestIsNotCounted() {
    hub.answer(
        json(
            "{\"resources\":{\"core\":{\"limit\":5000,\"remaining\":4000,\"reset\":1800000000}}}"));

    RateLimit limit =
        fresh(hub.connect().fetch(hub.endpoints().rateLimit(), Optional.empty())).value();

    assertThat(limit).isEqualTo(new RateLimit(5000, 4000, Instant.ofEpochSecond(1800000000)));
    assertThat(hub.exchanges).isEmpty();
  }

  @Test
  void viewReportsItsRequestsToBothListeners() {
    hub.answer(json(LABELS), json(LABELS));
    GitHub github = hub.connect();
    List<ApiCall> ofPhase = new ArrayList<>();

    github.fetch(labels, Optional.empty());
    github.countedBy(ofPhase::add).fetch(labels, Optional.empty());

    assertThat(ofPhase).hasSize(1);
    assertThat(hub.exchanges).hasSize(2);
  }

  @Test
  void responsesShowTheLimitAndTheToken() {
    hub.answer(
        json(LABELS)
            .addHeader("x-ratelimit-limit", "5000")
            .addHeader("x-ratelimit-remaining", "4871")
            .addHeader("x-ratelimit-reset", "4102444800")
            .addHeader("x-oauth-scopes", "repo, read:org")
            .addHeader("github-authentication-token-expiration", "2026-02-19 19:55:13 UTC"));
    GitHub github = hub.connect();
    assertThat(github.rateLimit()).isEmpty();
    assertThat(github.tokenInfo()).isEmpty();

    github.fetch(labels, Optional.empty());

    assertThat(github.rateLimit())
        .contains(new RateLimit(5000, 4871, Instant.ofEpochSecond(4102444800L)));
    assertThat(github.tokenInfo())
        .contains(
            new TokenInfo(
                Optional.of("repo, read:org"),
                Optional.empty(),
                Optional.of(Instant.parse("2026-02-19T19:55:13Z"))));
  }

  private Validator validator(String url, Token token) {
    return new Validator(url, labels.accept(), "abc", token.fingerprint());
  }
}
