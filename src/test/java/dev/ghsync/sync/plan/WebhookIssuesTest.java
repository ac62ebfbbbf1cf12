package dev.ghsync.sync.plan;

import static dev.ghsync.sync.plan.Mirror.NEW;
import static dev.ghsync.sync.plan.Mirror.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.SyncReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event tells of an issue or of a comment on one. */
class WebhookIssuesTest {
  @TempDir Path folder;
  private Mirror mirror;
  private SmallHub hub;

  @BeforeEach
  void syncOnce() {
    mirror = new Mirror(folder);
    hub = mirror.hub;
  }

  @AfterEach
  void close() {
    mirror.close();
  }

  @Test
  void anEditedIssueIsAskedForAlone() {
    hub.shows("/issues/3", Shown.issue(3, "It brakes", NEW, 2));

    SyncReport report = mirror.touched("issues-edited");

    assertThat(hub.asked()).containsExactly("", "/issues/3");
    assertThat(report.requests().charged()).isEqualTo(1);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.changes()).isEqualTo(Map.of("issues", Map.of("updated", List.of(3L))));
    assertThat(mirror.sql("SELECT title FROM issues WHERE number = 3")).isEqualTo("It brakes");
  }

  @Test
  void aDeletedIssueIsMarkedWithAllThatBelongsToIt() {
    hub.refuses("/issues/3", 410);

    SyncReport report = mirror.touched("issues-deleted");

    assertThat(hub.asked()).containsExactly("", "/issues/3");
    assertThat(report.changes()).isEqualTo(Map.of("issues", Map.of("deleted", List.of(3L))));
    assertThat(mirror.sql("SELECT group_concat(number) FROM issues WHERE deleted_at IS NULL"))
        .isEqualTo("4");
    assertThat(mirror.sql("SELECT count(*) FROM issue_comments WHERE deleted_at IS NULL"))
        .isEqualTo("0");
    assertThat(report.counts().orElseThrow().openIssues()).isZero();
    assertThat(report.counts().orElseThrow().comments()).isZero();
  }

  @Test
  void aTransferredIssueIsMarkedWithWhereItHasGone() {
    hub.movesAway("/issues/3", "/repositories/2/issues/8");

    mirror.touched("issues-transferred");

    assertThat(hub.asked()).containsExactly("", "/issues/3");
    assertThat(mirror.sql("SELECT transferred_to FROM issues WHERE deleted_at IS NOT NULL"))
        .isEqualTo(hub.url("/repositories/2/issues/8"));
  }

  @Test
  void anIssueThatIsAskedForUnderTheRepositorysOldNameHasNotMovedAway() {
    hub.movesAway("/issues/3", "/repositories/1/issues/3");
    hub.shows("/repositories/1/issues/3", Shown.issue(3, "It brakes", NEW, 2));

    mirror.touched("issues-edited");

    assertThat(mirror.sql("SELECT title FROM issues WHERE number = 3 AND deleted_at IS NULL"))
        .isEqualTo("It brakes");
  }

  @Test
  void issuesThatAreSwitchedOffAreNotTakenForDeleted() {
    hub.shows("", Shown.repository("hello", "main").replace("es\":true", "es\":false"));
    hub.refuses("/issues/3", 410);

    assertThat(mirror.touched("issues-edited").outcome()).isEqualTo(Outcome.UPDATED);

    assertThat(mirror.sql("SELECT count(*) FROM issues WHERE deleted_at IS NULL")).isEqualTo("2");
  }

  @Test
  void aDeletedCommentIsMarkedAndItsIssueCountsOneLess() {
    hub.refuses("/issues/comments/31", 404);
    hub.shows("/issues/3", Shown.issue(3, "It breaks", OLD, 1));

    SyncReport report = mirror.touched("issue-comment-deleted");

    assertThat(hub.asked()).containsExactlyInAnyOrder("", "/issues/comments/31", "/issues/3");
    assertThat(report.requests().charged()).isEqualTo(2);
    assertThat(report.changes())
        .isEqualTo(
            Map.of(
                "comments", Map.of("deleted", List.of(31L)),
                "issues", Map.of("updated", List.of(3L))));
    assertThat(mirror.sql("SELECT comments_count FROM issues WHERE number = 3")).isEqualTo("1");
    assertThat(report.counts().orElseThrow().comments()).isEqualTo(1);
  }

  @Test
  void afterADeletedCommentTheNextWholeRunHasNothingToDo() {
    hub.refuses("/issues/comments/31", 404);
    hub.shows("/issues/3", Shown.issue(3, "It breaks", OLD, 1));
    mirror.touched("issue-comment-deleted");
    hub.asked();

    SyncReport report = mirror.whole();

    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(hub.asked()).doesNotContain("/issues/3/comments");
  }

  @Test
  void aCommentThatIsThereAfterAllStays() {
    hub.shows("/issues/comments/31", Shown.comment(31, 3, "Me too"));
    hub.shows("/issues/3", Shown.issue(3, "It breaks", OLD, 2));

    assertThat(mirror.touched("issue-comment-deleted").outcome()).isEqualTo(Outcome.UNCHANGED);

    assertThat(mirror.sql("SELECT count(*) FROM issue_comments WHERE deleted_at IS NULL"))
        .isEqualTo("2");
  }
}
