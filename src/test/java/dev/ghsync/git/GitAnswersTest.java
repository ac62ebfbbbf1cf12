package dev.ghsync.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.Outcomes;
import dev.ghsync.git.pack.PackBuilder;
import dev.ghsync.git.pack.RecordingSink;
import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Token;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Responses of servers that are wrong, refuse, or break off. */
class GitAnswersTest {
  private static final String SERVICE = "# service=git-upload-pack";
  private static final ObjectId BLOB = GitObjects.id(ObjectType.BLOB, new byte[] {'x'});
  private static final FetchRequest REQUEST = FetchRequest.everything(List.of(BLOB));

  @TempDir Path folder;
  @TempDir Path spools;

  private GitServer server;
  private final RecordingSink sink = new RecordingSink();

  @BeforeEach
  void start() throws IOException {
    TestRepository repository = TestRepository.create(folder);
    repository.write(ObjectType.BLOB, new byte[] {'x'});
    server = new GitServer(repository);
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(spools).isEmptyDirectory();
  }

  @Test
  void theTokenIsThePasswordOfEachRequest() {
    assertArrives();

    assertThat(server.requests)
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.getHeaders().get("Authorization"))
                  .isEqualTo("Basic eC1hY2Nlc3MtdG9rZW46Z2hwX3NlY3JldA==");
              assertThat(request.getHeaders().get("Git-Protocol")).isEqualTo("version=2");
              assertThat(request.getHeaders().get("User-Agent")).isEqualTo("git/2.0 (ghsync/test)");
            });
    assertThat(server.requests.get(1).getHeaders().get("Content-Type"))
        .isEqualTo("application/x-git-upload-pack-request");
  }

  @Test
  void theTokenGoesOverHttpsOrToThisMachineOnly() {
    for (String url :
        List.of("https://git.example/o/n", "http://127.0.0.1:1/o/n", "http://[::1]/x")) {
      assertThat(settings(url, Optional.of(GitServer.TOKEN)).http().token())
          .contains(GitServer.TOKEN);
    }
    for (String url :
        List.of("http://git.example/o/n", "http://10.0.0.1/o/n", "http://127.evil.example/x")) {
      assertThat(settings(url, Optional.of(GitServer.TOKEN)).http().token()).isEmpty();
    }
  }

  @Test
  void refusalSaysWhyNoTokenWasSent() {
    server.discovery(GitServer.status(401));

    Failure failure = failure(server.remote(settings(server.url().toString(), Optional.empty())));
    assertThat(failure.code()).isEqualTo(FailureCode.FORBIDDEN);
    assertThat(failure.message()).contains("needs a token, which is sent over https only");
    assertThat(server.requests.get(0).getHeaders().get("Authorization")).isNull();
  }

  private GitRemote.Settings settings(String url, Optional<Token> token) {
    return new GitRemote.Settings(HttpSettings.of(URI.create(url), token, "x"), spools, 1, e -> {});
  }

  @Test
  void theServiceLineMayBeMissing() {
    server.discovery(GitServer.discoveryOf("version 2", "fetch=shallow filter", ""));

    assertArrives();
    assertThat(server.lastCommand()).doesNotContain("agent=", "object-format=");
  }

  @Test
  void serversThatCannotBeUsedAreRefusedWithTheReason() {
    assertUnusable("older git protocol", SERVICE, "", "version 1", "");
    assertUnusable("older git protocol", SERVICE, "", BLOB + " HEAD\0multi_ack", "");
    assertUnusable("sha256 object ids", "version 2", "fetch", "object-format=sha256", "");
    assertUnusable("does not offer to fetch", "version 2", "ls-refs", "");
    assertUnusable("another service", "# service=git-receive-pack", "", "version 2", "");
    assertUnusable("advertises no capabilities", "");
    assertUnusable("not in git's protocol", SERVICE, "version 2", "fetch", "");
  }

  @Test
  void aSha256RepositoryIsRefused(@TempDir Path other) throws IOException {
    TestRepository sha256 = TestRepository.at(other);
    sha256.git("init", "--quiet", "--bare", "--object-format=sha256", other.toString());
    try (GitServer strange = new GitServer(sha256)) {
      assertThat(failure(strange.remote(spools)).message()).contains("sha256");
    }
  }

  @Test
  void commandsThatTheServerDoesNotOfferAreNotSent() {
    server.discovery(GitServer.discoveryOf("version 2", "fetch=shallow", ""));
    GitRemote remote = server.remote(spools);

    assertThat(failure(remote, filtered(Filter.TREELESS, 0)).message()).contains("no filters");
    server.discovery(GitServer.discoveryOf("version 2", "fetch=filter", ""));
    assertThat(failure(server.remote(spools), filtered(Filter.NONE, 1)).message())
        .contains("no shallow");
    assertThat(server.requests).hasSize(2);
  }

  @Test
  void anotherKindOfAnswerIsNoGitServer() {
    server.discovery(page());
    assertFails(FailureCode.BAD_RESPONSE, "does not answer in git's protocol");

    server.fetch(page());
    assertFails(FailureCode.BAD_RESPONSE, "does not answer in git's protocol");
  }

  @Test
  void refusalsHaveTheirOwnCodes() {
    Map<Integer, FailureCode> codes =
        Map.of(
            400, FailureCode.BAD_RESPONSE,
            401, FailureCode.FORBIDDEN,
            403, FailureCode.FORBIDDEN,
            404, FailureCode.REPO_NOT_FOUND,
            429, FailureCode.SECONDARY_RATE_LIMITED,
            451, FailureCode.REPO_BLOCKED);

    codes.forEach(
        (status, code) -> {
          server.discovery(GitServer.status(status));
          assertFails(code, "answers " + status);
          server.fetch(GitServer.status(status));
          assertFails(code, "answers " + status);
        });
    assertThat(server.pauses).isEmpty();
  }

  @Test
  void refusalQuotesTheServerWithoutControlCharacters() {
    server.discovery(
        new MockResponse.Builder()
            .code(403)
            .addHeader("Content-Type: text/plain; charset=utf-8")
            .body("Write access\r\n\u001b[31m not granted.")
            .build());

    assertFails(FailureCode.FORBIDDEN, "answers 403 (Write access [31m not granted.)");
  }

  @Test
  void singleSignOnIsDistinguishedFromMissingPermission() {
    server.discovery(GitServer.status(403, "X-GitHub-SSO: required; url=https://github.com/x"));

    assertFails(FailureCode.SSO_REQUIRED, "authorize the token");
  }

  @Test
  void retryAfterOfTheServerIsReported() {
    server.discovery(GitServer.status(429, "Retry-After: 90"));
    assertThat(failure().retryAt()).contains(GitServer.NOW.plusSeconds(90));

    server.discovery(GitServer.status(429));
    assertThat(failure().retryAt()).contains(GitServer.NOW.plusSeconds(60));

    server.discovery(GitServer.status(403, "Retry-After: Mon, 05 Jan 2026 12:30:00 GMT"));
    assertThat(failure().retryAt()).contains(Instant.parse("2026-01-05T12:30:00Z"));

    server.discovery(GitServer.status(503, "Retry-After: 5"));
    assertThat(failure().code()).isEqualTo(FailureCode.SECONDARY_RATE_LIMITED);
  }

  @Test
  void aPauseOfMoreThanADayCountsAsADay() {
    for (String pause :
        List.of("999999999", "9".repeat(30), "86401", "Thu, 01 Jan 2099 00:00:00 GMT")) {
      server.discovery(GitServer.status(429, "Retry-After: " + pause));

      assertThat(failure().retryAt()).contains(GitServer.NOW.plus(Duration.ofDays(1)));
    }
  }

  @Test
  void pauseUsesTheServersClockAndTheDeadlineOurs() {
    server.discovery(
        GitServer.status(429, "Date: Mon, 05 Jan 2026 13:00:00 GMT", "Retry-After: 90"));
    Instant deadline = GitServer.NOW.plusSeconds(300);

    assertThat(failure(remoteUntil(deadline)).retryAt())
        .contains(Instant.parse("2026-01-05T13:01:30Z"));
    server.discovery(GitServer.status(404, "Date: Mon, 05 Jan 2026 13:00:00 GMT"));
    assertThat(failure(remoteUntil(deadline)).code()).isEqualTo(FailureCode.REPO_NOT_FOUND);
  }

  @Test
  void serverErrorsAreRetriedThreeTimes() {
    for (int i = 0; i < 3; i++) {
      server.discovery(GitServer.status(502)).fetch(GitServer.status(500));
    }
    assertArrives();
    assertThat(server.requests).hasSize(8);
    assertThat(server.exchanges).filteredOn(e -> e.retry()).hasSize(6);

    for (int i = 0; i < 4; i++) {
      server.discovery(GitServer.status(502));
    }
    assertFails(FailureCode.SERVER_ERROR, "answers 502");
    assertThat(server.requests).hasSize(12);
    assertPausesGrow(server.pauses.subList(6, 9));
  }

  @Test
  void lostConnectionsAreRetriedThreeTimes() {
    for (int i = 0; i < 4; i++) {
      server.discovery(hangUp());
    }

    assertFails(FailureCode.NETWORK, "the connection to " + server.url() + " broke off");
    assertThat(server.pauses).hasSize(3);
    assertThat(server.exchanges).hasSize(4).allMatch(e -> e.status() == 0);
  }

  @Test
  void unreachableServerIsANetworkFailure() {
    GitRemote remote = server.remote(spools);
    server.close();

    Failure failure = failure(remote);
    assertThat(failure.code()).isEqualTo(FailureCode.NETWORK);
    assertThat(failure.message())
        .startsWith(server.url().getHost() + " cannot be reached: check the address");
  }

  /** Returns a remote whose clock moves with each exchange. */
  private GitRemote remoteThatTakes(Duration each) {
    GitRemote.Settings plain = server.settings(spools);
    Instant[] now = {GitServer.NOW};
    return new GitRemote(
        new GitRemote.Settings(
            plain.http().withTime(server.pauses::add, () -> now[0]),
            spools,
            plain.maxObjectBytes(),
            exchange -> now[0] = now[0].plus(each)));
  }

  @Test
  void nothingIsRetriedAfterTwoMinutesWithoutAResponse() {
    for (int i = 0; i < 4; i++) {
      server.discovery(hangUp());
    }

    assertThat(failure(remoteThatTakes(Duration.ofSeconds(61))).code())
        .isEqualTo(FailureCode.NETWORK);
    assertThat(server.requests).hasSize(2);
  }

  @Test
  void aPackThatIsCutAfterAnHourIsFetchedOnceMore() throws IOException {
    server.fetch(cutPack());

    Outcomes.value(remoteThatTakes(Duration.ofHours(1)).fetch(REQUEST, sink));
    assertThat(sink.objects).containsOnlyKeys(BLOB);
  }

  @Test
  void nothingIsSentAfterTheDeadline() {
    Failure failure = failure(remoteUntil(GitServer.NOW));

    assertThat(failure.code()).isEqualTo(FailureCode.BUDGET);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void theDeadlineEndsWhatIsUnderWay() throws IOException {
    Instant soon = GitServer.NOW.plusMillis(1);
    server.discovery(stalling());
    assertThat(failure(remoteUntil(soon)).code()).isEqualTo(FailureCode.BUDGET);
    assertThat(server.pauses).isEmpty();
  }

  private GitRemote remoteUntil(Instant deadline) {
    return server.remote(server.settings(spools, Optional.of(deadline)));
  }

  private static MockResponse stalling() {
    return GitServer.discoveryOf("version 2", "fetch=shallow filter", "")
        .newBuilder()
        .onResponseStart(SocketEffect.Stall.INSTANCE)
        .build();
  }

  @Test
  void stopBreaksOffWhatIsUnderWay() throws Exception {
    server.discovery(stalling());
    assertThat(failureOfStopped().code()).isEqualTo(FailureCode.INTERRUPTED);

    server.fetch(packAfter().newBuilder().onResponseBody(SocketEffect.Stall.INSTANCE).build());
    assertThat(failureOfStopped().code()).isEqualTo(FailureCode.INTERRUPTED);
    assertThat(server.pauses).isEmpty();
  }

  /** Stops a fetch when it waits for the server. */
  private Failure failureOfStopped() throws Exception {
    GitRemote remote = server.remote(spools);
    CompletableFuture<Failure> failure = new CompletableFuture<>();
    Thread other = new Thread(() -> failure.complete(failure(remote)));
    other.start();
    while (!waitsAtTheSocket(other)) {
      Thread.onSpinWait();
    }
    remote.stop();
    return failure.get(10, TimeUnit.SECONDS); // the time-out is longer
  }

  private static boolean waitsAtTheSocket(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0
        && stack[0].isNativeMethod()
        && Stream.of(stack)
            .anyMatch(
                frame ->
                    frame.getMethodName().equals("readResponseHeaders")
                        || frame.getClassName().equals(PktReader.class.getName()));
  }

  @Test
  void aPackThatIsCutIsFetchedOnceMore() throws IOException {
    server.fetch(cutPack());
    assertArrives();
    assertThat(server.requests).hasSize(3);

    server.fetch(cutPack()).fetch(cutPack());
    assertBreaksOff();
    assertThat(server.requests).hasSize(6);
  }

  @Test
  void anAnswerThatEndsTooEarlyIsCutToo() {
    server.fetch(GitServer.fetchOf("packfile")).fetch(GitServer.fetchOf("packfile"));

    assertBreaksOff();
  }

  private void assertBreaksOff() {
    FetchStats stats = Outcomes.value(server.remote(spools).fetch(REQUEST, new RecordingSink()));
    assertThat(stats.objects()).isZero();
    Failure failure = stats.brokenOff().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.NETWORK);
    assertThat(failure.message()).contains("the answer of " + server.url() + " broke off");
  }

  @Test
  void aListOfRefsIsReadToItsEndOrIsAFailure() {
    String main = BLOB + " refs/heads/main";
    String tag = BLOB + " refs/heads/v1 peeled:" + "34".repeat(20);
    server.fetch(GitServer.fetchOf(main, tag, BLOB + " refs/other/x", ""));
    assertThat(Outcomes.value(server.remote(spools).listRefs("refs/heads/")))
        .containsExactly(
            new RemoteRef("refs/heads/main", BLOB, Optional.empty()),
            new RemoteRef("refs/heads/v1", BLOB, Optional.of(new ObjectId("34".repeat(20)))));
    assertThat(server.lastCommand())
        .startsWith("command=ls-refs\n")
        .endsWith("peel\nref-prefix refs/heads/\n");

    server.fetch(GitServer.fetchOf(main)).fetch(GitServer.fetchOf(main));
    assertListFails(FailureCode.NETWORK, "broke off");
    server.fetch(GitServer.fetchOf(main, "|"));
    assertListFails(FailureCode.BAD_RESPONSE, "does not end");
    server.fetch(GitServer.fetchOf("nonsense", ""));
    assertListFails(FailureCode.BAD_RESPONSE, "not a ref");
  }

  private void assertListFails(FailureCode code, String reason) {
    Failure failure = Outcomes.failure(server.remote(spools).listRefs("refs/heads/"));
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).contains(reason);
  }

  @Test
  void errorInTheSideBandIsQuoted() {
    server.fetch(GitServer.fetchOf("packfile", "\u0003aborting due to\tcorruption", ""));
    assertFails(FailureCode.BAD_RESPONSE, server.url() + " says: aborting due to corruption");

    server.fetch(GitServer.fetchOf("ERR filter 'combine' not supported"));
    assertFails(FailureCode.BAD_RESPONSE, "says: filter 'combine' not supported");
    assertThat(server.pauses).isEmpty();
  }

  @Test
  void answersWithoutAPackAreRefused() {
    server.fetch(GitServer.fetchOf("acknowledgments", "NAK", ""));
    assertFails(FailureCode.BAD_RESPONSE, "without a pack");

    server.fetch(GitServer.fetchOf(""));
    assertFails(FailureCode.BAD_RESPONSE, "no pack");

    server.fetch(GitServer.fetchOf("something-else", "|"));
    assertFails(FailureCode.BAD_RESPONSE, "unknown section");

    server.fetch(GitServer.fetchOf("packfile", "\u0004?", ""));
    assertFails(FailureCode.BAD_RESPONSE, "side-band");

    server.fetch(GitServer.fetchOf("packfile", "\u0001PACK?", ""));
    assertFails(FailureCode.BAD_RESPONSE, "pack");
  }

  @Test
  void sectionsBeforeThePackAreRead() throws IOException {
    server.fetch(packAfter("acknowledgments", "NAK", "|", "shallow-info", "shallow " + BLOB, "|"));

    FetchStats stats = Outcomes.value(server.remote(spools).fetch(REQUEST, sink));

    assertThat(stats.shallow()).isTrue();
  }

  @Test
  void aPackWithoutTheWantedObjectIsRefused() throws IOException {
    server.fetch(packAfter());

    FetchRequest other = FetchRequest.everything(List.of(new ObjectId("34".repeat(20))));

    Failure failure = failure(server.remote(spools), other);
    assertThat(failure.code()).isEqualTo(FailureCode.BAD_RESPONSE);
    assertThat(failure.message()).contains("lacks 3434343434");
  }

  @Test
  void redirectsOnTheSameOriginMoveTheRepository() {
    server.discovery(
        GitServer.status(301, "Location: /new/name.git/info/refs?service=git-upload-pack"));

    assertArrives();

    assertThat(server.requests)
        .extracting(r -> r.getMethod() + " " + r.getTarget())
        .containsExactly(
            "GET /o/n.git/info/refs?service=git-upload-pack",
            "GET /new/name.git/info/refs?service=git-upload-pack",
            "POST /new/name.git/git-upload-pack");
    assertThat(server.pauses).isEmpty();
  }

  @Test
  void redirectToAnotherOriginIsNotFollowed() throws IOException {
    try (MockWebServer other = new MockWebServer()) {
      other.start();
      String there = other.url("/o/n.git/info/refs?service=git-upload-pack").toString();
      server.discovery(GitServer.status(302, "Location: " + there));

      assertFails(FailureCode.BAD_RESPONSE, "is redirected to another server");
      assertThat(other.getRequestCount()).isZero();
    }
  }

  @Test
  void redirectsElsewhereOrWithoutAnEndAreRefused() {
    server.discovery(GitServer.status(302, "Location: /login"));
    assertFails(FailureCode.BAD_RESPONSE, "is redirected to an address that is none of git's");

    for (int i = 0; i < 6; i++) {
      server.discovery(
          GitServer.status(302, "Location: /o/n.git/info/refs?service=git-upload-pack"));
    }
    assertFails(FailureCode.BAD_RESPONSE, "was redirected more than 5 times");
  }

  @Test
  void aFolderThatCannotBeWrittenIsAStorageFailure() {
    Failure failure = failure(server.remote(spools.resolve("missing")));

    assertThat(failure.code()).isEqualTo(FailureCode.STORAGE);
    assertThat(failure.message()).contains(spools.toString());
  }

  @Test
  void anInterruptEndsTheFetch() {
    server.discovery(GitServer.status(500));
    GitRemote.Settings settings = server.settings(spools);
    HttpSettings interrupted =
        settings
            .http()
            .withTime(
                duration -> {
                  throw new InterruptedException();
                },
                () -> GitServer.NOW);
    GitRemote remote =
        server.remote(
            new GitRemote.Settings(
                interrupted, spools, settings.maxObjectBytes(), settings.listener()));

    assertThat(failure(remote).code()).isEqualTo(FailureCode.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptedThreadFetchesNothing() {
    GitRemote remote = server.remote(spools);
    Thread.currentThread().interrupt();

    assertThat(failure(remote).code()).isEqualTo(FailureCode.INTERRUPTED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(server.pauses).isEmpty();
  }

  @Test
  void anAddressHasNoPasswordInIt() {
    for (String url : List.of("https://u:p@github.com/o/n.git", "ssh://github.com/o/n", "/o/n")) {
      assertThatThrownBy(() -> settings(url, Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("u:p");
    }
  }

  private void assertArrives() {
    RecordingSink all = new RecordingSink();
    Outcomes.value(server.remote(spools).fetch(REQUEST, all));
    assertThat(all.objects).containsOnlyKeys(BLOB);
  }

  private void assertUnusable(String reason, String... packets) {
    server.discovery(GitServer.discoveryOf(packets));
    assertFails(FailureCode.BAD_RESPONSE, reason);
  }

  private void assertFails(FailureCode code, String reason) {
    Failure failure = failure();
    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).contains(reason).contains(server.url().toString());
  }

  private Failure failure() {
    return failure(server.remote(spools));
  }

  private Failure failure(GitRemote remote) {
    return failure(remote, REQUEST);
  }

  private Failure failure(GitRemote remote, FetchRequest request) {
    Failure failure = Outcomes.failure(remote.fetch(request, sink));
    assertThat(sink.isEmpty()).isTrue();
    assertThat(failure.toString()).doesNotContain("secret", "eC1hY2Nlc3Mt", "Exception", "java.");
    return failure;
  }

  private static void assertPausesGrow(List<Duration> pauses) {
    assertThat(pauses).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(pauses.get(i)).isBetween(Duration.ZERO, Duration.ofSeconds(1 << i));
    }
  }

  private static FetchRequest filtered(Filter filter, int deepen) {
    return new FetchRequest(List.of(BLOB), List.of(), filter, deepen);
  }

  private static MockResponse page() {
    return new MockResponse.Builder()
        .addHeader("Content-Type: text/html")
        .body("<html>log in</html>")
        .build();
  }

  private static MockResponse hangUp() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  /** Promises more than it sends. */
  private static MockResponse cutPack() throws IOException {
    MockResponse whole = packAfter();
    Buffer body = new Buffer();
    whole.getBody().writeTo(body);
    return whole.newBuilder().body(body).onResponseBody(new SocketEffect.CloseSocket()).build();
  }

  /** A pack with the one blob, behind other sections. */
  private static MockResponse packAfter(String... sections) {
    PackBuilder pack = new PackBuilder();
    pack.whole(ObjectType.BLOB, new byte[] {'x'});
    PktWriter out = new PktWriter();
    for (String line : sections) {
      if (line.equals("|")) {
        out.delimiter();
      } else {
        out.line(line);
      }
    }
    Buffer body = new Buffer().write(out.line("packfile").toByteArray());
    byte[] bytes = pack.build();
    body.writeUtf8("%04x".formatted(bytes.length + 5)).writeByte(1).write(bytes);
    body.writeUtf8("0005\u0001").write("0000".getBytes(StandardCharsets.US_ASCII));
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/x-git-upload-pack-result")
        .body(body)
        .build();
  }
}
