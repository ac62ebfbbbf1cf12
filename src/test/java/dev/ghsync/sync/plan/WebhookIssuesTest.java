package dev.ghsync.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.WebhookTarget.Kind;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.SyncReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event names an issue or a comment on one. */
class WebhookIssuesTest {
  @TempDir Path folder;
  private SyncedWorld synced;
  private String issuePath;
  private String commentPath;

  @BeforeEach
  void syncOnce() {
    synced = new SyncedWorld(folder);
    issuePath = "/issues/" + synced.issue;
    commentPath = "/issues/comments/" + synced.comment;
  }

  @AfterEach
  void close() {
    synced.close();
  }

  @Test
  void anEditedIssueIsFetchedAlone() {
    synced.world.editIssue(synced.issue);

    SyncReport report = synced.event(Kind.ISSUE, synced.issue, 0);

    assertThat(synced.asked()).containsExactly("", issuePath);
    assertThat(report.requests().charged()).isEqualTo(1);
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(report.changes())
        .isEqualTo(Map.of("issues", Map.of("updated", List.of(synced.issue))));
    synced.bench.assertEqual();
  }

  @Test
  void aDeletedIssueIsMarkedWithAllThatBelongsToIt() {
    synced.world.deleteIssue(synced.issue);

    SyncReport report = synced.event(Kind.ISSUE, synced.issue, 0);

    assertThat(synced.asked()).containsExactly("", issuePath);
    assertThat(report.changes())
        .isEqualTo(Map.of("issues", Map.of("deleted", List.of(synced.issue))));
    assertThat(report.counts().orElseThrow().openIssues()).isZero();
    assertThat(report.counts().orElseThrow().comments()).isZero();
    synced.bench.assertEqual();
  }

  @Test
  void aTransferredIssueIsMarkedWithItsNewAddress() {
    String moved = synced.hub.api() + "/repositories/2/issues/8";
    synced.world.transferIssue(synced.issue, moved);

    synced.event(Kind.ISSUE, synced.issue, 0);

    assertThat(synced.asked()).startsWith("", issuePath);
    assertThat(synced.sql("SELECT transferred_to FROM issues WHERE deleted_at IS NOT NULL"))
        .isEqualTo(moved);
  }

  @Test
  void anIssueUnderTheRepositorysOldNameHasNotMovedAway() {
    synced.hub.after("", () -> synced.world.rename("octo/planet"));
    synced.world.editIssue(synced.issue);

    synced.event(Kind.ISSUE, synced.issue, 0);

    assertThat(synced.asked()).containsExactly("", issuePath, issuePath);
    assertThat(
            synced.sql(
                "SELECT title FROM issues WHERE deleted_at IS NULL AND number = " + synced.issue))
        .endsWith("+");
  }

  @Test
  void issuesThatAreSwitchedOffAreNotTakenForDeleted() {
    synced.world.switchIssuesOff();
    synced.hub.refuse(issuePath, 410, "Issues are disabled for this repo");

    assertThat(synced.event(Kind.ISSUE, synced.issue, 0).outcome()).isEqualTo(Outcome.UPDATED);

    assertThat(synced.sql("SELECT count(*) FROM issues WHERE deleted_at IS NULL")).isEqualTo("2");
  }

  @Test
  void aDeletedCommentIsMarkedAndItsIssueCountsOneLess() {
    synced.world.deleteComment(synced.comment);

    SyncReport report = synced.event(Kind.ISSUE_COMMENT, synced.issue, synced.comment);

    assertThat(synced.asked()).containsExactlyInAnyOrder("", commentPath, issuePath);
    assertThat(report.requests().charged()).isEqualTo(2);
    assertThat(report.changes())
        .isEqualTo(
            Map.of(
                "comments", Map.of("deleted", List.of(synced.comment)),
                "issues", Map.of("updated", List.of(synced.issue))));
    assertThat(report.counts().orElseThrow().comments()).isEqualTo(1);
    synced.bench.assertEqual();
  }

  @Test
  void afterADeletedCommentTheNextWholeRunHasNothingToDo() {
    synced.world.deleteComment(synced.comment);
    synced.event(Kind.ISSUE_COMMENT, synced.issue, synced.comment);

    SyncReport report = synced.sync();

    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(synced.asked()).doesNotContain(issuePath + "/comments");
  }

  @Test
  void aCommentThatStillExistsStays() {
    assertThat(synced.event(Kind.ISSUE_COMMENT, synced.issue, synced.comment).outcome())
        .isEqualTo(Outcome.UNCHANGED);

    synced.bench.assertEqual();
  }
}
