package dev.ghsync.sync.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of lists if the server leaves out {@code Link}: no existing item is deleted. */
class ListEndTest {
  private static final int MORE_THAN_A_PAGE = 130;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static List<Long> many(LongSupplier one) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
      ids.add(one.getAsLong());
    }
    return ids;
  }

  @Test
  void aFullPageWithoutLinkIsNotTheEndOfACompleteList() {
    List<Long> labels = many(() -> bench.world.label("label"));
    List<Long> releases = many(bench.world::release);
    List<Long> commitComments = many(bench.world::commitComment);
    many(bench.world::milestone);
    bench.sync();
    bench.world.deleteLabel(labels.get(0));
    bench.world.deleteRelease(releases.get(0));
    bench.world.deleteCommitComment(commitComments.get(0));
    bench.world.deleteMilestone(1);
    bench.hub.hideLinks();
    bench.sync();

    bench.assertEqual();
  }

  @Test
  void aFullPageWithoutLinkIsNotTheEndOfTheCommentsOfOneIssue() {
    long issue = bench.world.issue();
    long pull = bench.world.pull();
    List<Long> comments = many(() -> bench.world.comment(issue));
    List<Long> reviewComments = many(() -> bench.world.reviewComment(pull));
    bench.sync();
    bench.world.deleteComment(comments.get(0));
    bench.world.deleteReviewComment(reviewComments.get(0));
    bench.hub.hideLinks();
    bench.sync(options -> options.reconcileNow());

    assertThat(bench.hub.asked("/issues/\\d+/comments.*")).isNotEmpty();
    assertThat(bench.hub.asked("/pulls/\\d+/comments.*")).isNotEmpty();
    bench.assertEqual();
  }

  @Test
  void aFullPageWithoutLinkIsNotTheEndOfTheReviewsOfOnePullRequest() {
    bench.hub.forbid("/graphql", "pull_requests=read");
    long pull = bench.world.pull();
    many(() -> bench.world.review(pull, "APPROVED"));
    bench.sync();
    bench.world.pass(60);
    bench.world.review(pull, "APPROVED");
    bench.hub.hideLinks();
    bench.sync();

    assertThat(bench.hub.asked("/pulls/\\d+/reviews.*")).isNotEmpty();
    assertThat(bench.sql("SELECT count(*) FROM reviews WHERE deleted_at IS NULL"))
        .isEqualTo(String.valueOf(MORE_THAN_A_PAGE + 1));
    bench.assertEqual();
  }

  @Test
  void aFullPageWithoutLinkIsNotTheEndOfAListByTimeAlsoWithinOneSecond() {
    bench.hub.hideLinks();
    long issue = bench.world.issue();
    many(bench.world::issue);
    many(bench.world::pull);
    many(() -> bench.world.comment(issue));
    many(() -> bench.world.event(issue, "renamed"));
    bench.sync();

    bench.assertEqual();
  }

  @Test
  void aPageThatBeginsAtACursorIsContinuedByItsNumber() {
    many(bench.world::issue);
    many(bench.world::issue);
    many(bench.world::issue);
    bench.hub.spoil("/issues\\?.*after=.*", Fault.NO_LINK);
    bench.sync();

    bench.assertEqual();
  }
}
