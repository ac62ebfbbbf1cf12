package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.stream.PullsStream;
import dev.ghsync.sync.stream.ReviewsStream;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each phase reports what was done to its own stream, also where it ends early. */
class OwnCountsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/graphql", "/graphql|/pulls/\\d+.*"})
  void reviewsThatCannotBeReadDoNotCountThePullRequestsAsTheirOwn(String path) {
    try (Bench bench = Bench.in(folder)) {
      bench.world.pull();
      bench.world.pull();
      bench.hub.refuse(path, 500, "Server Error");

      SyncReport report = bench.sync();

      assertThat(Bench.phase(report, PullsStream.NAME).counts().created()).isEqualTo(2);
      assertThat(Bench.phase(report, ReviewsStream.NAME).counts().isNone()).isTrue();
    }
  }
}
