package dev.ghsync.sync.plan;

import static dev.ghsync.sync.plan.Shown.MAIN;
import static dev.ghsync.sync.plan.Shown.TOPIC;
import static dev.ghsync.sync.plan.Shown.list;
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

/** An event tells of refs, a release, a label, a milestone or the repository itself. */
class WebhookListsTest {
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
  void aPushAsksForTheBranchesAndTheNewCommits() {
    String third = "c".repeat(40);
    hub.shows(
        "/git/matching-refs/heads",
        list(Shown.ref("refs/heads/main", third), Shown.ref("refs/heads/topic", TOPIC)));
    hub.shows("/commits", list(Shown.commit(third)));

    SyncReport report = mirror.touched("push-branch");

    assertThat(hub.asked()).containsExactly("", "/git/matching-refs/heads", "/commits");
    assertThat(report.requests().charged()).isEqualTo(2);
    assertThat(report.changes().get("refs")).isEqualTo(Map.of("moved", List.of("refs/heads/main")));
    assertThat(report.counts().orElseThrow().commits()).isEqualTo(3);
  }

  @Test
  void aPushThatIsKnownAlreadyCostsNothing() {
    SyncReport report = mirror.touched("push-branch");

    assertThat(hub.asked()).containsExactly("", "/git/matching-refs/heads");
    assertThat(report.requests().charged()).isZero();
    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aDeletedBranchGoesAndIsRemembered() {
    hub.shows("/git/matching-refs/heads", list(Shown.ref("refs/heads/main", MAIN)));

    SyncReport report = mirror.touched("delete-branch");

    assertThat(hub.asked()).containsExactly("", "/git/matching-refs/heads");
    assertThat(report.changes())
        .isEqualTo(Map.of("refs", Map.of("deleted", List.of("refs/heads/topic"))));
    assertThat(mirror.sql("SELECT group_concat(name) FROM refs")).isEqualTo("refs/heads/main");
    assertThat(mirror.sql("SELECT name FROM ref_changes WHERE new_sha IS NULL"))
        .isEqualTo("refs/heads/topic");
    assertThat(report.counts().orElseThrow().branches()).isEqualTo(1);
  }

  @Test
  void aNewTagAsksForTheTags() {
    hub.shows("/git/matching-refs/tags", list(Shown.ref("refs/tags/v2", MAIN)));

    SyncReport report = mirror.touched("create-tag");

    assertThat(hub.asked()).containsExactly("", "/git/matching-refs/tags");
    assertThat(report.counts().orElseThrow().tags()).isEqualTo(1);
  }

  @Test
  void aDeletedReleaseIsMarked() {
    hub.refuses("/releases/91", 404);

    SyncReport report = mirror.touched("release-deleted");

    assertThat(hub.asked()).containsExactly("", "/releases/91");
    assertThat(report.changes()).isEqualTo(Map.of("releases", Map.of("deleted", List.of(91L))));
    assertThat(mirror.sql("SELECT group_concat(id) FROM releases WHERE deleted_at IS NULL"))
        .isEqualTo("92");
  }

  @Test
  void aDeletedLabelGoesAlsoFromTheIssues() {
    hub.shows("/labels", list(Shown.label(52, "wish")));

    SyncReport report = mirror.touched("label-deleted");

    assertThat(hub.asked()).containsExactly("", "/labels");
    assertThat(report.changes()).isEqualTo(Map.of("labels", Map.of("deleted", List.of(51L))));
    assertThat(mirror.sql("SELECT count(*) FROM issue_labels")).isEqualTo("0");
  }

  @Test
  void aMilestoneIsReadWithItsList() {
    hub.shows("/milestones", list(Shown.milestone("1.1")));

    mirror.touched("milestone-closed");

    assertThat(hub.asked()).containsExactly("", "/milestones");
    assertThat(mirror.sql("SELECT title FROM milestones")).isEqualTo("1.1");
  }

  @Test
  void anEditedRepositoryHasItsHeadWhereTheDefaultBranchIs() {
    hub.shows("", Shown.repository("hello", "topic"));

    mirror.touched("repository-edited");

    assertThat(hub.asked()).containsExactly("");
    assertThat(mirror.sql("SELECT r.name FROM repos p JOIN refs r ON r.id = p.head_ref_id"))
        .isEqualTo("refs/heads/topic");
  }

  @Test
  void aRenamedRepositoryIsFollowed() {
    hub.movesAway("", "/repositories/1");
    hub.shows("/repositories/1", Shown.repository("goodbye", "main"));

    assertThat(mirror.touched("repository-renamed").repo().name()).isEqualTo("goodbye");

    assertThat(mirror.sql("SELECT full_name FROM repos")).isEqualTo("octo/goodbye");
  }
}
