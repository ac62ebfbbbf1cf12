package dev.ghsync.sync.object;

import static dev.ghsync.sync.fake.GitRepo.after;
import static dev.ghsync.sync.fake.GitRepo.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.objects.compact.Compaction;
import dev.ghsync.objects.compact.CompactionReport.Pruned;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.RefsStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Syncs before and after the objects of a deleted branch were pruned. */
class PruneAndSyncTest {
  private static final Instant LATER = Instant.parse("9999-01-01T00:00:00Z");

  private static final String STORED =
      """
      SELECT sha FROM commits UNION SELECT sha FROM tags UNION SELECT sha FROM blobs
      UNION SELECT sha FROM trees UNION SELECT lower(hex(sha)) FROM packed_objects
      """;

  @TempDir Path folder;
  private GitRepo repo;
  private Bench bench;

  @BeforeEach
  void createBranches() {
    repo = GitRepo.create(folder.resolve("repo.git"));
    repo.commit("main", file("README", "hello\n"), file("src/a/a.txt", "a"));
    repo.commit("topic", after("main"), file("src/b/b.txt", "b"), file("src/c.txt", "c"));
    repo.commit("topic", after("topic"), file("src/b/b.txt", "bb"));
    repo.commit("main", after("main"), file("src/d.txt", "d"));
    repo.tag("v1", "topic");
    repo.tag("nested", "v1");
    bench = Bench.in(folder);
    bench.hub.serve(new GitAnswers(repo));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = ObjectsMode.class,
      names = {"GIT", "REST"})
  void aRefThatComesBackBringsItsObjectsBack(ObjectsMode source) {
    sync(source);
    String topic = repo.git("rev-parse", "topic").strip();
    String tag = repo.git("rev-parse", "nested").strip();
    repo.git("branch", "-D", "topic");
    repo.git("tag", "-d", "v1", "nested");
    sync(source);

    assertThat(prune().all()).isGreaterThan(8);
    assertThat(stored()).isEqualTo(reachable());
    sync(source);
    assertThat(bench.hub.asked()).noneMatch(Asked::byGit).noneMatch(Asked::charged);

    repo.git("update-ref", "refs/heads/back", topic);
    repo.git("update-ref", "refs/tags/nested", tag);
    sync(source);
    assertThat(stored()).isEqualTo(reachable());
    assertThat(Rows.select(bench.db, "SELECT * FROM absent_objects")).isEmpty();
    assertThat(prune()).isEqualTo(new Pruned(0, 0, 0, 0));
  }

  private void sync(ObjectsMode source) {
    bench.hub.asked();
    SyncReport report =
        bench.sync(
            options -> {
              options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
              options.objects = source;
              options.content = CommitScope.ALL;
            });
    assertThat(report.failure()).isEmpty();
  }

  private Pruned prune() {
    Compaction.Settings settings = new Compaction.Settings(Optional.of(LATER), false);
    return new Compaction(bench.store, settings, (step, done, all) -> {})
        .run()
        .fold(report -> report.pruned().orElseThrow(), failure -> fail(failure.message()));
  }

  private List<String> stored() {
    return Rows.select(bench.db, STORED).stream().sorted().toList();
  }

  private List<String> reachable() {
    return repo.git("rev-list", "--objects", "--no-object-names", "--all")
        .lines()
        .sorted()
        .toList();
  }
}
