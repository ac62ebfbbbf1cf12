package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Fault;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ghsync verify} as a whole, against a GitHub at a socket and a real database file. */
class VerifyTest {
  private final long issue = 1;
  private final long pull = 2;

  /** The streams that are compared, and the repository itself. */
  private static final int ALL = Options.CORE_STREAMS.read().size() + 1;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void syncASmallWorld() {
    bench = Bench.in(folder);
    Verifying.fill(bench, folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Run verify(String... more) {
    return verify(bench.db, bench.hub.api(), more);
  }

  private Run verify(Path db, URI api, String... more) {
    bench.hub.forget();
    return Verifying.run(db, api, more);
  }

  // ------------------------------------------------------------------ equal

  @Test
  void aSyncedDatabaseIsEqual() {
    Run run = verify();

    assertThat(run.out()).startsWith("octo/world: equal\n").doesNotContain("not compared");
    assertThat(run.code()).isZero();
    assertThat(verify("-q")).isEqualTo(new Run(0, "", ""));
    assertThat(verify("--json").out()).contains("\"equal\":true");
  }

  @Test
  void severalPagesAreEqual() {
    for (int i = 0; i < 250; i++) {
      bench.world.pass(i % 3);
      bench.world.comment(bench.world.issue());
      bench.world.event(issue, "labeled");
      bench.world.label("label " + i);
      bench.world.release();
    }
    for (int i = 0; i < 120; i++) {
      bench.world.review(bench.world.pull(), "APPROVED");
    }
    bench.sync();

    assertThat(verify().out()).startsWith("octo/world: equal\n").contains("372 compared");
  }

  @Test
  void withoutLinksTheListsAreComparedToTheirEnds() {
    for (int i = 0; i < 120; i++) {
      bench.world.label("label " + i);
      bench.world.pull();
      bench.world.event(issue, "labeled");
    }
    bench.sync();
    bench.hub.hideLinks();

    assertThat(verify().out()).startsWith("octo/world: equal\n");
  }

  @Test
  void itComparesByRestWhereGraphqlIsRefused() {
    bench.hub.forbid("/graphql", "graphql=read");

    assertThat(verify().out()).startsWith("octo/world: equal\n");

    Rows.execute(bench.db, "UPDATE reviews SET body = 'other'");
    assertThat(verify().out()).contains("body differs");
    Rows.execute(bench.db, "UPDATE pulls SET additions = 99");
    assertThat(verify().out()).contains("pull request " + pull + ": additions differ");
  }

  @Test
  void itComparesByRestWhereGraphqlIsBroken() {
    bench.hub.spoil("/graphql", Fault.GARBAGE);

    assertThat(verify().out()).startsWith("octo/world: equal\n");
  }

  @Test
  void whatIsSwitchedOffIsEqualWhereNothingOfItIsStored() {
    for (String table : List.of("issues", "labels", "milestones", "issue_comments")) {
      Rows.execute(bench.db, "DELETE FROM " + table);
    }
    Rows.execute(bench.db, "DELETE FROM pulls");
    Rows.execute(bench.db, "DELETE FROM reviews");
    Rows.execute(bench.db, "DELETE FROM review_comments");
    Rows.execute(bench.db, "DELETE FROM issue_events");
    Rows.execute(bench.db, "UPDATE repos SET has_issues = 0");
    bench.world.deleteIssue(issue);
    bench.world.deleteIssue(pull);
    bench.world.switchIssuesOff();
    bench.hub.refuse("/(issues/events|labels|milestones)\\?.*", 410, "Issues are disabled");

    Run run = verify();

    assertThat(run.out()).contains("issues are switched off in this repository");
    assertThat(run.code()).as(run.out()).isZero();
  }

  @Test
  void whatIsStoredOfASwitchedOffStreamDiffers() {
    bench.world.switchIssuesOff();
    Rows.execute(bench.db, "UPDATE repos SET has_issues = 0");

    Run run = verify();

    assertThat(run.out()).contains("issue " + issue + ": not on GitHub any more");
    assertThat(run.out()).doesNotContain("issue " + pull);
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void whatIsOlderThanTheDepthOfTheSyncIsNotMissed() {
    bench.world.pass(86_400);
    long young = bench.world.issue();
    Path other = folder.resolve("other.db");
    try (Bench shallow = bench.with(other)) {
      shallow.host = bench.host;
      shallow.sync(options -> options.depth = Optional.of(bench.world.now()));
      assertThat(verify(other, bench.hub.api()).out()).startsWith("octo/world: equal\n");
      Rows.execute(other, "DELETE FROM issues WHERE number = " + young);
      assertThat(verify(other, bench.hub.api()).out())
          .contains("issue " + young + ": not in the database");
    }
  }

  @Test
  void eventsThatGitHubDoesNotShowAnyMoreAreNotGone() {
    for (int i = 0; i < 150; i++) {
      bench.world.pass(1);
      bench.world.event(issue, "labeled");
    }
    bench.sync();
    bench.hub.refuse("/issues/events.*[?&]page=2.*", 422, "pagination is limited");

    Run run = verify();

    assertThat(run.out()).contains("100 compared; GitHub shows none from before 2026-01-05");
    assertThat(run.code()).isZero();
    Rows.execute(
        bench.db, "UPDATE issue_events SET id = 1 WHERE id = (SELECT max(id) FROM issue_events)");
    assertThat(verify().out()).contains("event 1 (labeled, issue ", "not on GitHub any more");
  }

  // ------------------------------------------------------------------ differences

  @Test
  void quietAndJsonTellTheSame() {
    Rows.execute(bench.db, "UPDATE labels SET color = 'x' WHERE name = 'bug'");
    bench.hub.refuse("/issues\\?.*", 502, "Server Error");

    Run quiet = verify("-q");
    Run json = verify("--json");

    assertThat(quiet.out()).isEmpty();
    assertThat(quiet.err())
        .contains("(bug): color differs\n")
        .contains("ghsync: issues not compared: server-error: ");
    assertThat(json.out())
        .contains("\"equal\":false", "(bug): color differs\"]", "\"code\":\"server-error\"");
    assertThat(List.of(quiet.code(), json.code())).containsOnly(3);
  }

  @Test
  void whatIsNewOrGoneOnGitHubDiffers() {
    long fresh = bench.world.issue();
    bench.world.deleteIssue(issue);
    bench.world.addLabel(pull, bench.world.label("fresh"));

    Run run = verify();

    assertThat(run.out())
        .contains("issue " + fresh + ": not in the database")
        .contains("issue " + issue + ": not on GitHub any more")
        .contains("issue " + pull + ": labels differ")
        .contains("(fresh): not in the database");
  }

  /** A pull request that moves to the front while the list is read is on no page then. */
  @Test
  void anItemThatSlipsThroughBetweenTwoPagesIsNotGone() {
    for (int i = 0; i < 150; i++) {
      bench.world.pass(1);
      bench.world.pull();
    }
    bench.sync();
    bench.hub.before(2, "/pulls\\?.*", () -> bench.world.editIssue(pull));

    assertThat(verify().out()).doesNotContain("not on GitHub any more");
  }

  // ------------------------------------------------------------------ not compared

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "SERVER_ERROR",
        "PAGE_OF_HTML",
        "HTML_INSTEAD_OF_JSON",
        "CONNECTION_BREAKS",
        "BODY_IS_CUT",
        "JSON_ENDS_TOO_EARLY",
        "EMPTY_BODY",
        "GARBAGE",
        "DEEPLY_NESTED",
        "REDIRECTS_TO_ITSELF",
        "NOT_FOUND",
        "NOT_ACCEPTED"
      })
  void aListThatCannotBeReadIsNeverEqual(Fault fault) {
    bench.hub.spoil("/git/matching-refs/tags", fault);
    bench.hub.spoil("(/issues|/pulls)?/(labels|milestones|comments|events|releases)\\?.*", fault);
    bench.hub.spoil("/(issues|pulls)\\?.*", fault);

    Run run = verify();

    assertThat(run.out())
        .containsPattern("\\Aocto/world: \\d+ of " + ALL + " streams not compared\n")
        .contains("labels          not compared", "events          not compared");
    assertThat(run.out()).doesNotContain("any more", "differ");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER_ERROR, 1",
    "CONNECTION_BREAKS, 1",
    "FORBIDDEN, 4",
    "UNAUTHORIZED, 4",
    "LIMIT_SPENT, 6",
    "ASKED_FOR_A_PAUSE, 6",
    "BLOCKED, 5"
  })
  void aListThatBreaksOffClaimsNothingToBeGone(Fault fault, int code) {
    for (int i = 0; i < 110; i++) {
      bench.world.pass(1);
      bench.world.label("label " + i);
      bench.world.event(issue, "labeled");
      bench.world.pull();
    }
    bench.sync();
    for (String list : List.of("/labels?", "/issues?", "/pulls?")) {
      bench.hub.calmDown();
      bench.hub.before(
          2,
          list.replace("?", "\\?") + ".*",
          () -> bench.hub.spoil(list.replace("?", "\\?") + ".*", fault));

      Run run = verify();

      assertThat(run.out()).as(list).doesNotContain("equal", "any more", "differ");
      assertThat(run.out()).as(list).contains("100 compared, the rest not compared: ");
      assertThat(run.code()).as(list + run.out()).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"UNAUTHORIZED", "LIMIT_SPENT", "ASKED_FOR_A_PAUSE", "BLOCKED"})
  void afterAFailureOfAllRequestsNothingMoreIsAsked(Fault fault) {
    Rows.execute(bench.db, "UPDATE labels SET color = 'x' WHERE name = 'bug'");
    bench.hub.spoil("/milestones\\?.*", fault);

    Run run = verify();

    assertThat(run.out()).contains("(bug): color differs", "releases        not compared: ");
    assertThat(run.code()).isEqualTo(3);
    assertThat(bench.hub.asked("/(issues|pulls|releases|comments|graphql).*")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/labels\\?.*, labels",
    "/issues\\?.*, issues",
    "/issues/comments\\?.*, comments",
    "/pulls\\?.*, pulls",
    "/releases\\?.*, releases"
  })
  void anItemThatCannotBeReadIsNeitherEqualNorGone(String list, String stream) {
    bench.hub.spoil(list, Fault.NUMBERS_ARE_TEXTS);

    Run run = verify();

    assertThat(run.out()).doesNotContain("equal", "any more");
    assertThat(run.out()).containsPattern("  " + stream + " .*not compared: bad-response: ");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void pullRequestsWhoseDetailsCannotBeReadAreNotEqual() {
    bench.hub.refuse("/graphql", 502, "Server Error");
    bench.hub.refuse("/pulls/\\d+", 502, "Server Error");

    Run run = verify();

    assertThat(run.out()).contains("pulls           not compared: server-error: ");
    assertThat(run.out()).contains("reviews         not compared: server-error");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void reviewsThatCannotBeReadAreNotGone() {
    bench.hub.forbid("/graphql", "graphql=read");
    bench.hub.refuse("/pulls/\\d+/reviews.*", 404, "Not Found");

    Run run = verify();

    assertThat(run.out()).contains("pulls           1 compared\n").doesNotContain("any more");
    assertThat(run.out()).contains("reviews         not compared: bad-response: ");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"404, 5", "451, 5", "401, 4", "403, 4", "502, 1"})
  void whereTheRepositoryIsNotShownNothingIsCompared(int status, int code) {
    bench.hub.refuse("", status, "no");

    Run run = verify();

    assertThat(run.out())
        .startsWith("octo/world: %d of %d streams not compared\n".formatted(ALL, ALL));
    assertThat(run.code()).isEqualTo(code);
    assertThat(verify("-q").code()).isEqualTo(code);
    assertThat(verify("--json").out()).contains("\"equal\":false", "\"notCompared\":{");
    assertThat(bench.hub.asked("/.+")).isEmpty();
  }

  @Test
  void unreachableServerIsANetworkFailure() {
    Rows.execute(bench.db, "UPDATE repos SET host = '127.0.0.1:1'");

    Run run = verify(bench.db, URI.create("http://127.0.0.1:1"));

    assertThat(run.out()).contains("not compared: network: ").doesNotContain("equal");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void anotherRepositoryUnderTheNameIsNotCompared() {
    bench.world.replace();

    assertThat(verify().out()).contains("not compared: repo-replaced: ");
    assertThat(verify().code()).isEqualTo(1);
  }

  @Test
  void aPermissionThatIsMissingIsNotEqual() {
    bench.hub.forbid("/releases.*", "contents=read");

    Run run = verify();

    assertThat(run.out())
        .contains("releases        not compared: forbidden: the token lacks contents=read");
    assertThat(run.code()).isEqualTo(4);
  }

  @Test
  void draftsThatTheTokenIsNotShownAreNotEqual() {
    bench.world.mayPush = false;

    Run run = verify();

    assertThat(run.out()).contains("1 stored drafts of releases are shown only to a token");
    assertThat(run.out()).doesNotContain("any more");
    assertThat(run.code()).isEqualTo(4);
  }

  // ------------------------------------------------------------------ reading only

  @Test
  void nothingIsWrittenAndNoFileIsLeft() throws Exception {
    Path copy = bench.killedCopy(folder.resolve("copy.db"));
    Rows.execute(copy, "PRAGMA journal_mode = WAL");
    byte[] before = Files.readAllBytes(copy);

    assertThat(verify(copy, bench.hub.api()).code()).isZero();

    assertThat(Files.readAllBytes(copy)).isEqualTo(before);
    assertThat(folder.resolve("copy.db-wal")).doesNotExist();
    assertThat(folder.resolve("copy.db-shm")).doesNotExist();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileAndFolderThatMayOnlyBeReadAreEnough() throws Exception {
    Path shelf = Files.createDirectory(folder.resolve("shelf"));
    Path copy = bench.killedCopy(shelf.resolve("copy.db"));
    Rows.execute(copy, "PRAGMA journal_mode = WAL");
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--r--r--"));
    Files.setPosixFilePermissions(shelf, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(verify(copy, bench.hub.api()).code()).isZero();
    } finally {
      Files.setPosixFilePermissions(shelf, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Without a log SQLite is told that the file stands still. */
  @Test
  void aSyncThatBeginsMeanwhileIsSeen() throws Exception {
    Path copy = bench.killedCopy(folder.resolve("copy.db"));
    Rows.execute(copy, "PRAGMA journal_mode = WAL");
    bench.hub.before(
        1,
        "/issues\\?.*",
        () -> Rows.execute(copy, "UPDATE issues SET title = 'x' WHERE is_pull = 0"));

    assertThat(verify(copy, bench.hub.api()).out()).contains("issue 1: title differs");
  }

  @Test
  void anOlderFileIsNotMigrated() {
    Path copy = bench.killedCopy(folder.resolve("copy.db"));
    Rows.execute(copy, "PRAGMA user_version = 1");

    Run run = verify(copy, bench.hub.api());

    assertThat(run.err()).contains("older ghsync");
    assertThat(run.code()).isEqualTo(1);
    assertThat(Rows.one(copy, "PRAGMA user_version")).isEqualTo("1");
  }

  @Test
  void aDamagedFileIsAFailureAndNoRequestIsSent() throws Exception {
    Path copy = bench.killedCopy(folder.resolve("copy.db"));
    byte[] bytes = Files.readAllBytes(copy);
    System.arraycopy(new byte[] {1, 2, 3, 4}, 0, bytes, bytes.length - 16_384, 4);
    Files.write(copy, bytes);

    Run run = verify(copy, bench.hub.api());

    assertThat(run.err()).contains("is damaged; restore it");
    assertThat(run.code()).isEqualTo(1);
    assertThat(bench.hub.asked()).isEmpty();
  }
}
