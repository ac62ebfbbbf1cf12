package dev.ghsync.sync.object;

import static dev.ghsync.sync.fake.GitRepo.after;
import static dev.ghsync.sync.fake.GitRepo.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
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
import dev.ghsync.sync.stream.RefsStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of refs that REST cannot deliver, and git hosts that ask for a pause. */
class RefsByGitTest {
  private static final String TAGS = "/git/matching-refs/tags";
  private static final String LISTS = "/git/matching-refs/.*";
  private static final int WEEK = 7 * 24 * 3600;

  @TempDir Path folder;
  private Bench bench;
  private GitRepo repo;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    repo = GitRepo.create(folder.resolve("repo.git"));
    bench.hub.serve(new GitAnswers(repo));
    repo.commit("main", file("f", "one"), file("d/g", "two"));
    repo.commit("main", after("main"), file("f", "three"));
    repo.tag("v1", "main~1");
    repo.git("tag", "light", "main~1");
    repo.git("tag", "light-tree", "main:d");
    repo.git("tag", "light-blob", "main~1:f");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private SyncReport sync(ObjectsMode mode) {
    return bench.sync(
        options -> {
          options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
          options.objects = mode;
        });
  }

  private void assertRefsAreHere() {
    assertThat(
            Rows.select(
                bench.db,
                "SELECT name, target_sha, target_type, coalesce(peeled_sha, '') FROM refs"))
        .containsExactlyInAnyOrderElementsOf(
            repo.git(
                    "for-each-ref",
                    "--format=%(refname)|%(objectname)|%(objecttype)|"
                        + "%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)",
                    "refs/heads",
                    "refs/tags")
                .lines()
                .toList());
  }

  @Test
  void aListThatAnswers504ComesByGitAndLaterRunsAskGitAtOnce() {
    for (String list : List.of(TAGS, LISTS)) {
      bench.hub.refuse(list, 504, "Server Error");
      SyncReport report = sync(ObjectsMode.AUTO);

      assertThat(report.failure()).isEmpty();
      assertThat(Bench.phase(report, RefsStream.NAME).reason().orElseThrow()).contains("by git");
      assertRefsAreHere();

      SyncReport again = sync(ObjectsMode.AUTO);
      assertThat(bench.hub.asked(list)).isEmpty();
      assertThat(Bench.phase(again, RefsStream.NAME).state())
          .isEqualTo(PhaseReport.State.UNCHANGED);
      assertRefsAreHere();
    }
  }

  @Test
  void gitsListIsTheTruthForMovesAndDeletions() {
    sync(ObjectsMode.AUTO);
    bench.hub.refuse(LISTS, 504, "Server Error");
    repo.git("tag", "-d", "light");
    repo.git("tag", "-f", "v1", "main");
    repo.commit("topic", after("main"), file("t", "t"));
    sync(ObjectsMode.AUTO);

    assertRefsAreHere();
    assertThat(Rows.select(bench.db, "SELECT name FROM ref_changes WHERE new_sha IS NULL"))
        .containsExactly("refs/tags/light");

    repo.git("tag", "light", "main~1");
    repo.git("tag", "-f", "v1", "main~1");
    repo.git("branch", "-D", "topic");
    bench.hub.calmDown();
    bench.world.pass(WEEK + 1);
    sync(ObjectsMode.AUTO);
    assertRefsAreHere();
    assertThat(bench.hub.asked(TAGS)).hasSize(1);
    sync(ObjectsMode.AUTO);
    assertThat(bench.hub.asked(LISTS)).hasSize(2).allMatch(Asked::conditional);
  }

  @Test
  void withRestAloneTheFailureSaysThatGitCouldListThem() {
    bench.hub.refuse(TAGS, 504, "Server Error");
    PhaseReport refs = Bench.phase(sync(ObjectsMode.REST), RefsStream.NAME);

    assertThat(refs.failure().orElseThrow().code()).isEqualTo(FailureCode.SERVER_ERROR);
    assertThat(refs.failure().orElseThrow().message()).contains("--objects rest leaves git out");
    assertThat(bench.sql("SELECT count(*) FROM refs WHERE kind = 'branch'")).isEqualTo("1");
  }

  @Test
  void noRefIsRemovedIfGitFailsToo() {
    sync(ObjectsMode.AUTO);
    bench.hub.refuse(LISTS, 504, "Server Error");
    bench.hub.refuse(".*/git-upload-pack", 403, "no");
    repo.git("tag", "-d", "light");
    SyncReport report = sync(ObjectsMode.AUTO);

    assertThat(report.failure()).isPresent();
    assertThat(bench.sql("SELECT count(*) FROM refs WHERE name = 'refs/tags/light'"))
        .isEqualTo("1");
  }

  // ------------------------------------------------------------------ pauses

  @Test
  void aPauseThatTheGitHostAsksForHoldsUpGitAloneAlsoInLaterRuns() {
    bench.hub.refuse(".*/info/refs.*", 429, "slow down");
    SyncReport report = sync(ObjectsMode.AUTO);

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(report.failure().orElseThrow().message()).contains("git pauses until");
    assertThat(Bench.phase(report, ObjectsPhase.NAME).state())
        .isEqualTo(PhaseReport.State.INCOMPLETE);
    assertRefNamesAreHere();
    assertThat(bench.sql("SELECT blocked_until FROM sync_states")).isEqualTo("null");
    assertThat(Rows.select(bench.db, "SELECT * FROM token_limits WHERE blocked_until IS NOT NULL"))
        .isEmpty();

    SyncReport during = sync(ObjectsMode.AUTO);
    assertThat(bench.hub.asked()).isNotEmpty().noneMatch(Asked::byGit);
    assertThat(during.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(during.failure().orElseThrow().message()).contains("asked for a pause");
    assertThat(during.failure().orElseThrow().retryAt()).isPresent();

    bench.hub.calmDown();
    bench.world.pass(61);
    assertThat(sync(ObjectsMode.AUTO).failure()).isEmpty();
    assertThat(bench.sql("SELECT count(*) FROM commits")).isEqualTo("2");
  }

  @Test
  void pauseOfMoreThanADayIsIgnored() {
    pauseFor(Duration.ofHours(23));
    assertThat(sync(ObjectsMode.AUTO).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(bench.hub.asked()).noneMatch(Asked::byGit);

    pauseFor(Duration.ofHours(25));
    assertThat(sync(ObjectsMode.AUTO).failure()).isEmpty();
    assertThat(bench.sql("SELECT count(*) FROM commits")).isEqualTo("2");
  }

  @Test
  void forcedAndFullRunsDoNotWaitForTheEndOfAPause() {
    pauseFor(Duration.ofHours(1));
    assertThat(syncWith(options -> options.force = true).failure()).isEmpty();
    assertThat(bench.hub.asked()).anyMatch(Asked::byGit);

    repo.commit("main", after("main"), file("f", "four"));
    assertThat(syncWith(options -> options.full = true).failure()).isEmpty();
    assertThat(bench.hub.asked()).anyMatch(Asked::byGit);
  }

  private SyncReport syncWith(Consumer<Options> wish) {
    return bench.sync(
        options -> {
          options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
          options.objects = ObjectsMode.AUTO;
          wish.accept(options);
        });
  }

  /** Runs a sync in which the server asks for a pause. */
  private void pauseFor(Duration length) {
    bench.hub.refuse(".*/info/refs.*", 429, "slow down");
    syncWith(options -> options.force = true);
    bench.hub.calmDown();
    Rows.execute(
        bench.db, "UPDATE git_pauses SET until = '" + bench.world.now().plus(length) + "'");
  }

  private void assertRefNamesAreHere() {
    assertThat(Rows.select(bench.db, "SELECT name FROM refs"))
        .containsExactlyInAnyOrderElementsOf(
            repo.git("for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags")
                .lines()
                .toList());
  }
}
