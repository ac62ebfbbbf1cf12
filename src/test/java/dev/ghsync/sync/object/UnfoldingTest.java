package dev.ghsync.sync.object;

import static dev.ghsync.sync.fake.GitRepo.after;
import static dev.ghsync.sync.fake.GitRepo.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.RefsStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files that {@code --expand} shows of a repository that is kept with its whole history. */
class UnfoldingTest {
  private static final String SHOWN =
      "SELECT content FROM blobs WHERE content IS NOT NULL ORDER BY content";

  @TempDir Path folder;
  private Bench bench;
  private GitRepo repo;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    repo = GitRepo.create(folder.resolve("repo.git"));
    repo.tag("v1", repo.commit("main", file("n", "tagged")));
    repo.commit("main", after("main"), file("n", "old"));
    repo.commit("side", after("main"), file("n", "side"));
    repo.commit("main", after("main"), file("n", "new"));
    bench.hub.serve(new GitAnswers(repo));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void sync(CommitScope expand) {
    sync(expand, 1_000);
  }

  private void sync(CommitScope expand, long maxBlobSize) {
    var report =
        bench.sync(
            options -> {
              options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
              options.objects = ObjectsMode.GIT;
              options.content = CommitScope.ALL;
              options.expand = Optional.of(expand);
              options.maxBlobSize = maxBlobSize;
            });
    assertThat(report.failure()).isEmpty();
  }

  private String contents() {
    return String.join(" ", Rows.select(bench.db, SHOWN));
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, ''",
    "DEFAULT, new",
    "BRANCHES, new side",
    "HEADS, new side tagged",
    "ALL, new old side tagged"
  })
  void aFirstSyncShowsTheFilesOfTheCommitsInItsScopeAlone(CommitScope scope, String shown) {
    sync(scope);

    assertThat(contents()).isEqualTo(shown);
  }

  @Test
  void aWiderScopeShowsMoreAndANarrowerOneLess() {
    sync(CommitScope.DEFAULT);
    sync(CommitScope.HEADS);
    assertThat(contents()).isEqualTo("new side tagged");

    sync(CommitScope.DEFAULT);

    assertThat(contents()).isEqualTo("new");
    assertThat(bench.sql("SELECT count(*) FROM blobs WHERE omitted = 'packed'")).isEqualTo("3");
  }

  @Test
  void aNarrowerScopeShowsLessAlsoIfLargerFilesAreWanted() {
    sync(CommitScope.HEADS, 3);
    assertThat(contents()).isEqualTo("new");

    sync(CommitScope.DEFAULT, 1_000);

    assertThat(contents()).isEqualTo("new");
    assertThat(bench.sql("SELECT count(*) FROM trees")).isEqualTo("1");
    assertThat(bench.sql("SELECT count(*) FROM blobs WHERE omitted = 'packed'")).isEqualTo("3");
  }

  @Test
  void largerFilesAreShownWhereTheRootsAreUnfoldedAlready() {
    sync(CommitScope.HEADS, 3);

    sync(CommitScope.HEADS, 1_000);

    assertThat(contents()).isEqualTo("new side tagged");
  }

  /** A killed run leaves roots of which only a part is unfolded. */
  @Test
  void aNarrowerScopeRemovesWhatAKilledRunUnfolded() {
    sync(CommitScope.HEADS);
    Rows.execute(bench.db, "UPDATE unfolded_roots SET complete = 0");

    sync(CommitScope.DEFAULT);

    assertThat(contents()).isEqualTo("new");
    assertThat(bench.sql("SELECT count(*) || ' ' || min(complete) FROM unfolded_roots"))
        .isEqualTo("1 1");
  }

  /**
   * The older commits' trees are not kept, so they must not keep the others from being complete.
   */
  @Test
  void nothingIsLeftToUnfoldIfOnlyTheFilesOfHeadsAreKept() {
    bench.sync(
        options -> {
          options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
          options.objects = ObjectsMode.GIT;
          options.content = CommitScope.HEADS;
          options.expand = Optional.of(CommitScope.ALL);
        });

    assertThat(contents()).isEqualTo("new side tagged");
    assertThat(bench.sql("SELECT count(*) || ' ' || min(complete) FROM unfolded_roots"))
        .isEqualTo("3 1");
  }

  @Test
  void aFileThatATagNamesStaysShownWhenNoTreeShowsItAnyMore() {
    repo.tag("file", "main:n");
    sync(CommitScope.HEADS);
    repo.commit("main", after("main"), file("n", "newest"));

    sync(CommitScope.HEADS);

    assertThat(contents()).isEqualTo("new newest side tagged");
  }

  /** The next run is the first that unfolds, and no ref shows the file any more. */
  @Test
  void aFileThatAKilledRunLeftPackedIsUnfoldedByTheNextRun() {
    syncHeads(bench);
    repo.commit("main", after("main"), file("n", "middle"));
    Path killed = folder.resolve("killed.db");
    bench.listener = onFirstObjects(() -> bench.killedCopy(killed));
    syncHeads(bench);
    repo.commit("main", after("main"), file("n", "newest"));
    assertThat(Rows.select(killed, SHOWN)).doesNotContain("middle");

    try (Bench next = bench.with(killed)) {
      syncHeads(next);
    }

    assertThat(Rows.select(killed, SHOWN))
        .containsExactly("middle", "new", "newest", "side", "tagged");
  }

  @Test
  void aRunThatUnfoldsLeavesNothingToLaterRuns() {
    syncHeads(bench);

    assertThat(bench.sql("SELECT count(*) FROM walks")).isEqualTo("0");
  }

  private void syncHeads(Bench on) {
    on.sync(
        options -> {
          options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
          options.objects = ObjectsMode.GIT;
          options.content = CommitScope.HEADS;
          options.expand = Optional.of(CommitScope.HEADS);
        });
  }

  /** Returns a listener that is called once objects are stored, before anything is unfolded. */
  private static SyncListener onFirstObjects(Runnable action) {
    AtomicBoolean called = new AtomicBoolean();
    return new SyncListener() {
      @Override
      public void progressed(StreamName phase, long current, OptionalLong total) {
        if (phase.equals(ObjectsPhase.NAME) && called.compareAndSet(false, true)) {
          action.run();
        }
      }
    };
  }

  /** Such as one of an old database, which {@code ghsync compact} has packed. */
  @Test
  void theFilesOfARepositoryThatHasNotBeenSyncedSinceStayShown() {
    sync(CommitScope.HEADS);
    Rows.execute(
        bench.db,
        "INSERT INTO repos (id, owner, name, full_name) VALUES (2, 'o', 'fork', 'o/fork')");
    Rows.execute(
        bench.db,
        "INSERT INTO refs (id, repo_id, name, kind, target_sha, target_type, peeled_sha, peeled_type)"
            + " SELECT 99, 2, name, kind, target_sha, target_type, peeled_sha, peeled_type"
            + " FROM refs WHERE name = 'refs/heads/side'");
    Rows.execute(
        bench.db,
        "INSERT INTO commits SELECT 2, sha, tree_sha, message, author_name, author_email, authored_at,"
            + " author_tz, committer_name, committer_email, committed_at, committer_tz, raw_header,"
            + " raw_message FROM commits WHERE sha = (SELECT peeled_sha FROM refs WHERE id = 99)");
    Rows.execute(bench.db, "UPDATE repos SET head_ref_id = 99 WHERE id = 2");

    sync(CommitScope.DEFAULT);

    assertThat(contents()).isEqualTo("new side");
  }
}
