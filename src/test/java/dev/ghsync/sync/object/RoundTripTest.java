package dev.ghsync.sync.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.pack.LongHistory;
import dev.ghsync.git.pack.OddRepository;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.StoredObjects;
import dev.ghsync.sync.stream.RefsStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the rows of the database every object can be made anew, byte for byte. */
class RoundTripTest {
  @TempDir Path folder;

  @Test
  void objectsWithEverythingOdd() {
    GitRepo repo = OddRepository.reachable(folder.resolve("repo.git"));

    assertThat(roundTrip(repo)).hasSizeGreaterThan(70);
  }

  @Test
  void aLongHistory() {
    assertThat(roundTrip(LongHistory.served(folder.resolve("repo.git"), 60)))
        .hasSizeGreaterThan(300);
  }

  /** Syncs all of it, and gives what git has. */
  private Map<String, String> roundTrip(GitRepo repo) {
    try (Bench bench = Bench.in(folder)) {
      bench.hub.serve(new GitAnswers(repo));
      SyncReport report =
          bench.sync(
              options -> {
                options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
                options.objects = ObjectsMode.GIT;
                options.content = CommitScope.ALL;
              });
      assertThat(report.failure()).isEmpty();
      assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
      Map<String, String> expected = expected(repo);
      assertThat(StoredObjects.of(bench.db)).isEqualTo(expected);
      return expected;
    }
  }

  private static Map<String, String> expected(GitRepo repo) {
    Map<String, String> objects = new TreeMap<>();
    repo.git("rev-list", "--objects", "--no-object-names", "--all")
        .lines()
        .forEach(id -> objects.put(id, ""));
    byte[] ids = String.join("\n", objects.keySet()).getBytes(UTF_8);
    new String(repo.run(ids, "cat-file", "--batch-check=%(objectname) %(objecttype)"), UTF_8)
        .lines()
        .forEach(
            line ->
                objects.put(
                    line.substring(0, 40), line.substring(41) + " " + line.substring(0, 40)));
    return objects;
  }
}
