package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.stream.PullsStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run costs when nothing, or next to nothing, has happened. */
class UnchangedTest {
  @TempDir Path folder;
  private Bench bench;
  private long issue;
  private long pull;

  @BeforeEach
  void aSmallWorldOfEverything() {
    bench = Bench.in(folder);
    GitRepo repo = GitRepo.create(folder.resolve("repo.git"));
    repo.commit("main", GitRepo.file("a.txt", "a"));
    repo.tag("v1", "main");
    bench.hub.serve(new GitAnswers(repo));
    issue = bench.world.issue();
    pull = bench.world.pull();
    bench.world.pass(3_600);
    bench.world.addLabel(issue, bench.world.label("bug"));
    bench.world.setMilestone(issue, bench.world.milestone());
    bench.world.comment(issue);
    bench.world.comment(pull);
    bench.world.review(pull, "APPROVED");
    bench.world.reviewComment(pull);
    bench.world.asset(bench.world.release());
    bench.world.commitComment();
    bench.world.close(bench.world.issue());
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aFirstSyncStoresEverything() {
    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.failure()).isEmpty();
    bench.assertEqual();
    assertThat(bench.sql("SELECT status, error_code FROM sync_states")).isEqualTo("SYNCED|null");
    assertThat(bench.sql("SELECT outcome, report FROM sync_runs")).isEqualTo("updated|{}");
  }

  @Test
  void aSecondSyncAsksConditionallyAndIsChargedNothing() {
    bench.sync();
    SyncReport second = bench.sync();

    assertThat(second.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(bench.hub.asked()).allMatch(Asked::conditional).hasSizeLessThanOrEqualTo(18);
    assertThat(bench.hub.charged()).isZero();
    assertThat(second.requests().charged()).isZero();
    assertThat(second.requests().total()).isEqualTo(second.requests().notModified());
    assertThat(second.changes()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void oneNewCommentCostsTheEndsOfTwoLists() {
    bench.sync();
    long comment = bench.world.comment(issue);
    SyncReport third = bench.sync();

    assertThat(bench.hub.asked().stream().filter(Asked::charged).map(Asked::path))
        .allMatch(path -> path.startsWith("/issues?") || path.startsWith("/issues/comments?"))
        .hasSize(2);
    assertThat(third.changes())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "issues", Map.of("updated", List.of(issue)),
                "comments", Map.of("created", List.of(comment))));
    bench.assertEqual();
  }

  @Test
  void oneNewReviewCostsTheListAndOneQuery() {
    bench.sync();
    bench.world.review(pull, "CHANGES_REQUESTED");
    bench.sync();

    assertThat(bench.hub.charged()).isLessThanOrEqualTo(5);
    bench.assertEqual();
  }

  @Test
  void oneNewReviewCommentBringsItsReview() {
    bench.sync();
    bench.world.reviewComment(pull);
    bench.sync();

    assertThat(bench.hub.charged()).isLessThanOrEqualTo(5);
    bench.assertEqual();
  }

  @Test
  void anotherTokenIsNeverSentTheValidatorsOfTheFirst() {
    bench.sync();
    SyncReport second = bench.sync(options -> options.token = "ghp_two");

    assertThat(bench.hub.asked()).noneMatch(Asked::conditional);
    assertThat(second.outcome()).isEqualTo(Outcome.UNCHANGED);
    bench.assertEqual();
  }

  @Test
  void aFullSyncReadsEverythingAgainAndChangesNothing() {
    bench.sync();
    SyncReport full = bench.sync(options -> options.full = true);

    assertThat(bench.hub.asked("/issues\\?.*")).anyMatch(Asked::charged);
    assertThat(full.outcome()).isEqualTo(Outcome.UNCHANGED);
    bench.assertEqual();
  }

  @Test
  void graphQlAndRestStoreTheSameRows() {
    for (int i = 0; i < 160; i++) {
      bench.world.review(i < 110 ? pull : bench.world.pull(), "COMMENTED");
    }
    bench.world.merge(pull);
    bench.sync();
    bench.assertEqual();

    bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");
    try (Bench byRest = bench.with(folder.resolve("rest.db"))) {
      SyncReport report = byRest.sync();
      assertThat(Bench.phase(report, PullsStream.NAME).reason().orElseThrow()).contains("GraphQL");
      byRest.assertEqual();
    }
  }
}
