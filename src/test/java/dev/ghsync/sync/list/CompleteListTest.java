package dev.ghsync.sync.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.Latches;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.LabelsStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that every run reads completely: labels, milestones, releases, commit comments. */
class CompleteListTest {
  private static final String LABELS = "/labels.*";

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

  private List<Long> labels(int count) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(bench.world.label("label " + i));
    }
    return ids;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 101, 200, 201})
  void aListIsWholeHoweverFullItsLastPageIs(int count) {
    labels(count);
    bench.sync();
    bench.assertEqual();

    bench.sync();
    assertThat(bench.hub.asked(LABELS)).isNotEmpty().allMatch(asked -> asked.status() == 304);

    labels(1);
    bench.sync();
    bench.assertEqual();
  }

  @Test
  void aPageThatSlidesWhileItIsReadDeletesNoExistingItem() {
    List<Long> labels = labels(250);
    long issue = bench.world.issue();
    bench.world.addLabel(issue, labels.get(100));
    bench.sync();

    bench.world.renameLabel(labels.get(249), "renamed");
    bench.hub.before(1, LABELS + "&page=2", () -> bench.world.deleteLabel(labels.get(0)));
    SyncReport second = bench.sync();

    assertThat(Bench.phase(second, LabelsStream.NAME).counts().deleted()).isEqualTo(1);
    bench.assertEqual();
  }

  @Test
  void aListThatChangesInEveryPassRemovesNothingUntilItIsStable() {
    List<Long> labels = labels(150);
    bench.sync();
    bench.world.deleteLabel(labels.get(0));
    for (int request = 1; request <= 8; request++) {
      bench.hub.before(request, LABELS, () -> bench.world.label("new"));
    }
    bench.world.pass(60);
    SyncReport restless = bench.sync();
    assertThat(Bench.phase(restless, LabelsStream.NAME).counts().deleted()).isZero();

    bench.sync();
    bench.assertEqual();
  }

  @Test
  void anUnstableListIsNotReportedAsChecked() {
    labels(150);
    for (int request = 1; request <= 8; request++) {
      bench.hub.before(request, LABELS, () -> bench.world.label("new"));
    }
    bench.sync();

    assertThat(bench.sql("SELECT last_reconciled_at FROM streams WHERE name = 'labels'"))
        .isEqualTo("null");
    bench.sync();
    assertThat(bench.sql("SELECT last_reconciled_at FROM streams WHERE name = 'labels'"))
        .isNotEqualTo("null");
  }

  @Test
  void itemsThatChangeAllTheTimeHideNoDeletion() {
    List<Long> releases = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      releases.add(bench.world.release());
    }
    bench.world.asset(releases.get(0));
    bench.world.asset(releases.get(240));
    bench.sync();
    bench.hub.beforeEach(
        () -> {
          bench.world.download(releases.get(0));
          bench.world.download(releases.get(240));
        });
    bench.sync();
    assertThat(bench.hub.asked("/releases.*")).hasSize(3);

    bench.world.deleteRelease(releases.get(120));
    bench.sync();
    assertThat(bench.hub.asked("/releases.*")).hasSize(6);
    bench.hub.calmDown();
    bench.sync();
    bench.assertEqual();
  }

  @Test
  void aLabelThatIsMadeAndUsedWhileTheListsAreReadStays() {
    long issue = bench.world.issue();
    bench.world.label("early");
    bench.sync();
    bench.world.pass(3_700);
    bench.world.label("other");
    CountDownLatch labelsAreRead = new CountDownLatch(1);
    CountDownLatch issuesAreStored = new CountDownLatch(1);
    bench.hub.after(
        LABELS,
        () -> {
          bench.world.addLabel(issue, bench.world.label("fresh"));
          labelsAreRead.countDown();
          Latches.await(issuesAreStored, 20);
        });
    bench.hub.before(1, "/issues\\?.*", () -> Latches.await(labelsAreRead, 20));
    bench.listener =
        new SyncListener() {
          @Override
          public void phaseFinished(PhaseReport report) {
            if (report.name().equals(IssuesStream.NAME)) {
              issuesAreStored.countDown();
            }
          }
        };
    bench.sync();
    bench.hub.calmDown();
    assertThat(bench.sql("SELECT count(*) FROM issue_labels")).isEqualTo("1");
    bench.sync();

    bench.assertEqual();
  }

  @Test
  void aLabelThatIsRemovedLeavesItsIssues() {
    long issue = bench.world.issue();
    long label = bench.world.label("bug");
    bench.world.addLabel(issue, label);
    bench.sync();
    assertThat(bench.sql("SELECT count(*) FROM issue_labels")).isEqualTo("1");

    bench.world.deleteLabel(label);
    SyncReport report = bench.sync();

    assertThat(bench.sql("SELECT count(*) FROM issue_labels")).isEqualTo("0");
    assertThat(report.changes().get("labels")).containsEntry("deleted", List.of(label));
    bench.assertEqual();
  }

  @Test
  void aMilestoneThatIsRemovedLeavesItsIssues() {
    long issue = bench.world.issue();
    bench.world.setMilestone(issue, bench.world.milestone());
    bench.world.milestone();
    bench.sync();
    bench.world.deleteMilestone(1);
    bench.sync();

    assertThat(bench.sql("SELECT milestone_number FROM issues")).isEqualTo("null");
    bench.assertEqual();
  }

  @Test
  void aRemovedReleaseStaysReadableAndItsAssetsFollowTheList() {
    long gone = bench.world.release();
    long kept = bench.world.release();
    bench.world.asset(gone);
    bench.world.asset(kept);
    bench.world.asset(kept);
    bench.sync();
    bench.assertEqual();

    bench.world.deleteRelease(gone);
    bench.world.deleteAssets(kept);
    bench.sync();

    assertThat(bench.sql("SELECT id FROM releases WHERE deleted_at IS NOT NULL"))
        .isEqualTo(String.valueOf(gone));
    bench.assertEqual();
  }

  @Test
  void aDraftThatTheTokenIsNotShownIsNotDeleted() {
    bench.world.draft();
    long release = bench.world.release();
    bench.sync();
    bench.world.mayPush = false;
    bench.world.deleteRelease(release);
    bench.sync(options -> options.token = "ghp_reader");

    assertThat(bench.sql("SELECT id FROM releases WHERE deleted_at IS NOT NULL"))
        .isEqualTo(String.valueOf(release));
    bench.assertEqual();
  }

  @Test
  void aDraftThatATokenWithPushAccessDoesNotSeeIsDeleted() {
    long draft = bench.world.draft();
    bench.sync();
    bench.world.deleteRelease(draft);
    bench.sync();

    bench.assertEqual();
  }

  @Test
  void aTokenThatSeesOneDraftSeesAllDrafts() {
    bench.world.draft();
    long gone = bench.world.draft();
    bench.world.mayPush = false; // what the repository says of an installation's token
    bench.world.showsDrafts = true;
    bench.sync();
    bench.world.deleteRelease(gone);
    bench.sync();

    bench.assertEqual();
  }

  @Test
  void aNewDownloadCountIsStoredWithoutAnUpdate() {
    long release = bench.world.release();
    bench.world.asset(release);
    bench.sync();
    bench.world.download(release);
    SyncReport report = bench.sync();

    assertThat(bench.hub.asked("/releases.*")).allMatch(Asked::charged);
    assertThat(report.outcome()).isEqualTo(Outcome.UNCHANGED);
    bench.assertEqual();
  }

  @Test
  void aRemovedCommitCommentStaysReadable() {
    long gone = bench.world.commitComment();
    bench.world.commitComment();
    bench.sync();
    bench.world.deleteCommitComment(gone);
    bench.sync();

    assertThat(bench.sql("SELECT id FROM commit_comments WHERE deleted_at IS NOT NULL"))
        .isEqualTo(String.valueOf(gone));
    bench.assertEqual();
  }
}
