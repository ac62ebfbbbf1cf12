package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Latches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first sync of many pull requests, whose details do not wait for the other lists. */
class ManyPullsTest {
  private static final int QUERIES = 3;

  @TempDir Path folder;
  private Bench bench;
  private final List<Long> pulls = new ArrayList<>();

  @BeforeEach
  void pullRequestsForThreeQueries() {
    bench = Bench.in(folder);
    for (int i = 0; i < 120; i++) {
      long pull = bench.world.pull();
      bench.world.reviewComment(pull);
      bench.world.pass(60);
      bench.world.merge(pull);
      pulls.add(pull);
    }
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Holds the list back until all details were read. */
  private void holdBack(String list, Runnable then) {
    CountDownLatch queries = new CountDownLatch(QUERIES);
    bench.hub.after("/graphql", queries::countDown);
    bench.hub.before(
        1,
        list,
        () -> {
          Latches.await(queries, 10);
          then.run();
        });
  }

  @Test
  void detailsDoNotWaitForTheIssuesAndAreReadOnce() {
    holdBack("/issues\\?.*", () -> {});

    SyncReport report = bench.sync();

    assertThat(report.failure()).isEmpty();
    assertThat(bench.hub.asked("/graphql")).hasSize(QUERIES);
    assertThat(report.changes().get("issues")).containsOnlyKeys("created");
    bench.assertEqual();
  }

  @Test
  void reviewsThatWereReadBeforeTheirCommentsAreNotReadAgain() {
    holdBack("/pulls/comments.*", () -> {});
    bench.sync();

    assertThat(bench.hub.asked("/graphql")).hasSize(QUERIES);
    bench.assertEqual();
  }

  @Test
  void aReviewThatCameAfterThePullRequestWasReadIsReadByItsComment() {
    holdBack(
        "/pulls/comments.*",
        () -> {
          bench.world.pass(60);
          bench.world.reviewComment(pulls.get(0));
        });
    bench.sync();

    assertThat(bench.hub.asked("/graphql")).hasSize(QUERIES + 1);
    bench.assertEqual();
  }
}
