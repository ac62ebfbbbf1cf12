package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.DiscussionsStream;
import dev.ghsync.sync.stream.ReactionsStream;
import dev.ghsync.sync.stream.Streams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reactions to an item of each kind, compared with GitHub. */
class VerifyReactionsTest {
  private static final StreamList STREAMS =
      new StreamList(
          Streams.ALL.streams().stream()
              .filter(
                  stream ->
                      Options.CORE.contains(stream.name())
                          || Set.of(DiscussionsStream.NAME, ReactionsStream.NAME)
                              .contains(stream.name()))
              .toList());

  @TempDir Path folder;
  private Bench bench;
  private long discussion;
  private long comment;
  private long reply;

  @BeforeEach
  void syncReactionsToEachKindOfItem() {
    bench = Bench.in(folder);
    bench.world.hasDiscussions = true;
    Verifying.fill(bench, folder);
    discussion = bench.world.discussions.add();
    comment = bench.world.discussions.comment(discussion);
    reply = bench.world.discussions.reply(comment);
    bench.world.react(1, "heart");
    bench.world.reactions.addToEach("hubot", "+1");
    bench.world.reactions.add(bench.world.discussions.item(discussion, false), "", "hubot", "+1");
    bench.world.reactions.add(bench.world.discussions.item(comment, true), "", "hubot", "+1");
    bench.world.pass(3_600);
    bench.sync(
        options -> {
          options.with(DiscussionsStream.NAME);
          options.with(ReactionsStream.NAME);
          options.full = true;
        });
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private Run verify(Path db, String... more) {
    return Verifying.run(STREAMS, db, bench.hub.api(), more);
  }

  private Run verifyAfter(String change) throws Exception {
    Path copy = Files.copy(bench.killedCopy(folder.resolve("c.db")), folder.resolve("changed.db"));
    Rows.execute(copy, change);
    return verify(copy);
  }

  @Test
  void reactionsToItemsOfAllKindsAreStoredAndEqual() {
    assertThat(bench.sql("SELECT count(DISTINCT subject_type) FROM reactions")).isEqualTo("8");

    Run run = verify(bench.db);

    assertThat(run.out()).startsWith("octo/world: equal\n").doesNotContain("by their numbers");
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "issue",
        "issue_comment",
        "review_comment",
        "commit_comment",
        "release",
        "review",
        "discussion",
        "discussion_comment"
      })
  void aReactionByAnotherAccountIsADifference(String kind) throws Exception {
    Run run =
        verifyAfter("UPDATE reactions SET user_login = 'x' WHERE subject_type = '" + kind + "'");

    assertThat(run.out())
        .contains("(" + kind.replace('_', ' '))
        .containsOnlyOnce("user_login differs")
        .startsWith("octo/world: 1 difference");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void aReactionThatIsNotStoredIsADifference() throws Exception {
    assertThat(verifyAfter("DELETE FROM reactions WHERE subject_type = 'issue'").out())
        .contains("(issue ")
        .contains("not in the database");
  }

  @Test
  void aStoredReactionThatGitHubDoesNotShowIsADifference() throws Exception {
    String more =
        "INSERT INTO reactions (repo_id, id, subject_type, subject_id, content, created_at)"
            + " SELECT repo_id, 7, 'issue', id, 'eyes', created_at FROM issues WHERE number = 2";

    assertThat(verifyAfter(more).out())
        .containsPattern("reaction 7 \\(issue \\d+\\): not on GitHub");
  }

  @Test
  void anAppThatGraphQlDoesNotNameIsNoDifference() {
    bench.world.react(2, "dependabot[bot]", "rocket");
    bench.world.editIssue(2);
    bench.sync(options -> options.with(ReactionsStream.NAME));
    assertThat(bench.sql("SELECT user_login FROM reactions WHERE content = 'rocket'"))
        .isEqualTo("dependabot[bot]");

    assertThat(verify(bench.db).out()).startsWith("octo/world: equal\n");
  }

  @Test
  void afterAReviewWasDeletedTheReactionsToOtherItemsAreCompared() throws Exception {
    long review = Long.parseLong(bench.sql("SELECT min(id) FROM reviews"));
    bench.world.deleteReview(review);

    assertThat(verifyWithoutThoseToReleases().out())
        .contains("GitHub does not show the reactions to review " + review + ", which may be");
  }

  @Test
  void afterADiscussionWasDeletedTheReactionsToOtherItemsAreCompared() throws Exception {
    bench.world.discussions.delete(discussion);

    assertThat(verifyWithoutThoseToReleases().out())
        .containsPattern("GitHub does not show the reactions to discussion \\d+, which may be");
  }

  @Test
  void afterADiscussionCommentWasDeletedTheReactionsToOtherItemsAreCompared() throws Exception {
    bench.world.discussions.deleteComment(reply);

    assertThat(verifyWithoutThoseToReleases().out())
        .contains("GitHub does not show the reactions to discussion comment " + reply);
  }

  @Test
  void reactionsToDiscussionsThatAreSwitchedOffAreDifferences() throws Exception {
    bench.world.hasDiscussions = false;
    int before = bench.hub.queries().size();

    Run run = verifyWithoutThoseToReleases();

    assertThat(run.out())
        .containsPattern("reaction \\d+ \\(discussion \\d+\\): not on GitHub any more")
        .contains("(discussion comment " + comment + "): not on GitHub any more")
        .doesNotContain("not compared");
    assertThat(bench.hub.queries().stream().skip(before))
        .noneMatch(query -> query.contains("discussion(number"));
  }

  @Test
  void anItemOfAListThatCannotBeReadIsNotEqual() throws Exception {
    bench.hub.edit("/issues/comments.*", "\"total_count\":1", "\"total_count\":\"x\"");

    assertThat(verifyWithoutThoseToReleases().out())
        .contains(bench.sql("SELECT min(id) FROM issue_comments") + " cannot be read: ");
    assertThat(verify(bench.db).code()).isNotZero();
  }

  @Test
  void aListThatRepeatsItselfIsNotEqual() {
    for (int i = 0; i < 100; i++) {
      bench.world.commitComment();
    }
    bench.sync();
    String page =
        bench.world.commitComments.all().subList(0, 100).stream()
            .map(ObjectNode::toString)
            .collect(Collectors.joining(",", "[", "]"));
    bench.hub.hideLinks();
    bench.hub.edit("/comments\\?.*", "(?s)^.+", Matcher.quoteReplacement(page));

    Run run = verify(bench.db);

    assertThat(run.out())
        .contains("no end of the list")
        .containsPattern("reactions +\\d+ compared, the rest not compared: bad-response, as above");
    assertThat(run.code()).isNotZero();
  }

  @Test
  void anItemWithoutANodeIdIsNotRequested() {
    bench.hub.edit("/releases.*", "\"node_id\":\"N\\d+\"", "\"node_id\":\"\"");

    assertThat(verify(bench.db).out()).contains("GitHub does not show the reactions to release ");
    assertThat(bench.hub.queries()).noneMatch(query -> query.contains("node(id: \"\")"));
  }

  @Test
  void reactionsAreRequestedForAHundredItemsAtATime() {
    for (int i = 0; i < 250; i++) {
      bench.world.pass(1);
      bench.world.react(bench.world.issue(), "heart");
    }
    bench.sync(options -> options.with(ReactionsStream.NAME));
    int before = bench.hub.queries().size();

    assertThat(verify(bench.db).code()).isZero();
    assertThat(itemsOfQueries(before)).hasSize(3).allMatch(items -> items <= 100);
  }

  /** Verifies a copy without the reactions to releases, which are compared last. */
  private Run verifyWithoutThoseToReleases() throws Exception {
    Run run = verifyAfter("DELETE FROM reactions WHERE subject_type = 'release'");
    assertThat(run.out()).containsPattern("reaction \\d+ \\(release \\d+\\): not in the database");
    assertThat(run.code()).isEqualTo(3);
    return run;
  }

  private List<Integer> itemsOfQueries(int before) {
    return bench.hub.queries().stream()
        .skip(before)
        .map(query -> query.split("on Reactable", -1).length - 1)
        .filter(items -> items > 0)
        .toList();
  }

  @Test
  void withoutGraphqlTheNumbersAreCompared() throws Exception {
    bench.hub.forbid("/graphql", "graphql=read");

    assertThat(verify(bench.db).out())
        .contains("by their numbers, without those to reviews and discussions")
        .doesNotContain("GitHub has");
    assertThat(verifyAfter("DELETE FROM reactions WHERE subject_type = 'issue'").out())
        .contains("0 reactions, GitHub has 1");
  }

  @Test
  void anItemThatTwoPagesShowIsReportedOnce() throws Exception {
    for (int i = 0; i < 120; i++) {
      bench.world.pass(1);
      bench.world.react(bench.world.issue(), "heart");
    }
    bench.sync(options -> options.with(ReactionsStream.NAME));
    bench.hub.forbid("/graphql", "graphql=read");

    Run run = verifyAfter("DELETE FROM reactions WHERE subject_type = 'issue'");

    assertThat(run.out()).startsWith("octo/world: 121 differences");
  }
}
