package dev.ghsync.objects.compact;

import static dev.ghsync.objects.compact.DeletedBranch.AFTER;
import static dev.ghsync.objects.compact.DeletedBranch.BEFORE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.model.Failure;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.objects.StoredRepository;
import dev.ghsync.objects.compact.CompactionReport.Pruned;
import dev.ghsync.store.Store;
import dev.ghsync.store.StoreOpenTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pruning of what a deleted branch has left. */
class PruneTest {
  @TempDir Path folder;
  private DeletedBranch branch;
  private Path file;
  private Store store;
  private TestRepository git;
  private StoredRepository stored;

  @BeforeEach
  void storeAll() {
    branch = new DeletedBranch(folder);
    file = branch.file;
    store = branch.store;
    git = branch.git;
    stored = branch.stored;
  }

  @AfterEach
  void close() {
    branch.close();
  }

  @Test
  void whatADeletedBranchLeftAShortTimeAgoStays() {
    Set<ObjectId> all = git.objects().keySet();
    Pruned pruned = compact(store, Optional.of(BEFORE)).pruned().orElseThrow();
    assertThat(pruned).isEqualTo(new Pruned(0, 0, 0, 0));
    assertThat(branch.intact(store)).isEqualTo(all);
  }

  @Test
  void whatNoRefHasReachedForLongGoesAndAllElseIsTheSame() throws Exception {
    Set<ObjectId> reachable = branch.reachable();

    CompactionReport report = compact(store, Optional.of(AFTER));

    assertThat(branch.intact(store)).isEqualTo(reachable);
    Pruned pruned = report.pruned().orElseThrow();
    assertThat(pruned.commits()).isEqualTo(20);
    assertThat(pruned.trees()).isEqualTo(40);
    assertThat(pruned.blobs()).isEqualTo(20);
    assertThat(pruned.tags()).isEqualTo(1);
    assertThat(report.bytesAfter().orElseThrow()).isLessThanOrEqualTo(report.bytesBefore());
    assertThat(count("ref_changes WHERE name = 'refs/heads/topic'")).isEqualTo("2");
    assertThat(count("commits")).isEqualTo("20");
    assertThat(count("commit_parents")).isEqualTo("19");
    assertThat(StoreOpenTest.query(file, "SELECT commits FROM repo_counts")).isEqualTo("20");
  }

  @Test
  void deltasWhoseBaseGoesAreStoredAnewAsDeltas() throws Exception {
    String orphans =
        """
        packed_objects p JOIN packed_objects b ON b.id = p.base
        WHERE lower(hex(p.sha)) IN (%s) AND lower(hex(b.sha)) NOT IN (%s)
        """;
    String kept =
        "'" + String.join("','", branch.reachable().stream().map(ObjectId::hex).toList()) + "'";
    assertThat(count(orphans.formatted(kept, kept))).isNotEqualTo("0");

    compact(store, Optional.of(AFTER));

    assertThat(count("packed_objects WHERE base >= id")).isEqualTo("0");
    assertThat(count("packed_objects WHERE base NOT IN (SELECT id FROM packed_objects)"))
        .isEqualTo("0");
    assertThat(count("packed_objects WHERE type = 'blob' AND base IS NULL")).isEqualTo("1");
  }

  @Test
  void withoutTheOptionEverythingStays() {
    assertThat(compact(store, Optional.empty()).pruned()).isEmpty();
    assertThat(branch.intact(store)).isEqualTo(git.objects().keySet());
  }

  @Test
  void anObjectThatAnotherRepositoryReachesStays() {
    StoredRepository fork = new StoredRepository(store, git).withEverything();
    Set<ObjectId> all = git.objects().keySet();

    Pruned pruned = compact(store, Optional.of(AFTER)).pruned().orElseThrow();

    assertThat(pruned.trees() + pruned.blobs()).isZero();
    assertThat(pruned.commits()).isEqualTo(20);
    assertThat(branch.intact(store, fork.repo)).isEqualTo(all);
    assertThat(branch.intact(store, stored.repo)).containsAll(branch.reachable());
  }

  @Test
  void nothingIsPrunedWhileAPackIsUnfinished() throws Exception {
    StoreOpenTest.execute(file, "INSERT INTO unfinished_packs VALUES (" + stored.repo + ", 1)");
    assertThat(refusal()).contains("not complete").contains("run 'ghsync repo octo/world' first");
    assertThat(branch.intact(store)).isEqualTo(git.objects().keySet());
  }

  @Test
  void nothingIsPrunedWhileTheHistoryHasAGap() throws Exception {
    String parent = git.revList("main~10").get(0).hex();
    StoreOpenTest.execute(file, "DELETE FROM commits WHERE sha = '" + parent + "'");
    assertThat(refusal()).contains("not complete").contains("run 'ghsync repo octo/world' first");
    assertThat(count("commits")).isEqualTo("39");
  }

  private String refusal() {
    return new Compaction(store, settings(AFTER), (step, done, all) -> {})
        .run()
        .fold(
            report -> {
              throw new AssertionError(report);
            },
            Failure::message);
  }

  @Test
  void theHeadOfAPullRequestKeepsWhatItReaches() throws Exception {
    String head = git.revList("topic~5").get(0).hex();
    StoreOpenTest.execute(
        file,
        """
        INSERT INTO pulls (repo_id, number, id, draft, merged, head_sha, updated_at, raw)
        VALUES (%d, 1, 1, 0, 0, '%s', '', '{}')
        """
            .formatted(stored.repo, head));

    compact(store, Optional.of(AFTER));

    Set<ObjectId> kept = new HashSet<>(git.revList("--objects", "main", "kept", "topic~5"));
    assertThat(branch.intact(store)).isEqualTo(kept);
  }

  @Test
  void aDryRunCountsWhatWouldGo() {
    Pruned dry = dryRun().pruned().orElseThrow();
    assertThat(branch.intact(store)).isEqualTo(git.objects().keySet());
    assertThat(compact(store, Optional.of(AFTER)).pruned()).contains(dry);
  }

  private static CompactionReport compact(Store store, Optional<Instant> since) {
    return run(store, new Compaction.Settings(since, false));
  }

  private CompactionReport dryRun() {
    return run(store, new Compaction.Settings(Optional.of(AFTER), true));
  }

  private static CompactionReport run(Store store, Compaction.Settings settings) {
    return new Compaction(store, settings, (step, done, all) -> {})
        .run()
        .fold(report -> report, failure -> fail(failure.message()));
  }

  private static Compaction.Settings settings(Instant since) {
    return new Compaction.Settings(Optional.of(since), false);
  }

  private String count(String from) throws Exception {
    return StoreOpenTest.query(file, "SELECT count(*) FROM " + from);
  }

  @Test
  void theObjectsAreOfEveryType() {
    assertThat(git.objects().values().stream().map(TestRepository.Raw::type).distinct())
        .containsExactlyInAnyOrder(ObjectType.values());
  }
}
