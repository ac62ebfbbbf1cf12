package dev.ghsync.sync.object;

import static dev.ghsync.sync.fake.GitRepo.after;
import static dev.ghsync.sync.fake.GitRepo.file;
import static dev.ghsync.sync.fake.GitRepo.merging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.fake.StoredObjects;
import dev.ghsync.sync.stream.RefsStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits, tags, trees and blobs by git's protocol, against the real git's server side. */
class GitObjectsSyncTest {
  private static final String FETCH = ".*/git-upload-pack";
  private static final String GIT = ".*/info/refs.*|" + FETCH;

  @TempDir Path folder;
  private Bench bench;
  private GitRepo repo;
  private GitAnswers answers;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    repo = GitRepo.create(folder.resolve("repo.git"));
    answers = new GitAnswers(repo);
    bench.hub.serve(answers);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private SyncReport sync() {
    return sync(options -> {});
  }

  private SyncReport sync(Consumer<Options> wishes) {
    SyncReport report =
        bench.sync(
            options -> {
              options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
              options.objects = ObjectsMode.GIT;
              wishes.accept(options);
            });
    assertThat(report.failure()).isEmpty();
    return report;
  }

  private SyncReport syncAll() {
    return sync(options -> options.content = CommitScope.ALL);
  }

  /** Returns random text, so that sizes show what was sent. */
  private static String noise(int seed, int length) {
    StringBuilder text = new StringBuilder();
    new Random(seed).ints(length, '!', '~').forEach(c -> text.append((char) c));
    return text.toString();
  }

  /** A file that stays, one that is another in each commit, and one that comes with each. */
  private void commits(int count) {
    repo.commit("main", file("stays", noise(0, 5_000)), file("n", noise(1, 5_000)));
    for (int i = 2; i <= count; i++) {
      repo.commit(
          "main",
          after("main"),
          file("n", noise(i, 5_000)),
          file("deep/m", "m" + i),
          file("d" + i + "/f", "f" + i));
    }
  }

  // ------------------------------------------------------------------ equal to git

  /** All commits and tags, and the files of what refs name. */
  private void assertHeadsAreHere() {
    assertHere("rev-list --all");
    assertHere("rev-list --objects --no-object-names --no-walk --all");
  }

  private void assertAllIsHere() {
    assertHere("rev-list --objects --no-object-names --all");
  }

  private void assertHere(String command) {
    assertStored(command);
    assertThat(Rows.select(bench.db, "SELECT name, target_sha FROM refs"))
        .containsExactlyInAnyOrderElementsOf(
            git("for-each-ref --format=%(refname)|%(objectname) refs/heads refs/tags"));
  }

  private void assertStored(String command) {
    Map<String, String> stored = StoredObjects.of(bench.db);
    Map<String, String> ids = new HashMap<>();
    stored.forEach((id, made) -> ids.put(id, made.substring(made.indexOf(' ') + 1)));
    assertThat(ids).allSatisfy((id, made) -> assertThat(made).isEqualTo(id));
    assertThat(ids.keySet()).containsAll(git(command));
  }

  private List<String> git(String command) {
    return repo.git(command.split(" ")).lines().toList();
  }

  private int fetches() {
    return bench.hub.asked(FETCH).size();
  }

  private static long bytes(SyncReport report) {
    return report.git().orElseThrow().bytes();
  }

  private static long objects(SyncReport report) {
    return Bench.phase(report, ObjectsPhase.NAME).counts().created();
  }

  // ------------------------------------------------------------------ what it costs

  @Test
  void aFirstSyncIsTwoFetches() {
    commits(10);
    SyncReport report = sync();

    assertHeadsAreHere();
    assertThat(fetches()).isEqualTo(2);
    assertThat(bench.sql("SELECT count(*) FROM blobs")).isEqualTo("12");
    assertThat(bytes(report)).isLessThan(20_000);
  }

  @Test
  void allContentIsOneFetch() {
    commits(10);
    syncAll();

    assertAllIsHere();
    assertThat(fetches()).isEqualTo(1);
  }

  @Test
  void nothingIsAskedTwice() {
    commits(10);
    sync();
    sync();

    assertThat(bench.hub.asked()).noneMatch(Asked::byGit);
  }

  @Test
  void aPushOfThreeCommitsIsTwoRequestsAndAsManyBytesAsItHas() {
    commits(30);
    sync();
    for (int i = 0; i < 3; i++) {
      repo.commit("main", after("main"), file("x" + i, noise(100 + i, 500)));
    }
    SyncReport report = sync();

    assertHeadsAreHere();
    assertThat(bench.hub.asked()).filteredOn(Asked::byGit).hasSize(2);
    assertThat(objects(report)).isEqualTo(9);
    assertThat(bytes(report)).isLessThan(6_000);
  }

  @Test
  void aWiderContentReadsNothingAgain() {
    commits(20);
    repo.tag("v1", "main~5");
    long first = objects(sync()) - 3; // the two tips and the tag come with history and with files
    SyncReport wider = syncAll();

    assertAllIsHere();
    assertThat(first + objects(wider)).isEqualTo(StoredObjects.of(bench.db).size());
  }

  // ------------------------------------------------------------------ what people do to histories

  @Test
  void aForcedPush() {
    commits(10);
    sync();
    repo.git("update-ref", "refs/heads/main", "main~3");
    repo.commit("main", after("main"), file("other", "o"));
    sync();

    assertHeadsAreHere();
    assertThat(bench.sql("SELECT forced FROM ref_changes WHERE old_sha IS NOT NULL"))
        .isEqualTo("1");
  }

  @Test
  void aBranchFromAnOldCommitBringsNotItsWholeHistory() {
    commits(30);
    sync();
    repo.git("branch", "fix", "main~20");
    repo.commit("fix", after("fix"), file("fix", "f"));
    SyncReport report = sync();

    assertHeadsAreHere();
    assertThat(bench.hub.asked("/git/trees/.*")).isEmpty();
    assertThat(fetches()).isEqualTo(2);
    assertThat(bench.sql("SELECT count(*) FROM blobs WHERE size = 5000")).isEqualTo("3");
    assertThat(bytes(report)).isLessThan(15_000);
  }

  @Test
  void aRewrittenHistory() {
    commits(5);
    sync();
    repo.git("branch", "-m", "main", "before");
    repo.commit("main", file("stays", noise(0, 5_000)), file("n", "rewritten"));
    repo.commit("main", after("main"), file("n", noise(3, 5_000)));
    repo.git("branch", "-D", "before");
    sync();
    assertHeadsAreHere();

    repo.commit("main", after("main"), file("n", "on"));
    syncAll();
    assertAllIsHere();
  }

  @Test
  void anOrphanBranchWithFilesThatAreHere() {
    commits(5);
    sync();
    repo.commit("orphan", file("stays", noise(0, 5_000)), file("own", "o"));
    sync();
    assertHeadsAreHere();

    repo.commit("orphan", after("orphan"), merging("main"), file("both", "b"));
    sync();
    assertHeadsAreHere();
  }

  @Test
  void aBranchThatIsDeletedAndMadeAgain() {
    commits(5);
    repo.commit("topic", after("main"), file("topic", "t"));
    String tip = repo.git("rev-parse", "topic").strip();
    sync();
    repo.git("branch", "-D", "topic");
    sync();
    repo.git("branch", "topic", tip);
    sync();
    assertThat(bench.hub.asked()).noneMatch(Asked::byGit);
    assertHeadsAreHere();

    repo.git("branch", "-D", "topic");
    sync();
    repo.commit("topic", file("topic", "another"));
    sync();
    assertHeadsAreHere();
  }

  @Test
  void tagsOfEverything() {
    commits(3);
    repo.tag("v1", "main~1");
    repo.tag("of-tag", "v1");
    repo.tag("of-tree", "main:d2");
    repo.tag("of-blob", "main~2:n");
    repo.git("tag", "light-tree", "main:d3");
    repo.git("tag", "light-blob", "main~1:n");
    sync();
    assertHeadsAreHere();

    repo.tag("of-old-tree", "main~2^{tree}");
    repo.tag("of-tag-of-tree", "of-tree");
    sync();
    assertHeadsAreHere();
  }

  @Test
  void aRefThatMovesBetweenTheListAndTheFetch() {
    commits(5);
    bench.hub.before(
        1,
        FETCH,
        () -> {
          repo.git("update-ref", "refs/heads/main", "main~2");
          repo.commit("main", after("main"), file("moved", "m"));
        });
    sync();
    sync();

    assertHeadsAreHere();
  }

  private void rewriteAndPrune(String branch) {
    repo.git("update-ref", "refs/heads/" + branch, branch + "~2");
    repo.commit(branch, after(branch), file("moved", "m"));
    repo.git("gc", "--quiet", "--prune=now");
  }

  @Test
  void aRefWhoseCommitIsGoneBetweenTheListAndTheFetchIsListedAgain() {
    for (ObjectsMode mode : List.of(ObjectsMode.GIT, ObjectsMode.AUTO)) {
      commits(5);
      bench.hub.before(1, ".*/info/refs.*", () -> rewriteAndPrune("main"));
      SyncReport report = sync(options -> options.objects = mode);

      assertHeadsAreHere();
      assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
      assertThat(Bench.phase(report, ObjectsPhase.NAME).reason()).isEmpty();
      assertThat(bench.hub.asked("/git/(trees|blobs)/.*|/commits.*")).isEmpty();
      assertThat(bench.hub.asked("/git/matching-refs/.*")).hasSize(4);
      repo.git("update-ref", "-d", "refs/heads/main");
    }
  }

  @Test
  void listedObjectsThatTheServerLacksAreLeftToTheNextRun() {
    commits(5);
    answers.listAlso("refs/heads/gone", "12".repeat(20));
    SyncReport report = sync(options -> options.objects = ObjectsMode.AUTO);

    PhaseReport objects = Bench.phase(report, ObjectsPhase.NAME);
    assertThat(objects.state()).isEqualTo(PhaseReport.State.INCOMPLETE);
    assertThat(objects.reason().orElseThrow()).contains("commit 1212", "the next run continues");
    assertStored("rev-list --all");
    assertStored("rev-list --objects --no-object-names --no-walk --all");
    assertThat(bench.hub.asked("/git/(trees|blobs)/.*|/commits.*")).isEmpty();

    answers.mend();
    sync();
    assertHeadsAreHere();
  }

  // ------------------------------------------------------------------ refused

  @Test
  void restReplacesARefusedGitAndOnePhaseReportsIt() {
    commits(3);
    for (int status : List.of(401, 403, 404)) {
      bench.hub.refuse(GIT, status, "no");
      repo.commit("main", after("main"), file("f" + status, "f"));
      SyncReport report = sync(options -> options.objects = ObjectsMode.AUTO);

      assertThat(bench.sql("SELECT size FROM ref_files WHERE path = 'f" + status + "'"))
          .isEqualTo("1");
      assertThat(report.phases())
          .filteredOn(phase -> phase.reason().stream().anyMatch(r -> r.contains("git")))
          .singleElement()
          .extracting(phase -> phase.reason().orElseThrow())
          .asString()
          .startsWith("by REST, since git did not work: ")
          .contains("answers " + status);
      assertThat(bench.hub.asked(GIT)).hasSize(1);
      bench.hub.calmDown();
    }
  }

  @Test
  void refusalOfGitFailsOnlyItsPhaseIfRestIsExcluded() {
    commits(3);
    bench.hub.refuse(GIT, 401, "no");
    SyncReport report =
        bench.sync(
            options -> {
              options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
              options.objects = ObjectsMode.GIT;
            });

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(report.failure().map(Failure::code)).contains(FailureCode.FORBIDDEN);
  }

  @Test
  void restReplacesAnIncompatibleGitServer() {
    commits(3);
    bench.hub.refuse(".*/info/refs.*", 200, "not of git");
    sync(options -> options.objects = ObjectsMode.AUTO);

    assertThat(bench.sql("SELECT count(*) FROM commits")).isEqualTo("3");
    assertThat(bench.hub.asked("/git/trees/.*")).isNotEmpty();
  }

  @Test
  void aDamagedPackIsNoReasonToAskRest() {
    commits(3);
    bench.hub.refuse(FETCH, 200, "not a pack");
    SyncReport report =
        bench.sync(
            options -> {
              options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
              options.objects = ObjectsMode.AUTO;
            });

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(report.failure().map(Failure::code)).contains(FailureCode.BAD_RESPONSE);
    assertThat(bench.hub.asked("/git/(trees|blobs)/.*")).isEmpty();
    bench.hub.calmDown();
    sync();
    assertHeadsAreHere();
  }

  // ------------------------------------------------------------------ cut

  /** Leaves the state of a process that was killed while it stored a pack: a part of the pack. */
  private void keepPackedObjects(long count) {
    for (String statement :
        List.of(
            "DELETE FROM content_tips",
            "DELETE FROM unfolded_roots",
            "DELETE FROM packed_objects WHERE id > " + count,
            "DELETE FROM blobs WHERE unhex(sha) NOT IN (SELECT sha FROM packed_objects)",
            "DELETE FROM tree_rows",
            "DELETE FROM trees",
            "INSERT INTO unfinished_packs (repo_id, first_object) SELECT id, 1 FROM repos")) {
      Rows.execute(bench.db, statement);
    }
  }

  @Test
  void whatAKilledProcessDidNotStoreIsAskedForByGitAlone() {
    commits(10);
    repo.commit("main", after("main"), file("large", noise(9, 20_000)));
    syncAll();
    long all = Long.parseLong(bench.sql("SELECT count(*) FROM packed_objects"));
    for (long kept = 0; kept < all; kept += 7) {
      keepPackedObjects(kept);
      syncAll();

      assertAllIsHere();
      assertThat(bench.hub.asked("/git/.*/[0-9a-f]{40}.*")).isEmpty();
      assertThat(bench.sql("SELECT count(*) FROM absent_objects")).isEqualTo("0");
      assertThat(bench.sql("SELECT count(*) FROM unfinished_packs")).isEqualTo("0");
    }
  }

  @Test
  void unfinishedFirstSyncContinuesAndLeavesLargeFilesOut() {
    commits(10);
    repo.commit("main", after("main"), file("d2/large", noise(9, 20_000)));
    sync(options -> options.maxBlobSize = 10_000);
    keepPackedObjects(5);
    SyncReport report = sync(options -> options.maxBlobSize = 10_000);

    assertThat(bench.sql("SELECT size FROM blobs WHERE omitted = 'too-large'")).isEqualTo("20000");
    assertThat(bytes(report)).isLessThan(20_000);
  }

  @Test
  void aConnectionThatBreaksInEveryPackBringsAllInTheEnd() {
    commits(30);
    repo.commit("main", after("main"), file("large", noise(9, 15_000)));
    bench.hub.cutGitAfter(20_000);
    SyncReport report = sync();

    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertHeadsAreHere();

    bench.hub.cutGitAfter(20_000);
    sync(options -> options.content = CommitScope.ALL);
    assertAllIsHere();
  }

  @Test
  void anObjectThatNeverArrivesWholeHoldsUpNoOther() {
    repo.commit(
        "main",
        file("a", noise(1, 3_000)),
        file("b", noise(2, 60_000)),
        file("c", noise(3, 3_000)));
    bench.hub.cutGitAfter(20_000);
    SyncReport report =
        bench.sync(
            options -> {
              options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
              options.objects = ObjectsMode.GIT;
            });

    Failure failure = report.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo(FailureCode.NETWORK);
    assertThat(failure.message())
        .contains("broke off", "could not be transferred: " + git("rev-parse main:b").get(0));
    assertThat(bench.sql("SELECT count(*) FROM blobs WHERE content IS NOT NULL")).isEqualTo("2");

    bench.hub.calmDown();
    sync();
    assertHeadsAreHere();
  }

  @Test
  void blobsOfUnknownSizeAreLeftOutAndComeWhenTheirSizesCanBeRead() {
    commits(3);
    sync(options -> options.maxBlobSize = 10_000);
    repo.commit("main", after("main"), file("d2/large", noise(9, 200_000)));
    bench.hub.refuse("/git/trees/.*", 502, "Server Error");
    SyncReport report =
        bench.sync(
            options -> {
              options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
              options.objects = ObjectsMode.GIT;
              options.maxBlobSize = 10_000;
            });

    assertThat(bytes(report)).isLessThan(20_000);
    assertThat(Bench.phase(report, ObjectsPhase.NAME).state())
        .isEqualTo(PhaseReport.State.INCOMPLETE);
    assertThat(report.failure().map(Failure::code)).contains(FailureCode.SERVER_ERROR);

    bench.hub.calmDown();
    sync(options -> options.maxBlobSize = 10_000);
    assertThat(bench.sql("SELECT size FROM blobs WHERE omitted = 'too-large'")).isEqualTo("200000");
  }

  // ------------------------------------------------------------------ bounds

  @Test
  void maxCommitsLimitsARunAndTheNextContinues() {
    commits(23);
    List<String> counts = new ArrayList<>();
    PhaseReport objects;
    do {
      SyncReport report = sync(options -> options.maxCommits = OptionalLong.of(10));
      objects = Bench.phase(report, ObjectsPhase.NAME);
      counts.add(bench.sql("SELECT count(*) FROM commits"));
    } while (objects.state() == PhaseReport.State.INCOMPLETE && counts.size() < 9);

    assertThat(counts).startsWith("10", "20", "23").hasSizeLessThanOrEqualTo(4);
    assertHeadsAreHere();
  }

  @Test
  void aLargeBlobKeepsItsSizeAndAloneComesWhenTheBoundIsRaised() {
    commits(5);
    repo.commit("main", after("main"), file("large", noise(9, 20_000)));
    sync(options -> options.maxBlobSize = 10_000);
    assertThat(bench.sql("SELECT size, omitted, content FROM blobs WHERE size > 10000"))
        .isEqualTo("20000|too-large|null");

    sync(options -> options.maxBlobSize = 10_000);
    assertThat(bench.hub.asked()).noneMatch(Asked::byGit);

    SyncReport raised = sync();
    assertThat(objects(raised)).isEqualTo(1);
    assertThat(bench.hub.asked("/git/trees/.*")).isEmpty();
    assertHeadsAreHere();
  }
}
