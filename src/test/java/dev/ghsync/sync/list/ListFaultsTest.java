package dev.ghsync.sync.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport.State;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.CommitCommentsStream;
import dev.ghsync.sync.stream.EventsStream;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.LabelsStream;
import dev.ghsync.sync.stream.MilestonesStream;
import dev.ghsync.sync.stream.PullsStream;
import dev.ghsync.sync.stream.ReleasesStream;
import dev.ghsync.sync.stream.ReviewCommentsStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists with pages that cannot be delivered whole, and with items that cannot be read. */
class ListFaultsTest {
  private static final int ITEMS = 230;

  @TempDir Path folder;
  private Bench bench;
  private long issue;
  private long pull;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    issue = bench.world.issue();
    pull = bench.world.pull();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** A list of the whole repository. */
  enum Kind {
    LABELS("/labels\\?.*", LabelsStream.NAME, "labels"),
    MILESTONES("/milestones\\?.*", MilestonesStream.NAME, "milestones"),
    RELEASES("/releases\\?.*", ReleasesStream.NAME, "releases"),
    COMMIT_COMMENTS("/comments\\?.*", CommitCommentsStream.NAME, "commit_comments"),
    EVENTS("/issues/events\\?.*", EventsStream.NAME, "issue_events"),
    ISSUES("/issues\\?.*", IssuesStream.NAME, "issues"),
    COMMENTS("/issues/comments\\?.*", CommentsStream.NAME, "issue_comments"),
    REVIEW_COMMENTS("/pulls/comments\\?.*", ReviewCommentsStream.NAME, "review_comments"),
    PULLS("/pulls\\?.*", PullsStream.NAME, "pulls");

    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // a name is a value
    private final StreamName phase;

    private final String table;

    Kind(String path, StreamName phase, String table) {
      this.path = path;
      this.phase = phase;
      this.table = table;
    }
  }

  private List<Long> fill(Kind kind) {
    return switch (kind) {
      case LABELS -> many(() -> bench.world.label("label"));
      case MILESTONES -> many(bench.world::milestone);
      case RELEASES -> many(bench.world::release);
      case COMMIT_COMMENTS -> many(bench.world::commitComment);
      case EVENTS -> many(() -> bench.world.event(issue, "renamed"));
      case ISSUES -> many(bench.world::issue);
      case COMMENTS -> many(() -> bench.world.comment(issue));
      case REVIEW_COMMENTS -> many(() -> bench.world.reviewComment(pull));
      case PULLS -> many(bench.world::pull);
    };
  }

  private List<Long> many(LongSupplier one) {
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      bench.world.pass(1);
      keys.add(one.getAsLong());
    }
    return keys;
  }

  private void add(Kind kind) {
    bench.world.pass(3_700);
    switch (kind) {
      case LABELS -> bench.world.label("new");
      case MILESTONES -> bench.world.milestone();
      case RELEASES -> bench.world.release();
      case COMMIT_COMMENTS -> bench.world.commitComment();
      case EVENTS -> bench.world.event(issue, "renamed");
      case ISSUES -> bench.world.issue();
      case COMMENTS -> bench.world.comment(issue);
      case REVIEW_COMMENTS -> bench.world.reviewComment(pull);
      case PULLS -> bench.world.pull();
    }
  }

  private long rows(Kind kind) {
    return Long.parseLong(bench.sql("SELECT count(*) FROM " + kind.table));
  }

  @ParameterizedTest
  @EnumSource
  void aListThatBreaksAtAHundredAPageIsReadInSmallerPages(Kind kind) {
    fill(kind);
    bench.hub.refuse(kind.path + "per_page=100.*", 502, "Bad Gateway");
    SyncReport report = bench.sync();

    assertThat(report.failure()).isEmpty();
    bench.assertEqual();
    add(kind);
    assertThat(bench.sync().failure()).isEmpty();
    bench.assertEqual();
  }

  @ParameterizedTest
  @EnumSource
  void anItemThatCannotBeDeliveredDoesNotHideOthers(Kind kind) {
    List<Long> keys = fill(kind);
    String field = kind == Kind.ISSUES || kind == Kind.PULLS ? "number" : "id";
    field = kind == Kind.MILESTONES ? "number" : field;
    // the first, one in the middle and the last of the list, in whatever order it comes
    for (int i : new int[] {0, 117, ITEMS - 1}) {
      bench.hub.breakOn(kind.path, "\"%s\":%d[,}]".formatted(field, keys.get(i)));
    }
    SyncReport first = bench.sync();
    long known = rows(kind);
    add(kind);
    SyncReport second = bench.sync();

    // the pull requests that their list does not show come with the issues
    boolean isWhole = kind == Kind.PULLS;
    assertThat(Bench.phase(first, kind.phase).state())
        .isEqualTo(isWhole ? State.UPDATED : State.INCOMPLETE);
    assertThat(first.outcome()).isEqualTo(isWhole ? Outcome.UPDATED : Outcome.PARTIAL);
    assertThat(rows(kind)).isEqualTo(known + 1);
    assertThat(second.outcome()).isEqualTo(isWhole ? Outcome.UPDATED : Outcome.PARTIAL);
    bench.hub.calmDown();
    SyncReport healed = bench.sync();
    assertThat(healed.failure()).isEmpty();
    bench.assertEqual();
    assertThat(bench.sql("SELECT count(*) FROM unreadable_items")).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource
  void anItemOfAWrongTypeDoesNotHideOthers(Kind kind) {
    List<Long> keys = fill(kind);
    String field = kind == Kind.ISSUES || kind == Kind.PULLS ? "number" : "id";
    field = kind == Kind.MILESTONES ? "number" : field;
    String item = "\"%s\":%d,".formatted(field, keys.get(117));
    String single = kind.path.replace("\\\\?.*", "/\\\\d+");
    bench.hub.edit(kind.path + "|" + single, "\\{(?=[^{}]*" + item + ")", "{\"odd\":1,");
    bench.hub.edit(
        kind.path + "|" + single,
        "(?<=\\{\"odd\":1,)([^\\[]*?)\"created_at\":\"[^\"]*\"",
        "$1\"created_at\":[]");
    SyncReport report = bench.sync();

    assertThat(report.outcome().name().toLowerCase(Locale.ROOT)).isNotEqualTo("failed");
    assertThat(rows(kind)).isGreaterThanOrEqualTo(ITEMS - 1);
    bench.hub.calmDown();
    bench.sync();
    bench.assertEqual();
  }

  @ParameterizedTest
  @ValueSource(strings = {"assignees", "labels"})
  void aNullInAListOfAnIssueIsLeftOut(String list) {
    bench.world.addLabel(issue, bench.world.label("bug"));
    bench.hub.edit(".*", "\"" + list + "\":\\[(?=\\])", "\"" + list + "\":[null");
    bench.hub.edit(".*", "\"" + list + "\":\\[(?=\\{)", "\"" + list + "\":[null,");
    SyncReport report = bench.sync();

    assertThat(report.failure()).isEmpty();
    bench.assertEqual();
  }

  @Test
  void aListOfPullRequestsThatIsMissingInPagesOfAHundredIsReadInSmallerOnes() {
    fill(Kind.PULLS);
    bench.hub.refuse("/pulls\\?.*per_page=100.*", 404, "Not Found");
    SyncReport report = bench.sync();

    assertThat(report.failure()).isEmpty();
    assertThat(bench.hub.asked("/pulls/\\d+")).isEmpty();
    bench.assertEqual();
  }

  @Test
  void aListThatIsMissingThoughThereArePullRequestsIsAFailure() {
    bench.hub.refuse("/pulls\\?.*", 404, "Not Found");
    SyncReport report = bench.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(Bench.phase(report, PullsStream.NAME).failure()).isPresent();
  }

  @Test
  void aCommentThatCannotBeDeliveredIsNotMarkedAsDeleted() {
    List<Long> comments = fill(Kind.COMMENTS);
    bench.sync();
    bench.world.deleteComment(comments.get(3));
    bench.hub.breakOn("/issues/\\d+/comments.*", "\"id\":%d[,}]".formatted(comments.get(120)));
    SyncReport report = bench.sync(options -> options.reconcileNow());

    assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(bench.sql("SELECT count(*) FROM issue_comments WHERE deleted_at IS NOT NULL"))
        .isEqualTo("0");
    bench.hub.calmDown();
    bench.sync(options -> options.reconcileNow());
    bench.assertEqual();
  }
}
