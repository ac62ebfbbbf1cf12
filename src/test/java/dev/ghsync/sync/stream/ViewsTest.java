package dev.ghsync.sync.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Rows;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views {@code timeline} and {@code people} of a synced repository. */
class ViewsTest {
  @TempDir Path folder;
  private Bench bench;
  private long pull;

  @BeforeEach
  void sync() {
    bench = Bench.in(folder);
    bench.world.hasDiscussions = true;
    pull = bench.world.pull();
    long other = bench.world.issue();
    bench.world.pass(60);
    bench.world.comment(pull);
    bench.world.pass(60);
    bench.world.review(pull, "APPROVED");
    bench.world.reviewComment(pull);
    bench.world.pass(60);
    bench.world.merge(pull);
    bench.world.links.mention(other, pull);
    bench.world.discussions.comment(bench.world.discussions.add());
    bench.sync(
        options -> {
          options.skip(RefsStream.NAME, new StreamName("objects"));
          options.with(LinksStream.NAME);
          options.with(DiscussionsStream.NAME);
        });
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void theTimelineShowsEverythingThatHappenedToAPullRequest() {
    assertThat(
            Rows.select(
                bench.db,
                "SELECT kind FROM timeline WHERE number = " + pull + " ORDER BY at, kind"))
        .containsExactlyInAnyOrder(
            "opened",
            "cross-referenced",
            "commented",
            "reviewed",
            "reviewed",
            "review-commented",
            "closed",
            "merged");
  }

  @Test
  void theTimelineOfOneIssueIsFoundByIndexes() {
    assertThat(
            Rows.select(
                bench.db,
                "EXPLAIN QUERY PLAN SELECT * FROM timeline WHERE repo_id = 1 AND number = 1 ORDER BY at"))
        .noneMatch(step -> step.matches(".*SCAN (?!timeline).*"));
  }

  @Test
  void peopleAreCountedByMonth() {
    assertThat(
            Rows.select(
                bench.db,
                "SELECT login, month, issues, pulls, comments, merges, discussions,"
                    + " discussion_comments FROM people WHERE login = 'octocat'"))
        .containsExactly("octocat|2026-01|1|1|1|1|1|1");
  }

  @Test
  void peopleAreCountedWithoutReadingBodies() {
    assertThat(Rows.select(bench.db, "EXPLAIN QUERY PLAN SELECT * FROM people"))
        .noneMatch(step -> step.matches(".*SCAN (issues|issue_comments|reviews|review_comments)"));
  }
}
