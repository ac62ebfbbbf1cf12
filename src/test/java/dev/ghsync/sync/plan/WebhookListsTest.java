package dev.ghsync.sync.plan;

import static dev.ghsync.sync.fake.GitRepo.after;
import static dev.ghsync.sync.fake.GitRepo.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.WebhookTarget.Kind;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.GitRepo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An event names refs, a release, a label, a milestone or the repository itself. */
class WebhookListsTest {
  @TempDir Path folder;
  private GitRepo git;
  private SyncedWorld synced;

  @BeforeEach
  void syncOnce() {
    git = GitRepo.create(folder.resolve("world.git"));
    git.commit("main", file("a", "1"));
    git.commit("topic", after("main"), file("a", "2"));
    synced = new SyncedWorld(folder, git);
  }

  @AfterEach
  void close() {
    synced.close();
  }

  @Test
  void aPushFetchesTheBranchesAndTheNewCommits() {
    git.commit("main", after("main"), file("a", "3"));

    SyncReport report = synced.event(Kind.BRANCHES);

    assertThat(synced.asked()).containsExactly("", "/git/matching-refs/heads", "/commits");
    assertThat(report.requests().charged()).isEqualTo(2);
    assertThat(report.changes().get("refs")).isEqualTo(Map.of("moved", List.of("refs/heads/main")));
    assertThat(report.counts().orElseThrow().commits()).isEqualTo(3);
  }

  @Test
  void aPushThatIsAlreadyStoredCostsNothing() {
    SyncReport report = synced.event(Kind.BRANCHES);

    assertThat(synced.asked()).containsExactly("", "/git/matching-refs/heads");
    assertThat(report.requests().charged()).isZero();
    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
  }

  @Test
  void aDeletedBranchIsRemovedAndRecorded() {
    git.git("update-ref", "-d", "refs/heads/topic");

    SyncReport report = synced.event(Kind.BRANCHES);

    assertThat(synced.asked()).containsExactly("", "/git/matching-refs/heads");
    assertThat(report.changes())
        .isEqualTo(Map.of("refs", Map.of("deleted", List.of("refs/heads/topic"))));
    assertThat(synced.sql("SELECT name FROM refs")).isEqualTo("refs/heads/main");
    assertThat(synced.sql("SELECT name FROM ref_changes WHERE new_sha IS NULL"))
        .isEqualTo("refs/heads/topic");
    assertThat(report.counts().orElseThrow().branches()).isEqualTo(1);
  }

  @Test
  void aNewTagFetchesTheTags() {
    git.git("tag", "v2", "main");

    SyncReport report = synced.event(Kind.TAGS);

    assertThat(synced.asked()).containsExactly("", "/git/matching-refs/tags");
    assertThat(report.counts().orElseThrow().tags()).isEqualTo(1);
  }

  @Test
  void aDeletedReleaseIsMarked() {
    synced.world.deleteRelease(synced.release);

    SyncReport report = synced.event(Kind.RELEASE, 0, synced.release);

    assertThat(synced.asked()).containsExactly("", "/releases/" + synced.release);
    assertThat(report.changes())
        .isEqualTo(Map.of("releases", Map.of("deleted", List.of(synced.release))));
    synced.bench.assertEqual();
  }

  @Test
  void aDeletedLabelIsAlsoRemovedFromTheIssues() {
    synced.world.deleteLabel(synced.label);

    SyncReport report = synced.event(Kind.LABELS);

    assertThat(synced.asked()).containsExactly("", "/labels");
    assertThat(report.changes())
        .isEqualTo(Map.of("labels", Map.of("deleted", List.of(synced.label))));
    assertThat(synced.sql("SELECT count(*) FROM issue_labels")).isEqualTo("0");
  }

  @Test
  void aMilestoneIsReadWithItsList() {
    synced.world.deleteMilestone(synced.milestone);
    long second = synced.world.milestone();

    synced.event(Kind.MILESTONES);

    assertThat(synced.asked()).containsExactly("", "/milestones");
    assertThat(synced.sql("SELECT number FROM milestones")).isEqualTo(String.valueOf(second));
  }

  @Test
  void theHeadFollowsTheDefaultBranchOfAnEditedRepository() {
    synced.world.defaultBranch = "topic";

    synced.event(Kind.REPOSITORY);

    assertThat(synced.asked()).containsExactly("");
    assertThat(synced.sql("SELECT r.name FROM repos p JOIN refs r ON r.id = p.head_ref_id"))
        .isEqualTo("refs/heads/topic");
  }

  @Test
  void theFilesOfTheOldDefaultBranchStayUntilTheNewOneIsStored() {
    String head = "SELECT name FROM refs WHERE id = (SELECT head_ref_id FROM repos)";
    synced.world.defaultBranch = "next";

    synced.event(Kind.REPOSITORY);
    assertThat(synced.sql("SELECT default_branch FROM repos")).isEqualTo("next");
    assertThat(synced.sql(head)).isEqualTo("refs/heads/main");

    synced.world.defaultBranch = "topic";
    synced.event(Kind.REPOSITORY);
    assertThat(synced.sql(head)).isEqualTo("refs/heads/topic");
  }

  @Test
  void aRenamedRepositoryIsFollowed() {
    synced.world.rename("octo/planet");

    assertThat(synced.event(Kind.REPOSITORY).repo().name()).isEqualTo("planet");

    assertThat(synced.sql("SELECT full_name FROM repos")).isEqualTo("octo/planet");
  }
}
