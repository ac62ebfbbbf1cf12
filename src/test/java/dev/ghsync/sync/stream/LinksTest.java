package dev.ghsync.sync.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Counts;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Latches;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
  /** The number of requests that may be under way at the same time. */
  private static final int AT_ONCE = 4;

  @TempDir Path folder;
  private Bench bench;
  private long issue;
  private long pull;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    issue = bench.world.issue();
    pull = bench.world.pull();
    bench.world.links.mention(pull, issue);
    bench.world.links.close(pull, issue);
    bench.world.pass(3_600);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static void links(Options options) {
    options.skip(RefsStream.NAME, new StreamName("objects"));
    options.with(LinksStream.NAME);
  }

  private SyncReport check() {
    return bench.sync(
        options -> {
          links(options);
          options.reconcileNow();
        });
  }

  private void assertEqual() {
    assertThat(Rows.select(bench.db, "SELECT issue_number, source_number FROM cross_references"))
        .containsExactlyInAnyOrderElementsOf(bench.world.links.mentions());
  }

  @Test
  void aFirstSyncStoresMentionsAndWhatPullRequestsClose() {
    SyncReport report = bench.sync(LinksTest::links);

    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertEqual();
    assertThat(
            bench.sql(
                "SELECT source_repo, source_is_pull, actor_login, will_close FROM cross_references"))
        .isEqualTo("octo/world|1|null|1");
    assertThat(bench.sql("SELECT pull_number, issue_repo, issue_number FROM closing_issues"))
        .isEqualTo("%d|octo/world|%d".formatted(pull, issue));
  }

  @Test
  void linksCountAsNewWhereThereWereNone() {
    SyncReport first = bench.sync(LinksTest::links);
    bench.world.links.mention(bench.world.issue(), issue);

    SyncReport check = check();

    assertThat(Bench.phase(first, LinksStream.NAME).counts()).isEqualTo(new Counts(1, 0, 0));
    assertThat(Bench.phase(check, LinksStream.NAME).counts()).isEqualTo(new Counts(0, 1, 0));
  }

  @Test
  void aFirstReadingSendsSeveralQueriesAtATime() {
    issues(250);
    bench.sync(options -> {});
    CountDownLatch all = new CountDownLatch(3);
    for (int i = 3; i >= 1; i--) { // a hook that waits keeps those after it from counting
      bench.hub.before(
          i,
          "/graphql",
          () -> {
            all.countDown();
            Latches.await(all, 10);
          });
    }

    SyncReport report = bench.sync(LinksTest::links);

    assertThat(report.failure()).isEmpty();
    assertThat(all.getCount()).isZero();
    assertEqual();
  }

  /** Adds issues. Returns the number of the last. */
  private long issues(int count) {
    long last = issue;
    for (int i = 0; i < count; i++) {
      last = bench.world.issue();
    }
    bench.world.pass(3_600);
    return last;
  }

  @Test
  void aFirstReadingLeavesAQuarterOfTheLimitToOtherWork() {
    bench.world.links.mention(pull, issues(650));
    bench.sync(options -> {});
    bench.hub.leaveGraphql(1_251);

    SyncReport report = bench.sync(LinksTest::links);

    PhaseReport links = Bench.phase(report, LinksStream.NAME);
    assertThat(links.state()).isEqualTo(PhaseReport.State.INCOMPLETE);
    assertThat(links.reason().orElseThrow())
        .containsPattern(
            "the other links are left to the next run: 12[45]\\d of 5000 GraphQL points");
    assertThat(bench.hub.asked("/graphql")).hasSizeBetween(1, AT_ONCE);

    bench.hub.leaveGraphql(5_000);
    bench.world.pass(3_601);
    bench.sync(LinksTest::links);

    assertEqual();
  }

  @Test
  void whatAnInterruptedFullRunDidNotReachIsReadByTheNextRun() {
    long last = issues(650);
    bench.sync(LinksTest::links);
    bench.world.links.mention(pull, last);
    bench.hub.leaveGraphql(1_251);
    SyncReport full =
        bench.sync(
            options -> {
              links(options);
              options.full = true;
            });
    assertThat(Bench.phase(full, LinksStream.NAME).state()).isEqualTo(PhaseReport.State.INCOMPLETE);
    assertThat(bench.sql("SELECT count(*) FROM cross_references")).isEqualTo("1");

    bench.hub.leaveGraphql(5_000);
    bench.world.pass(3_601);
    bench.sync(LinksTest::links);

    assertEqual();
  }

  @Test
  void aRunWithoutChangesAsksForNoLinks() {
    bench.sync(LinksTest::links);

    bench.sync(LinksTest::links);

    assertThat(bench.hub.asked("/graphql")).isEmpty();
  }

  @Test
  void linksOfAChangedPullRequestComeWithItsDetails() {
    long other = bench.world.issue();
    bench.sync(LinksTest::links);
    bench.world.links.mention(other, pull);
    bench.world.comment(pull);

    bench.sync(LinksTest::links);

    assertThat(bench.hub.asked("/graphql")).hasSize(1);
    assertEqual();
  }

  @Test
  void linksOfAChangedIssueAreReadAtOnce() {
    long other = bench.world.issue();
    bench.sync(LinksTest::links);
    bench.world.links.mention(other, issue);
    bench.world.editIssue(issue);

    bench.sync(LinksTest::links);

    assertThat(bench.hub.asked("/graphql")).hasSize(1);
    assertEqual();
  }

  @Test
  void newAndRemovedMentionsOfUnchangedIssuesAreFoundByTheCheck() {
    long other = bench.world.issue();
    bench.sync(LinksTest::links);
    bench.world.links.mention(issue, other);
    bench.world.links.forget(pull, issue);
    bench.sync(LinksTest::links);
    assertThat(bench.sql("SELECT issue_number FROM cross_references"))
        .isEqualTo(String.valueOf(issue));

    SyncReport report = check();

    assertEqual();
    assertThat(Bench.phase(report, LinksStream.NAME).state()).isEqualTo(PhaseReport.State.UPDATED);
  }

  @Test
  void theMentionsByADeletedIssueGoWithIt() {
    long other = bench.world.issue();
    bench.world.links.mention(other, issue);
    bench.world.pass(3_600);
    bench.sync(LinksTest::links);
    bench.world.deleteIssue(other);
    bench.world.links.forget(other, issue);

    check();

    assertEqual();
  }

  @Test
  void withoutGraphQlLinksAreSkippedWithTheReason() {
    bench.hub.refuse("/graphql", 403, "Resource not accessible by personal access token");

    SyncReport report = bench.sync(LinksTest::links);

    PhaseReport links = Bench.phase(report, LinksStream.NAME);
    assertThat(links.state()).isEqualTo(PhaseReport.State.SKIPPED);
    assertThat(links.reason().orElseThrow()).contains("GraphQL is not available here");
    assertThat(Rows.select(bench.db, "SELECT * FROM cross_references")).isEmpty();
  }
}
