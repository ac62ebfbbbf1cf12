package dev.ghsync.sync.object;

import static dev.ghsync.sync.fake.GitRepo.after;
import static dev.ghsync.sync.fake.GitRepo.file;
import static dev.ghsync.sync.fake.GitRepo.merging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.run.SyncRun;
import dev.ghsync.sync.stream.RefsStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits, tags, trees and blobs by the git data API, held against the real git. */
class RestObjectsTest {
  private static final String OBJECTS = "/commits.*|/git/(trees|blobs|tags)/.*";
  private static final String BLOBS = "/git/blobs/.*";

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
    return bench.sync(
        options -> {
          options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME, StreamName.COUNTS);
          wishes.accept(options);
        });
  }

  /** Two branches that part and meet, folders, and a file that is in two places. */
  private void aSmallHistory() {
    repo.commit("main", file("README", "hello\n"), file("src/a.txt", "a"), file("src/b.txt", "b"));
    repo.commit("topic", after("main"), file("src/deep/er/c.txt", "c"));
    repo.commit("main", after("main"), file("src/a.txt", "a2"));
    repo.commit("main", after("main"), merging("topic"), file("copy/a.txt", "a"));
    repo.commit("topic", after("topic"), "D README");
  }

  private void commits(int count) {
    repo.commit("main", file("n.txt", "n1"));
    for (int i = 2; i <= count; i++) {
      repo.commit("main", after("main"), file("n.txt", "n" + i));
    }
  }

  // ------------------------------------------------------------------ equal to git

  private void assertHistoryEqual() {
    assertThat(rows("SELECT sha, tree_sha, author_name, committer_email FROM commits"))
        .containsExactlyInAnyOrderElementsOf(
            git("log", "--branches", "--tags", "--format=%H|%T|%an|%ce"));
    assertThat(
            rows(
                """
                SELECT c.sha || coalesce((SELECT group_concat(' ' || parent_sha, '') FROM
                  (SELECT * FROM commit_parents p WHERE p.sha = c.sha ORDER BY position)), '')
                FROM commits c
                """))
        .containsExactlyInAnyOrderElementsOf(git("rev-list", "--parents", "--branches", "--tags"));
    assertThat(rows("SELECT name, target_type, target_sha FROM refs"))
        .containsExactlyInAnyOrderElementsOf(
            git("for-each-ref", "--format=%(refname)|%(objecttype)|%(objectname)"));
  }

  private void assertEqual() {
    assertHistoryEqual();
    for (String ref : git("for-each-ref", "--format=%(refname)")) {
      List<String> files = new ArrayList<>();
      if (git("cat-file", "-t", ref + "^{}").get(0).matches("commit|tree")) {
        git("ls-tree", "-r", "--format=%(path)|%(objectmode)|%(objecttype)|%(objectname)", ref)
            .forEach(files::add);
      }
      assertThat(rows("SELECT path, mode, type, sha FROM ref_files WHERE ref_name = '" + ref + "'"))
          .as(ref)
          .containsExactlyInAnyOrderElementsOf(files);
    }
    for (String blob : rows("SELECT sha, CAST(content AS TEXT) FROM blobs WHERE omitted IS NULL")) {
      String[] b = blob.split("\\|", 2);
      assertThat(b[1]).isEqualTo(repo.git("cat-file", "blob", b[0]));
    }
    assertThat(rows("SELECT path FROM ref_files WHERE type = 'blob' AND size IS NULL")).isEmpty();
  }

  private List<String> rows(String query) {
    return Rows.select(bench.db, query);
  }

  private List<String> git(String... args) {
    return repo.git(args).lines().toList();
  }

  @Test
  void branchesMergesAndFilesAreAsGitHasThem() {
    aSmallHistory();
    SyncReport report = sync();

    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(bench.sql("SELECT commits, branches FROM repo_counts")).isEqualTo("5|2");
    assertEqual();
  }

  @Test
  void aBlobThatIsInSeveralPlacesIsAskedForOnce() {
    aSmallHistory();
    sync();

    assertThat(bench.hub.asked(BLOBS)).extracting(Asked::path).doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void tagsOfEverythingArePeeled() {
    aSmallHistory();
    repo.git("tag", "light", "main");
    repo.tag("v1", "topic");
    repo.tag("v1-signed-off", "v1");
    repo.tag("of-tree", "main^{tree}");
    repo.tag("of-blob", "main:README");
    repo.git("tag", "light-tree", "main:src");
    repo.git("branch", "-D", "topic");
    sync();

    assertEqual();
    assertThat(rows("SELECT name, target_type, tagger_name, message FROM tags ORDER BY name"))
        .containsExactly(
            "of-blob|blob|Tia|tagged of-blob",
            "of-tree|tree|Tia|tagged of-tree",
            "v1|commit|Tia|tagged v1",
            "v1-signed-off|tag|Tia|tagged v1-signed-off");
    assertThat(bench.sql("SELECT commit_sha FROM refs WHERE name = 'refs/tags/v1-signed-off'"))
        .isEqualTo(repo.git("rev-parse", "v1^{commit}").strip());
    assertThat(bench.sql("SELECT commit_sha FROM refs WHERE name = 'refs/tags/of-blob'"))
        .isEqualTo("null");
  }

  @Test
  void submodulesLinksAndModesAreEntriesLikeOthers() {
    repo.commit(
        "main",
        file("plain", "p"),
        file("with space/ünïcode", "u"),
        "M 100755 inline run.sh\ndata 1\nr",
        "M 120000 inline link\ndata 5\nplain",
        "M 160000 0123456789abcdef0123456789abcdef01234567 module");
    sync();

    assertThat(bench.sql("SELECT type, size FROM ref_files WHERE path = 'module'"))
        .isEqualTo("commit|null");
    assertThat(bench.hub.asked(BLOBS)).hasSize(4);
    assertEqual();
  }

  @Test
  void anEmptyRepositoryIsNoError() {
    SyncReport report = sync();

    assertThat(report.failure()).isEmpty();
    assertThat(bench.sql("SELECT commits, branches, tags FROM repo_counts")).isEqualTo("0|0|0");
  }

  // ------------------------------------------------------------------ what it costs

  @Test
  void nothingIsAskedTwice() {
    aSmallHistory();
    repo.tag("v1", "main");
    sync();
    SyncReport second = sync();

    assertThat(bench.hub.asked(OBJECTS)).isEmpty();
    assertThat(second.outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aPushCostsItsCommitsItsTreeAndItsFiles() {
    commits(120);
    sync();
    assertThat(bench.hub.asked("/commits.*")).hasSize(2);

    repo.commit("main", after("main"), file("x/y.txt", "new"));
    repo.commit("main", after("main"), file("n.txt", "n5"));
    sync();

    assertThat(bench.hub.asked("/commits.*")).hasSize(1);
    assertThat(bench.hub.asked("/git/trees/.*")).hasSize(1);
    assertThat(bench.hub.asked(BLOBS)).hasSizeBetween(1, 2);
    assertEqual();
  }

  @Test
  void aBranchThatPartedLongAgoIsReadUntilTheCommitItPartedFrom() {
    commits(30);
    repo.git("branch", "old", "main~25");
    sync();
    repo.commit("old", after("old"), file("old.txt", "o"));
    repo.commit("main", after("main"), merging("old"), file("m.txt", "m"));
    sync();

    assertEqual();
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
      assertThat(report.failure()).isEmpty();
      counts.add(bench.sql("SELECT count(*) FROM commits"));
    } while (objects.state() == PhaseReport.State.INCOMPLETE);

    assertThat(counts).startsWith("10", "20", "23").hasSizeLessThanOrEqualTo(4);
    assertEqual();
  }

  @Test
  void theNewestCommitsComeFirstAndTheirFilesAreHere() {
    commits(23);
    SyncReport report = sync(options -> options.maxCommits = OptionalLong.of(10));

    assertThat(Bench.phase(report, ObjectsPhase.NAME).reason().orElseThrow())
        .contains("--max-commits");
    assertThat(rows("SELECT sha FROM commits"))
        .containsExactlyInAnyOrderElementsOf(git("rev-list", "-n", "10", "main"));
    assertThat(bench.sql("SELECT path, size FROM ref_files")).isEqualTo("n.txt|3");
  }

  @Test
  void aLargeBlobKeepsItsSizeAndComesWhenTheBoundIsRaised() {
    repo.commit("main", file("small", "s"), file("large", "l".repeat(2_000)));
    sync(options -> options.maxBlobSize = 1_000);

    assertThat(bench.sql("SELECT size, omitted, content FROM blobs WHERE size > 1000"))
        .isEqualTo("2000|too-large|null");
    assertThat(bench.hub.asked(BLOBS)).hasSize(1);

    sync(options -> options.maxBlobSize = 1_000);
    assertThat(bench.hub.asked(OBJECTS)).isEmpty();

    sync();
    assertThat(bench.hub.asked(BLOBS)).hasSize(1);
    assertEqual();
  }

  @Test
  void contentIsOfNoCommitOfHeadsOrOfAll() {
    aSmallHistory();
    sync(options -> options.content = CommitScope.NONE);
    assertHistoryEqual();
    assertThat(bench.sql("SELECT (SELECT count(*) FROM trees), (SELECT count(*) FROM blobs)"))
        .isEqualTo("0|0");

    sync();
    assertEqual();

    sync(options -> options.content = CommitScope.ALL);
    List<String> all = new ArrayList<>();
    git("rev-list", "--objects", "--all", "--no-object-names").forEach(all::add);
    assertThat(all)
        .containsAll(rows("SELECT sha FROM trees"))
        .containsAll(rows("SELECT sha FROM blobs"));
    assertThat(
            rows("SELECT sha FROM trees UNION SELECT sha FROM blobs UNION SELECT sha FROM commits"))
        .hasSameSizeAs(all);
  }

  // ------------------------------------------------------------------ what GitHub may do

  @Test
  void treesThatAreTruncatedAreReadFolderByFolder() {
    aSmallHistory();
    answers.truncateTreesAfter(3);
    sync();

    assertThat(bench.hub.asked("/git/trees/[0-9a-f]{40}")).isNotEmpty();
    assertEqual();
  }

  @Test
  void aBlobOfOtherBytesIsRefusedAndNothingOfItIsStored() {
    aSmallHistory();
    String blob = repo.git("rev-parse", "main:README").strip();
    answers.damage(blob);
    SyncReport report = sync();

    assertThat(report.failure().map(Failure::code)).contains(FailureCode.BAD_RESPONSE);
    assertThat(report.failure().orElseThrow().message()).contains(blob);
    assertThat(rows("SELECT sha FROM blobs")).doesNotContain(blob);

    answers.mend();
    sync();
    assertEqual();
  }

  @Test
  void aBlobThatAlwaysAnswers502IsPassedOverAndNotedAndTheOthersAreStored() {
    aSmallHistory();
    String blob = repo.git("rev-parse", "main:README").strip();
    bench.hub.refuse("/git/blobs/" + blob, 502, "Server Error");
    for (int run = 0; run < 2; run++) {
      SyncReport report = sync();

      assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
      PhaseReport objects = Bench.phase(report, ObjectsPhase.NAME);
      assertThat(objects.state()).isEqualTo(PhaseReport.State.INCOMPLETE);
      assertThat(objects.failure().orElseThrow().message()).contains(blob, "the next run tries");
      assertThat(rows("SELECT path FROM ref_files WHERE type = 'blob' AND size IS NULL"))
          .containsOnly("README");
      assertThat(rows("SELECT stream, item FROM unreadable_items"))
          .containsExactly("objects|blob " + blob);
    }

    bench.hub.calmDown();
    sync();
    assertEqual();
    assertThat(rows("SELECT item FROM unreadable_items")).isEmpty();
  }

  @Test
  void commitsOfAPageThatAlwaysFailsArePassedOverAndTheRestIsStored() {
    commits(9);
    repo.commit("aaa", file("first", "1"));
    repo.commit("zzz", file("last", "2"));
    List<String> unreadable = git("log", "--format=%s", "--skip=3", "--max-count=4", "main");
    String missing = repo.git("rev-parse", "main~3").strip();
    bench.hub.breakOn("/commits.*", String.join("|", unreadable));
    for (int run = 0; run < 2; run++) {
      PhaseReport objects = Bench.phase(sync(), ObjectsPhase.NAME);

      assertThat(objects.state()).isEqualTo(PhaseReport.State.INCOMPLETE);
      assertThat(objects.failure().orElseThrow().message())
          .contains("1 could not be read", missing, "the next run tries");
      assertThat(rows("SELECT item FROM unreadable_items")).containsExactly("commit " + missing);
      assertThat(rows("SELECT sha FROM commits"))
          .containsExactlyInAnyOrderElementsOf(git("rev-list", "--all", "--not", missing));
      assertThat(rows("SELECT path FROM ref_files WHERE size > 0"))
          .contains("n.txt", "first", "last");
    }

    bench.hub.calmDown();
    sync();
    assertEqual();
    assertThat(rows("SELECT item FROM unreadable_items")).isEmpty();
  }

  @Test
  void aTagThatAlwaysFailsIsPassedOverAndTheRestIsStored() {
    aSmallHistory();
    String tag = repo.tag("a", "main");
    repo.tag("b", "topic");
    bench.hub.refuse("/git/tags/" + tag, 502, "Server Error");

    SyncReport report = sync();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(rows("SELECT name FROM tags")).containsExactly("b");
    assertThat(rows("SELECT count(*) FROM blobs")).doesNotContain("0");
    bench.hub.calmDown();
    sync();
    assertEqual();
  }

  @Test
  void phaseEndsIfNoBlobCanBeRead() {
    for (int i = 0; i < 40; i++) {
      repo.commit("b" + i, file("f", "content " + i));
    }
    bench.hub.refuse(BLOBS, 502, "Server Error");
    PhaseReport objects = Bench.phase(sync(), ObjectsPhase.NAME);

    assertThat(objects.state()).isEqualTo(PhaseReport.State.FAILED);
    assertThat(bench.hub.asked(BLOBS)).hasSizeLessThan(80);
  }

  @Test
  void aTreeThatGitHubCannotListWithAllBelowItIsListedAlone() {
    aSmallHistory();
    bench.hub.refuse("/git/trees/.*recursive.*", 504, "Server Error");
    SyncReport report = sync();

    assertThat(report.failure()).isEmpty();
    assertEqual();
  }

  @Test
  void aBlobThatIsTooLargeOnlyAsGitHubSendsItIsRefusedAndComesLater() {
    repo.commit("main", file("small", "s"), file("dir/other", "o"));
    String blob = repo.git("rev-parse", "main:small").strip();
    answers.lengthen(blob);
    for (boolean sizeIsKnown : List.of(true, false)) {
      SyncReport report = sync(options -> options.maxBlobSize = 1_000);

      assertThat(report.failure().map(Failure::code)).contains(FailureCode.BAD_RESPONSE);
      assertThat(report.failure().orElseThrow().message()).contains(blob);
      assertThat(rows("SELECT sha FROM blobs")).doesNotContain(blob);
      assertThat(bench.hub.asked("/git/trees/.*")).as("known: " + sizeIsKnown).hasSize(1);
    }
    answers.mend();
    sync(options -> options.maxBlobSize = 1_000);
    assertEqual();
  }

  /** Leaves the state of a process that was killed before it stored blobs. */
  private void loseBlobs() {
    for (String statement :
        List.of(
            "DELETE FROM content_tips",
            "DELETE FROM blobs",
            "DELETE FROM packed_objects WHERE type = 'blob'",
            "INSERT INTO unfinished_packs (repo_id, first_object) SELECT id, 1 FROM repos")) {
      Rows.execute(bench.db, statement);
    }
  }

  @Test
  void theSizeOfALargeBlobIsItsTreesWhereTheTreeIsOfAnEarlierRun() {
    repo.commit("main", file("small", "s"), file("large", "l".repeat(2_000)));
    sync(options -> options.maxBlobSize = 1_000);
    loseBlobs();
    answers.lengthen(repo.git("rev-parse", "main:large").strip());
    sync(options -> options.maxBlobSize = 1_000);

    assertThat(bench.sql("SELECT size, omitted FROM blobs WHERE size > 1000"))
        .isEqualTo("2000|too-large");
    assertThat(bench.hub.asked("/git/trees/.*")).hasSize(1);
  }

  @Test
  void aBlobAboveGitHubsOwnLimitIsLeftOutAndNoRunStumblesOverIt() {
    repo.commit("main", file("huge", "not really"));
    String huge = repo.git("rev-parse", "main:huge").strip();
    answers.claimSize(huge, 150 << 20);
    bench.hub.forbid("/git/blobs/" + huge, "contents=read");
    for (int run = 0; run < 3; run++) {
      if (run == 1) {
        loseBlobs();
      }
      SyncReport report = sync(options -> options.maxBlobSize = 200 << 20);

      assertThat(report.failure()).isEmpty();
      assertThat(bench.sql("SELECT size, omitted FROM blobs"))
          .isEqualTo((150 << 20) + "|too-large");
    }
  }

  @Test
  void aTreeThatLacksAnEntryIsRefusedAndNothingOfItIsStored() {
    aSmallHistory();
    String tree = repo.git("rev-parse", "main^{tree}").strip();
    answers.damage(tree);
    SyncReport report = sync();

    assertThat(report.failure().map(Failure::code)).contains(FailureCode.BAD_RESPONSE);
    assertThat(rows("SELECT sha FROM trees")).doesNotContain(tree);
    assertThat(rows("SELECT tree_sha FROM tree_entries")).doesNotContain(tree);

    answers.mend();
    sync();
    assertEqual();
  }

  @Test
  void aForcedPushIsRememberedAndItsCommitsStay() {
    aSmallHistory();
    sync();
    String before = repo.git("rev-parse", "main").strip();
    repo.git("update-ref", "refs/heads/main", "main~1");
    repo.commit("main", after("main"), file("other.txt", "o"));
    repo.commit("topic", after("topic"), file("more.txt", "m"));
    sync();

    assertThat(rows("SELECT sha FROM commits")).contains(before);
    assertThat(rows("SELECT name, forced FROM ref_changes WHERE old_sha IS NOT NULL"))
        .containsExactlyInAnyOrder("refs/heads/main|1", "refs/heads/topic|0");
  }

  @Test
  void aDeletedBranchIsGoneAndRemembered() {
    aSmallHistory();
    sync();
    repo.git("branch", "-D", "topic");
    sync();

    assertThat(rows("SELECT name FROM refs")).containsExactly("refs/heads/main");
    assertThat(rows("SELECT name FROM ref_changes WHERE new_sha IS NULL"))
        .containsExactly("refs/heads/topic");
    assertThat(bench.sql("SELECT count(*) FROM commits")).isEqualTo("5");
  }

  // ------------------------------------------------------------------ cut

  @Test
  void aRunKilledAnywhereIsGoneOnWithAndReadsNothingTwice() {
    aSmallHistory();
    repo.tag("v1", "main");
    List<Path> killed = new ArrayList<>();
    List<Long> charged = new ArrayList<>();
    bench.hub.beforeEach(
        () -> {
          synchronized (killed) {
            charged.add(bench.hub.charged());
            killed.add(bench.killedCopy(folder.resolve("killed" + killed.size() + ".db")));
          }
        });
    sync();
    bench.hub.calmDown();
    long undisturbed = bench.hub.charged();

    Bench whole = bench;
    for (int i = 0; i < killed.size(); i++) {
      try (Bench next = whole.with(killed.get(i))) {
        bench = next;
        sync();
        assertEqual();
        // The files that were gathered for one transaction, and what was under way.
        assertThat(charged.get(i) + next.hub.charged()).isLessThanOrEqualTo(undisturbed + 6);
      } finally {
        bench = whole;
      }
    }
  }

  private void manyFiles(int count) {
    repo.commit(
        "main",
        IntStream.range(0, count).mapToObj(i -> file("f" + i, "f" + i)).toArray(String[]::new));
  }

  @Test
  void aRunKilledWhileFilesComeHasAllButTheLastFew() {
    manyFiles(120);
    Path copy = folder.resolve("killed.db");
    bench.hub.before(100, BLOBS, () -> bench.killedCopy(copy));
    sync();
    try (Bench next = bench.with(copy)) {
      next.sync();

      assertThat(bench.hub.asked(BLOBS)).hasSizeLessThanOrEqualTo(20 + 40);
    }
  }

  @Test
  void aRunKilledWhileTagsComeHasThoseThatCame() {
    aSmallHistory();
    for (int i = 0; i < 6; i++) {
      repo.tag("v" + i, "main");
    }
    Path copy = folder.resolve("killed.db");
    bench.hub.before(6, "/git/tags/.*", () -> bench.killedCopy(copy));
    sync();
    try (Bench next = bench.with(copy)) {
      next.sync();

      assertThat(bench.hub.asked("/git/tags/.*")).hasSize(1);
    }
  }

  @Test
  void aRunInterruptedWhileFilesComeSaysSoAndKeepsWhatItHas() {
    manyFiles(30);
    Options options = new Options();
    SyncRun run = bench.run(options);
    bench.hub.before(10, BLOBS, run::interrupt);
    SyncReport report = run.run(Result.ok(bench.connector(options)));

    assertThat(report.failure().map(Failure::code)).contains(FailureCode.INTERRUPTED);
    assertThat(Bench.phase(report, ObjectsPhase.NAME).failure().map(Failure::code))
        .contains(FailureCode.INTERRUPTED);
    assertThat(Integer.parseInt(bench.sql("SELECT count(*) FROM blobs"))).isPositive();
    sync();
    assertEqual();
  }
}
