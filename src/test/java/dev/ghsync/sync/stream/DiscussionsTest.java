package dev.ghsync.sync.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscussionsTest {
  private static final String STORED =
      "SELECT (SELECT count(*) FROM discussions WHERE deleted_at IS NULL),"
          + " (SELECT count(*) FROM discussion_comments WHERE deleted_at IS NULL),"
          + " (SELECT count(*) FROM discussion_categories), (SELECT discussions FROM repo_counts)";

  @TempDir Path folder;
  private Bench bench;
  private long first;
  private long comment;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    bench.world.hasDiscussions = true;
    first = bench.world.discussions.add();
    comment = bench.world.discussions.comment(first);
    bench.world.discussions.reply(comment);
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static void only(Options options) {
    options.only(DiscussionsStream.NAME, StreamName.COUNTS);
  }

  private static void check(Options options) {
    only(options);
    options.reconcileNow();
  }

  private void assertEqual() {
    assertThat(
            Rows.select(
                bench.db,
                "SELECT number, title, upvotes FROM discussions WHERE deleted_at IS NULL"))
        .containsExactlyInAnyOrderElementsOf(bench.world.discussions.rows());
    assertThat(
            Rows.select(
                bench.db,
                "SELECT id, discussion_number, reply_to_id FROM discussion_comments"
                    + " WHERE deleted_at IS NULL"))
        .containsExactlyInAnyOrderElementsOf(bench.world.discussions.commentRows());
  }

  private static PhaseReport phase(SyncReport report) {
    return Bench.phase(report, DiscussionsStream.NAME);
  }

  @Test
  void aFirstSyncStoresDiscussionsCommentsAndReplies() {
    SyncReport report = bench.sync(DiscussionsTest::only);

    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertEqual();
    assertThat(bench.sql("SELECT name FROM discussion_categories")).isEqualTo("Ideas");
    assertThat(bench.sql("SELECT discussions FROM repo_counts")).isEqualTo("1");
  }

  @Test
  void aRunWithoutChangesSendsOneQuery() {
    bench.sync(DiscussionsTest::only);

    SyncReport second = bench.sync(DiscussionsTest::only);

    assertThat(bench.hub.asked("/graphql")).hasSize(1);
    assertThat(phase(second).state()).isEqualTo(PhaseReport.State.UNCHANGED);
  }

  @Test
  void aRepositoryWithoutDiscussionsIsAskedForNone() {
    bench.world.hasDiscussions = false;

    SyncReport report = bench.sync(DiscussionsTest::only);

    assertThat(bench.hub.asked("/graphql")).isEmpty();
    assertThat(phase(report).reason()).contains("discussions are switched off in this repository");
  }

  @Test
  void discussionsThatAreSwitchedOffAreDeletedAndComeBackWhole() {
    bench.sync(DiscussionsTest::only);
    bench.world.hasDiscussions = false;

    SyncReport off = bench.sync(DiscussionsTest::only);

    assertThat(bench.hub.asked("/graphql")).isEmpty();
    assertThat(phase(off).counts().deleted()).isEqualTo(1);
    assertThat(bench.sql(STORED)).isEqualTo("0|0|0|0");
    assertThat(bench.sql("SELECT count(*) FROM discussion_comments")).isEqualTo("2");

    bench.world.discussions.comment(first);
    bench.world.hasDiscussions = true;
    bench.world.pass(3_600);
    bench.sync(DiscussionsTest::only);

    assertEqual();
    assertThat(bench.sql(STORED)).isEqualTo("1|3|1|1");
  }

  @Test
  void commentsThatAnInterruptedFullRunDidNotReachAreReadByTheNextRun() {
    long reply = bench.world.discussions.reply(comment);
    bench.sync(DiscussionsTest::only);
    bench.world.discussions.deleteComment(reply);
    bench.hub.leaveGraphql(1);
    bench.sync(
        options -> {
          only(options);
          options.full = true;
        });
    String active = "SELECT count(*) FROM discussion_comments WHERE deleted_at IS NULL";
    assertThat(bench.sql(active)).isEqualTo("3");

    bench.hub.leaveGraphql(5_000);
    bench.world.pass(3_605);
    bench.sync(DiscussionsTest::only);

    assertEqual();
    assertThat(bench.sql(active)).isEqualTo("2");
  }

  @Test
  void discussionsThatWereSwitchedOffComeBackBeyondTheDepth() {
    bench.sync(DiscussionsTest::only);
    bench.world.hasDiscussions = false;
    bench.sync(DiscussionsTest::only);
    bench.world.hasDiscussions = true;
    bench.world.pass(3_600);

    bench.sync(
        options -> {
          only(options);
          options.depth = Optional.of(bench.world.now());
        });

    assertEqual();
  }

  @Test
  void discussionsThatStaySwitchedOffCountAsDeletedOnce() {
    bench.sync(DiscussionsTest::only);
    bench.world.hasDiscussions = false;
    bench.sync(DiscussionsTest::only);

    SyncReport again = bench.sync(DiscussionsTest::check);

    assertThat(phase(again).counts().deleted()).isZero();
  }

  @Test
  void anIssueThatBecomesADiscussionNamesItAndKeepsItsComments() {
    long issue = bench.world.issue();
    bench.world.comment(issue);
    bench.world.comment(issue);
    bench.sync(options -> options.with(DiscussionsStream.NAME));
    bench.world.pass(3_600);
    long discussion = bench.world.discussions.convert(issue);

    bench.sync(options -> options.with(DiscussionsStream.NAME));

    assertEqual();
    assertThat(bench.sql("SELECT discussion_number, state, deleted_at FROM issues"))
        .isEqualTo(discussion + "|closed|null");
    assertThat(bench.sql("SELECT count(*) FROM issue_comments WHERE deleted_at IS NULL"))
        .isEqualTo("2");
    assertThat(
            bench.sql(
                "SELECT count(*) FROM discussion_comments WHERE discussion_number = " + discussion))
        .isEqualTo("2");
  }

  @Test
  void anIssueWhoseDiscussionIsKnownIsNotAskedForAgain() {
    bench.world.discussions.convert(bench.world.issue());
    bench.sync(options -> options.with(DiscussionsStream.NAME));

    bench.sync(options -> options.with(DiscussionsStream.NAME));

    assertThat(bench.hub.asked("/graphql")).hasSize(1);
  }

  @Test
  void aNewCommentCostsTwoQueries() {
    for (int i = 0; i < 30; i++) {
      bench.world.pass(3_600);
      bench.world.discussions.add();
    }
    bench.sync(DiscussionsTest::only);
    bench.world.discussions.comment(first);

    bench.sync(DiscussionsTest::only);

    assertThat(bench.hub.asked("/graphql")).hasSize(2);
    assertEqual();
  }

  @Test
  void commentsOfSeveralPagesAreAllStored() {
    for (int i = 0; i < 230; i++) {
      bench.world.discussions.comment(first);
    }

    bench.sync(DiscussionsTest::only);

    assertEqual();
  }

  @Test
  void anInterruptedListIsContinuedAndItsTopReadAgain() {
    bench.world.discussions.mostAtOnce = 10;
    for (int i = 0; i < 35; i++) {
      bench.world.pass(3_600);
      bench.world.discussions.comment(bench.world.discussions.add());
    }
    bench.sync(
        options -> {
          only(options);
          options.maxRequests = OptionalLong.of(3);
        });
    assertThat(bench.sql("SELECT count(*) FROM streams WHERE name = 'discussions'")).isEqualTo("0");
    assertThat(bench.sql("SELECT count(*) FROM walks WHERE stream = 'discussions'")).isEqualTo("1");
    bench.world.discussions.edit(first);

    bench.sync(DiscussionsTest::only);

    assertEqual();
  }

  @Test
  void aDeletedReplyAndAVoteAreFoundByTheCheck() {
    long reply = bench.world.discussions.reply(comment);
    bench.sync(DiscussionsTest::only);
    bench.world.discussions.deleteComment(reply);
    bench.world.discussions.vote(first);

    bench.sync(DiscussionsTest::check);

    assertEqual();
  }

  @Test
  void aCommentThatIsDeletedAfterAReplyKeepsWhatItSaid() {
    bench.sync(DiscussionsTest::only);
    bench.world.discussions.deleteComment(comment);

    bench.sync(DiscussionsTest::check);

    assertEqual();
    assertThat(
            bench.sql(
                "SELECT body, deleted_at IS NOT NULL FROM discussion_comments WHERE id = "
                    + comment))
        .isEqualTo("b%d|1".formatted(comment));
  }

  @Test
  void aDeletedDiscussionIsMarkedWithItsCommentsByTheCheck() {
    long second = bench.world.discussions.add();
    bench.sync(DiscussionsTest::only);
    bench.world.discussions.delete(first);
    bench.world.pass(3_600);

    bench.sync(DiscussionsTest::check);

    assertEqual();
    assertThat(bench.sql("SELECT number FROM discussions WHERE deleted_at IS NULL"))
        .isEqualTo(String.valueOf(second));
    assertThat(
            bench.sql("SELECT count(*) FROM discussion_comments WHERE deleted_with_discussion = 1"))
        .isEqualTo("2");
  }

  @Test
  void aRenamedCategoryRenamesItInItsDiscussions() {
    bench.sync(DiscussionsTest::only);
    bench.world.discussions.category = "Thoughts";

    bench.sync(DiscussionsTest::only);

    assertThat(bench.sql("SELECT category FROM discussions")).isEqualTo("Thoughts");
  }

  @Test
  void aTokenWithoutThePermissionIsToldWhichOneItLacks() {
    bench.hub.edit(
        "/graphql",
        "(?s)^.+$",
        "{\"data\":{\"repository\":null},\"errors\":[{\"type\":\"FORBIDDEN\",\"path\":[\"repository\",\"discussions\"],"
            + "\"message\":\"Resource not accessible by personal access token\"}]}");

    SyncReport report = bench.sync(DiscussionsTest::only);

    assertThat(phase(report).state()).isEqualTo(PhaseReport.State.SKIPPED);
    assertThat(phase(report).reason()).contains("the token lacks discussions=read");
  }

  @Test
  void withoutGraphQlDiscussionsAreSkippedWithTheReason() {
    bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");

    SyncReport report = bench.sync(DiscussionsTest::only);

    assertThat(phase(report).state()).isEqualTo(PhaseReport.State.SKIPPED);
    assertThat(phase(report).reason().orElseThrow()).contains("GraphQL is not available here");
  }
}
