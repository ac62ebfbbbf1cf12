package dev.ghsync.sync.plan;

import static dev.ghsync.sync.plan.Mirror.LATER;
import static dev.ghsync.sync.plan.Mirror.NEW;
import static dev.ghsync.sync.plan.Mirror.SYNCED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run for an event does to the next whole one, and when it is one itself. */
class WebhookRunTest {
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

    assertThat(report.phases())
        .extracting(PhaseReport::name)
        .containsExactlyElementsOf(StreamName.ALL);
    assertThat(report.phases().stream().filter(phase -> !phase.wasNotAskedFor()))
        .extracting(PhaseReport::name)
        .containsExactly(StreamName.METADATA, StreamName.LABELS, StreamName.COUNTS);
  }

  @Test
  void anEventOfAnUnknownKindIsAReasonToReadAll() {
    SyncReport report = mirror.touched("invented");

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

  @Test
  void anEventOfAnotherRepositoryThanGitHubHasUnderTheNameTouchesNothing() {
    WebhookTarget another =
        new WebhookTarget(
            OptionalLong.of(2), new RepoName("octo", "earlier"), WebhookTarget.Kind.ISSUE, 3, 0);

    SyncReport report = mirror.run(new WebhookPlan(another, new Phases()), StreamName.all(), LATER);

    assertThat(report.failure().orElseThrow().message())
        .isEqualTo(
            "the event payload is of octo/earlier (id 2), not of octo/hello (id 1); nothing was"
                + " synced");
    assertThat(hub.asked()).containsExactly("");
  }

  @Test
  void theFilesOfTheOldDefaultBranchStayUntilTheNewOneIsHere() {
    String head = "SELECT name FROM refs WHERE id = (SELECT head_ref_id FROM repos)";
    hub.shows("", Shown.repository("hello", "next"));

    mirror.touched("repository-edited");
    assertThat(mirror.sql("SELECT default_branch FROM repos")).isEqualTo("next");
    assertThat(mirror.sql(head)).isEqualTo("refs/heads/main");

    hub.shows("", Shown.repository("hello", "topic"));
    mirror.touched("repository-edited");
    assertThat(mirror.sql(head)).isEqualTo("refs/heads/topic");
  }

  @ParameterizedTest
  @CsvSource({
    "issues-edited, 2, metadata issues",
    "issue-comment-deleted, 3, metadata issues comments",
    "push-branch, 2, metadata refs objects",
    "repository-edited, 1, metadata",
    "release-deleted, 2, metadata releases",
  })
  void whatWouldBeAskedForAnEventIsForetoldWithoutARequest(
      String payload, long requests, String phases) {
    try (Connection open = hub.connector().connect(exchange -> {}, (until, reason) -> {})) {
      Repos.RepoRow repo =
          mirror.store.read(s -> s.repos().find(Host.GITHUB, SmallHub.REPO)).orElseThrow();
      SyncSettings settings = SyncSettings.readOnly(open.apiUrl());
      DryRunEstimate forecast =
          new DryRunEstimate(
              SyncContext.readOnly(repo, mirror.store, open, settings, Clock.systemUTC()));

      List<PhaseReport> told =
          forecast.run(Mirror.hint(payload)).fold(all -> all, none -> List.of());

      assertThat(told.stream().map(phase -> phase.name().text()).collect(Collectors.joining(" ")))
          .isEqualTo(phases);
      assertThat(forecast.total()).isEqualTo(requests);
      assertThat(hub.asked()).isEmpty();
    }
  }
}
