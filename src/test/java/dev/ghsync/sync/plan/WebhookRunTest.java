package dev.ghsync.sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.WebhookTarget.Kind;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.fake.Options;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.LabelsStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Effects of a run for an event on the next whole run, and events that cause a whole run. */
class WebhookRunTest {
  private static final String STREAMS =
      "SELECT group_concat(name || since || completed_at) FROM streams";
  private static final String VALIDATORS = "SELECT group_concat(slot || etag) FROM validators";

  @TempDir Path folder;
  private SyncedWorld synced;
  private String issuePath;

  @BeforeEach
  void syncOnce() {
    synced = new SyncedWorld(folder);
    issuePath = "/issues/" + synced.issue;
  }

  @AfterEach
  void close() {
    synced.close();
  }

  @Test
  void aSuccessOfAPartMovesNoCursorAndDelaysNoWholeRun() {
    Instant success = synced.state().lastSuccessAt().orElseThrow();
    String streams = synced.sql(STREAMS);
    String validators = synced.sql(VALIDATORS);
    synced.world.editIssue(synced.issue);

    SyncReport report = synced.event(Kind.ISSUE, synced.issue, 0);

    assertThat(synced.sql(STREAMS)).isEqualTo(streams);
    assertThat(synced.sql(VALIDATORS)).isEqualTo(validators);
    assertThat(synced.state().lastSuccessAt()).contains(success);
    assertThat(synced.state().lastAttemptAt()).contains(synced.world.now());
    assertThat(synced.state().runningPid()).isEmpty();
    assertThat(synced.sql("SELECT outcome FROM sync_runs WHERE id = " + report.runId().getAsLong()))
        .isEqualTo("updated");
  }

  @Test
  void aSuccessOfAPartDoesNotHideThatTheWholeHasFailed() {
    synced.hub.refuse("/releases.*", 500, "Server Error");
    assertThat(synced.sync().outcome()).isEqualTo(Outcome.PARTIAL);
    synced.world.editIssue(synced.issue);

    assertThat(synced.event(Kind.ISSUE, synced.issue, 0).outcome()).isEqualTo(Outcome.UPDATED);

    assertThat(synced.state().errorCode()).contains(FailureCode.SERVER_ERROR.text());
  }

  @Test
  void aFailureOfAPartIsTheRepositorys() {
    synced.hub.refuse(issuePath, 500, "Server Error");

    SyncReport report = synced.event(Kind.ISSUE, synced.issue, 0);

    assertThat(report.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(synced.state().errorCode()).contains(FailureCode.SERVER_ERROR.text());
  }

  @Test
  void thePhasesThatWereNotTouchedAreReportedAsNotPartOfTheRun() {
    SyncReport report = synced.event(Kind.LABELS);

    assertThat(report.phases())
        .extracting(PhaseReport::name)
        .containsExactly(Options.CORE_STREAMS.names().toArray(StreamName[]::new));
    assertThat(
            report.phases().stream()
                .filter(phase -> phase.state() != PhaseReport.State.NOT_SELECTED))
        .extracting(PhaseReport::name)
        .containsExactly(StreamName.METADATA, LabelsStream.NAME, StreamName.COUNTS);
  }

  @Test
  void anEventOfAnUnknownKindIsAReasonToReadEverything() {
    SyncReport report = synced.event(Kind.UNKNOWN);

    assertThat(synced.asked()).contains("/issues", "/labels", "/releases", "/pulls");
    assertThat(report.requests().charged()).isZero();
    assertThat(synced.warnings).singleElement().asString().contains("everything is synced");
    assertThat(synced.state().lastSuccessAt()).contains(synced.world.now());
  }

  @Test
  void aRepositoryThatWasNeverSyncedIsReadAsAWhole() {
    Rows.execute(synced.bench.db, "UPDATE repo_states SET last_success_at = NULL");

    synced.event(Kind.ISSUE, synced.issue, 0);

    assertThat(synced.asked()).contains("/issues", "/labels", "/releases", "/pulls");
    assertThat(synced.warnings)
        .containsExactly(
            "octo/world was never synced with success:"
                + " everything is synced, not only what was touched");
    assertThat(synced.state().lastSuccessAt()).contains(synced.world.now());
  }

  @Test
  void anEventOfAnotherRepositoryThanGitHubHasUnderTheNameTouchesNothing() {
    WebhookTarget another =
        new WebhookTarget(OptionalLong.of(2), new RepoName("octo", "earlier"), Kind.ISSUE, 3, 0);
    synced.bench.plan = new WebhookPlan(another, new FullPlan(Options.CORE_STREAMS));

    SyncReport report = synced.sync();

    assertThat(report.failure().orElseThrow().message())
        .isEqualTo(
            "the event payload is of octo/earlier (id 2), not of octo/world (id 1000); nothing was"
                + " synced");
    assertThat(synced.asked()).containsExactly("");
  }

  @ParameterizedTest
  @CsvSource({
    "ISSUE, 2, metadata issues",
    "ISSUE_COMMENT, 3, metadata issues comments",
    "BRANCHES, 2, metadata refs objects",
    "REPOSITORY, 1, metadata",
    "RELEASE, 2, metadata releases",
  })
  void theRequestsForAnEventAreEstimatedWithoutARequest(Kind kind, long requests, String phases) {
    synced.hub.forget();
    try (Connection open =
        synced.bench.connector(new Options()).connect(exchange -> {}, (until, reason) -> {})) {
      Repos.RepoRow repo =
          synced
              .bench
              .store
              .read(s -> s.repos().find(synced.bench.host, synced.bench.name))
              .orElseThrow();
      DryRunEstimate estimate =
          new DryRunEstimate(
              Options.CORE_STREAMS,
              SyncContext.readOnly(
                  repo,
                  synced.bench.store,
                  open,
                  SyncSettings.readOnly(Options.CORE_STREAMS.byDefault(), open.apiUrl()),
                  Clock.systemUTC()));

      List<PhaseReport> reports =
          estimate.run(synced.target(kind, 1, 0)).fold(all -> all, none -> List.of());

      assertThat(
              reports.stream().map(phase -> phase.name().text()).collect(Collectors.joining(" ")))
          .isEqualTo(phases);
      assertThat(estimate.total()).isEqualTo(requests);
      assertThat(synced.asked()).isEmpty();
    }
  }
}
