package dev.ghsync.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code sync_states} tells a reader of SQL of a run that lasts, and of one that was killed.
 */
class HeartbeatTest {
  private static final String STATUS = "SELECT status FROM sync_states";

  @TempDir Path folder;

  /** As SQL by a reader sees it in the middle of a run whose last sign is so many seconds old. */
  private String during(int secondsOld) {
    List<String> seen = new ArrayList<>();
    try (Bench bench = Bench.in(folder)) {
      bench.world.issue();
      bench.hub.before(
          4,
          ".*",
          () -> {
            Path killed = bench.killedCopy(folder.resolve("killed.db"));
            Rows.execute(
                killed,
                "UPDATE repo_states SET heartbeat_at ="
                    + " strftime('%Y-%m-%dT%H:%M:%SZ', heartbeat_at, '-"
                    + secondsOld
                    + " seconds')");
            seen.add(Rows.one(killed, STATUS));
          });
      bench.sync();
      assertThat(bench.sql(STATUS)).isEqualTo("SYNCED");
      assertThat(bench.sql("SELECT count(heartbeat_at) FROM sync_states")).isEqualTo("0");
    }
    return seen.get(0);
  }

  @Test
  void aRunThatLastsIsSyncing() {
    assertThat(during(0)).isEqualTo("SYNCING");
  }

  @ParameterizedTest
  @ValueSource(ints = {120, -7200})
  void aRunWhoseLastSignIsOldOrInTheFutureIsNot(int secondsOld) {
    assertThat(during(secondsOld)).isEqualTo("OUTDATED");
  }

  @Test
  void aSignIsTheRunningProcessesAlone() {
    try (Bench bench = Bench.in(folder)) {
      bench.sync();
      long repo = Long.parseLong(bench.sql("SELECT id FROM repos"));
      bench.store.write(s -> s.states().beat(repo, 1));
      assertThat(bench.sql("SELECT count(heartbeat_at) FROM sync_states")).isEqualTo("0");

      Rows.execute(bench.db, "UPDATE repo_states SET running_pid = 1");
      bench.store.write(s -> s.states().beat(repo, 1));
      assertThat(bench.sql(STATUS)).isEqualTo("SYNCING");
    }
  }

  @Test
  void signsAreGivenAgainAndAgain() throws InterruptedException {
    CountDownLatch signs = new CountDownLatch(3);
    Heartbeat heartbeat = Heartbeat.start(signs::countDown, Duration.ofMillis(1));
    try {
      assertThat(signs.await(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      heartbeat.close();
    }
  }
}
