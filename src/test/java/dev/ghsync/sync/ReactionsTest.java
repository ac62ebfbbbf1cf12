package dev.ghsync.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.DiscussionsStream;
import dev.ghsync.sync.stream.ReactionsStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reactions, which are no change of what they are about. */
class ReactionsTest {
  private static final String ROWS =
      "SELECT i.number, r.user_login, content FROM reactions r JOIN issues i ON i.id = r.subject_id"
          + " WHERE subject_type = 'issue' ORDER BY 1, 3";

  @TempDir Path folder;
  private Bench bench;
  private long issue;
  private long other;

  @BeforeEach
  void create() {
    bench = Bench.in(folder);
    issue = bench.world.issue();
    other = bench.world.issue();
    bench.world.issue();
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private SyncReport sync() {
    return sync(options -> {});
  }

  private SyncReport sync(Consumer<Options> wishes) {
    return bench.sync(
        options -> {
          options.with(ReactionsStream.NAME);
          wishes.accept(options);
        });
  }

  private long requests() {
    return bench.hub.asked(".*/reactions.*").size();
  }

  @Test
  void theyAreOffUnlessTheUserAsksForThem() {
    bench.world.react(issue, "heart");

    bench.sync();

    assertThat(requests()).isZero();
  }

  @Test
  void onlyItemsThatHaveReactionsAreRequested() {
    bench.world.react(issue, "heart");
    bench.world.react(issue, "+1");
    bench.world.react(other, "eyes");

    SyncReport report = sync();

    assertThat(report.failure()).isEmpty();
    assertThat(requests()).isEqualTo(2);
    assertThat(Rows.select(bench.db, ROWS))
        .containsExactly("1|octocat|+1", "1|octocat|heart", "2|octocat|eyes");
    assertThat(sync().outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(requests()).isZero();
  }

  @Test
  void aStreamThatIsEnabledLateIsFilled() {
    bench.world.react(issue, "heart");
    bench.sync();

    sync();

    assertThat(Rows.select(bench.db, ROWS)).containsExactly("1|octocat|heart");
  }

  @Test
  void aReactionToAnUnchangedItemIsFoundByTheCheck() {
    long first = bench.world.react(issue, "heart");
    sync();
    bench.world.pass(3_600);
    bench.world.react(other, "rocket");
    bench.world.takeBack(issue, first);
    bench.world.react(issue, "eyes");

    sync(options -> options.reconcileNow());

    assertThat(Rows.select(bench.db, ROWS)).containsExactly("1|octocat|eyes", "2|octocat|rocket");
  }

  @Test
  void aReactionByAnotherAccountIsFoundIfEverythingIsReadAgain() {
    bench.world.react(issue, "heart");
    sync();
    Rows.execute(bench.db, "UPDATE reactions SET user_login = 'x'");

    sync(options -> options.full = true);

    assertThat(Rows.select(bench.db, ROWS)).containsExactly("1|octocat|heart");
  }

  @Test
  void reactionsThatAreAllTakenBackCostNoRequest() {
    long reaction = bench.world.react(issue, "heart");
    sync();
    bench.world.pass(3_600);
    bench.world.takeBack(issue, reaction);
    bench.world.editIssue(issue);

    SyncReport report = sync();

    assertThat(requests()).isZero();
    assertThat(Bench.phase(report, ReactionsStream.NAME).counts().deleted()).isEqualTo(1);
    assertThat(Rows.select(bench.db, ROWS)).isEmpty();
  }

  @Test
  void anItemThatCannotBeReadIsRequestedAgainInTheNextRun() {
    bench.world.react(issue, "heart");
    bench.world.react(other, "eyes");
    bench.hub.refuse("/issues/" + issue + "/reactions.*", 500, "no");

    assertThat(sync().outcome()).isEqualTo(Outcome.PARTIAL);

    assertThat(Rows.select(bench.db, ROWS)).containsExactly("2|octocat|eyes");
    bench.hub.calmDown();
    assertThat(sync().failure()).isEmpty();
    assertThat(Rows.select(bench.db, ROWS)).hasSize(2);
  }

  @Test
  void moreThanItsShareOfTheLimitIsLeftToTheNextRun() {
    bench.world.react(issue, "heart");
    bench.sync();
    bench.hub.leave(1_000);

    PhaseReport phase = Bench.phase(sync(), ReactionsStream.NAME);

    assertThat(phase.state()).isEqualTo(PhaseReport.State.INCOMPLETE);
    assertThat(phase.reason().orElseThrow())
        .startsWith("the rest of the reactions is left to the next run: ");
    bench.hub.calmDown();
    sync();
    assertThat(Rows.select(bench.db, ROWS)).containsExactly("1|octocat|heart");
  }

  @Test
  void reactionsToADeletedDiscussionOrCommentAreRemoved() {
    bench.world.hasDiscussions = true;
    long kept = bench.world.discussions.add();
    long comment = bench.world.discussions.comment(kept);
    long discussion = bench.world.discussions.add();
    bench.world.discussions.comment(discussion);
    bench.world.pass(3_600);
    bench.sync(options -> options.only(DiscussionsStream.NAME));
    storeReactions("discussion", "discussions");
    storeReactions("discussion_comment", "discussion_comments");
    bench.world.discussions.delete(discussion);
    bench.world.discussions.deleteComment(comment);
    bench.sync(
        options -> {
          options.only(DiscussionsStream.NAME);
          options.reconcileNow();
        });

    SyncReport report = bench.sync(options -> options.only(ReactionsStream.NAME));

    assertThat(Bench.phase(report, ReactionsStream.NAME).counts().deleted()).isEqualTo(3);
    assertThat(
            Rows.select(
                bench.db,
                "SELECT subject_type, d.number FROM reactions r"
                    + " JOIN discussions d ON d.id = r.subject_id"))
        .containsExactly("discussion|" + kept);
  }

  @Test
  void reactionsToMoreRepliesThanAPageShowsAreRead() {
    bench.world.hasDiscussions = true;
    long comment = bench.world.discussions.comment(bench.world.discussions.add());
    for (int i = 0; i < 120; i++) {
      bench.world.reactions.add(
          bench.world.discussions.item(bench.world.discussions.reply(comment), true),
          "",
          "hubot",
          "heart");
    }

    bench.sync(options -> options.only(DiscussionsStream.NAME, ReactionsStream.NAME));

    assertThat(bench.sql("SELECT count(*) FROM reactions")).isEqualTo("120");
  }

  @Test
  void reactionsToDiscussionsThatAreSwitchedOffAreRemovedWithoutAQuery() {
    bench.world.hasDiscussions = true;
    long discussion = bench.world.discussions.add();
    bench.world.reactions.add(
        bench.world.discussions.item(discussion, false), "", "hubot", "heart");
    bench.sync(options -> options.only(DiscussionsStream.NAME, ReactionsStream.NAME));
    bench.world.hasDiscussions = false;

    bench.sync(options -> options.only(DiscussionsStream.NAME, ReactionsStream.NAME));

    assertThat(bench.hub.asked("/graphql")).isEmpty();
    assertThat(bench.sql("SELECT count(*) FROM reactions")).isEqualTo("0");
    assertThat(bench.sql("SELECT count(*) FROM reaction_subjects")).isEqualTo("0");
  }

  @Test
  void reactionsThatGraphQlDoesNotDeliverAreReadInTheNextRun() {
    bench.world.hasDiscussions = true;
    long discussion = bench.world.discussions.add();
    bench.world.reactions.add(
        bench.world.discussions.item(discussion, false), "", "hubot", "heart");
    bench.hub.edit("/graphql", "\"n0\":\\{.*\\]\\}\\}", "\"n0\":null");
    bench.sync(options -> options.only(DiscussionsStream.NAME, ReactionsStream.NAME));
    assertThat(bench.sql("SELECT count(*) FROM reactions")).isEqualTo("0");
    bench.hub.calmDown();

    bench.sync(options -> options.only(DiscussionsStream.NAME, ReactionsStream.NAME));

    assertThat(bench.sql("SELECT count(*) FROM reactions")).isEqualTo("1");
  }

  private void storeReactions(String kind, String table) {
    Rows.execute(
        bench.db,
        "INSERT INTO reactions (repo_id, id, subject_type, subject_id, content, created_at)"
            + " SELECT repo_id, 1000 + id, '%s', id, 'heart', created_at FROM %s"
                .formatted(kind, table));
  }
}
