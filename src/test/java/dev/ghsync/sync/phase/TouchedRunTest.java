package dev.ghsync.sync.phase;

import static dev.ghsync.sync.phase.Mirror.LATER;
import static dev.ghsync.sync.phase.Mirror.NEW;
import static dev.ghsync.sync.phase.Mirror.SYNCED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncReport;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run for an event does to the next whole one, and when it is one itself. */
class TouchedRunTest {
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
  void aSuccessOfAPartMovesNoCursorAndPutsNoWholeRunOff() {
    String streams = mirror.sql("SELECT group_concat(name || since || completed_at) FROM streams");
    String validators = mirror.sql("SELECT group_concat(slot || etag) FROM validators");
    hub.shows("/issues/3", Shown.issue(3, "It brakes", NEW, 2));

    SyncReport report = mirror.touched("issues-edited");

    assertThat(mirror.sql("SELECT group_concat(name || since || completed_at) FROM streams"))
        .isEqualTo(streams);
    assertThat(mirror.sql("SELECT group_concat(slot || etag) FROM validators"))
        .isEqualTo(validators);
    assertThat(mirror.state().lastSuccessAt()).contains(SYNCED);
    assertThat(mirror.state().lastAttemptAt()).contains(LATER);
    assertThat(mirror.state().runningPid()).isEmpty();
    assertThat(mirror.sql("SELECT outcome FROM sync_runs WHERE id = " + report.runId().getAsLong()))
        .isEqualTo("updated");
  }

  @Test
  void aSuccessOfAPartDoesNotHideThatTheWholeHasFailed() {
    hub.refuses("/releases", 500);
    assertThat(mirror.whole().outcome()).isEqualTo(Outcome.PARTIAL);
    hub.shows("/issues/3", Shown.issue(3, "It brakes", NEW, 2));

    assertThat(mirror.touched("issues-edited").outcome()).isEqualTo(Outcome.UPDATED);

    assertThat(mirror.state().errorCode()).contains(FailureCode.SERVER_ERROR.text());
  }

  @Test
  void aFailureOfAPartIsTheRepositorys() {
    hub.refuses("/issues/3", 500);

    SyncReport report = mirror.touched("issues-edited");

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(mirror.state().errorCode()).contains(FailureCode.SERVER_ERROR.text());
  }

  @Test
  void thePhasesThatWereNotTouchedAreSaidToBeNotAskedFor() {
    SyncReport report = mirror.touched("label-deleted");

    assertThat(report.phases()).extracting(PhaseReport::name).containsExactly(PhaseName.values());
    assertThat(report.phases().stream().filter(phase -> !phase.wasNotAskedFor()))
        .extracting(PhaseReport::name)
        .containsExactly(PhaseName.METADATA, PhaseName.LABELS, PhaseName.COUNTS);
  }

  @Test
  void anEventOfAnUnknownKindIsAReasonToReadAll() {
    SyncReport report = mirror.touched("discussion-labeled");

    assertThat(hub.asked()).contains("/issues", "/labels", "/releases", "/pulls");
    assertThat(report.requests().charged()).isZero();
    assertThat(mirror.warnings).singleElement().asString().contains("everything is synced");
    assertThat(mirror.state().lastSuccessAt()).contains(LATER);
  }

  @Test
  void aRepositoryThatWasNeverSyncedIsReadAsAWhole() {
    mirror.execute("UPDATE repo_states SET last_success_at = NULL");

    mirror.touched("issues-edited");

    assertThat(hub.asked()).contains("/issues", "/labels", "/releases", "/pulls");
    assertThat(mirror.warnings)
        .containsExactly(
            "octo/hello was never synced with success:"
                + " everything is synced, not only what was touched");
    assertThat(mirror.state().lastSuccessAt()).contains(LATER);
  }
}
