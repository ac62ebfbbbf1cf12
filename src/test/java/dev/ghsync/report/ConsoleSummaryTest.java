package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.stream.CommentsStream;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.PullsStream;
import dev.ghsync.sync.stream.RefsStream;
import dev.ghsync.sync.stream.ReleasesStream;
import dev.ghsync.sync.stream.ReviewsStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleSummaryTest {
  private final ConsoleSummary summary = new ConsoleSummary(ZoneOffset.UTC, Ansi.OFF);

  private String print(SyncReport report) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    summary.print(report, Path.of("/data/ghsync.db"), out);
    out.flush();
    return text.toString();
  }

  @Test
  void anUpdatedRunTellsWhatChangedWhatItCostAndWhereItIs() {
    assertThat(print(Sample.updated()))
        .isEqualTo(
            """
            owner/name: updated
              issues          1 new, 4 updated
              now             30 issues, 8 pulls, 60 comments, 7 discussions, 40 commits, 3 branches, 2 tags
              database        /data/ghsync.db
              requests        14 (12 free, 2 charged), 18 kB
              took            1.2 s; 4,871 of 5,000 requests left until 13:00
            """);
  }

  @Test
  void anUnchangedRunIsThreeLines() {
    SyncReport report =
        Sample.report(
            Outcome.UNCHANGED,
            List.of(Sample.unchanged(IssuesStream.NAME), Sample.unchanged(RefsStream.NAME)));

    assertThat(print(report)).startsWith("owner/name: unchanged\n").hasLineCount(3);
  }

  @Test
  void phasesSkippedForOneReasonAreOneLine() {
    SyncReport report =
        Sample.report(
            Outcome.UNCHANGED,
            List.of(
                Sample.skipped(IssuesStream.NAME, "the token lacks issues=read"),
                Sample.skipped(CommentsStream.NAME, "the token lacks issues=read"),
                Sample.notSelected(ReleasesStream.NAME)));

    assertThat(print(report))
        .contains("  skipped         issues, comments: the token lacks issues=read\n")
        .as("what the user has left out need not be told")
        .doesNotContain("releases");
  }

  @Test
  void aPhaseThatIsNotWholeSaysThatItGoesOn() {
    SyncReport report =
        Sample.report(
            Outcome.UPDATED, List.of(Sample.incomplete(CommentsStream.NAME, "--max-requests 5")));

    assertThat(print(report))
        .contains("  comments        nothing new, continues next time; --max-requests 5\n");
  }

  @Test
  void gitTrafficIsToldApart() {
    assertThat(print(Sample.withChanges(Map.of())))
        .contains("  requests        14 (12 free, 2 charged), 18 kB; git: 2, 17 MB\n");
  }

  @Test
  void aFailureBeforeTheFirstRequestIsOnlyOneLineForStandardError() {
    assertThat(print(Sample.noToken())).isEmpty();
    assertThat(summary.failureLine(Sample.noToken()))
        .contains("owner/name: no-pat: There is no token. Set $GHSYNC_TOKEN.");
  }

  @Test
  void aLimitSaysWhenToComeBack() {
    assertThat(summary.failureLine(Sample.rateLimited()))
        .contains("owner/name: rate-limited: The hourly limit is spent. (try again after 12:30)");
  }

  @Test
  void aRunThatThePolicySkipsIsOneLine() {
    Decision skip =
        new Decision(
            Decision.Action.SKIP, "synced 20 s ago", Duration.ofSeconds(40), Optional.empty());
    SyncReport report = Sample.refused(Outcome.SKIPPED, skip, Optional.empty());

    assertThat(print(report)).isEqualTo("owner/name: skipped, synced 20 s ago\n");
    assertThat(summary.failureLine(report)).isEmpty();
  }

  @Test
  void aPartialRunNamesTheFirstFailureAndCountsTheRest() {
    Failure failure = Failure.of(FailureCode.SERVER_ERROR, "502 four times");
    SyncReport report =
        Sample.report(
            Outcome.PARTIAL,
            List.of(
                Sample.updated(IssuesStream.NAME, new Counts(1, 0, 2)),
                Sample.failed(PullsStream.NAME, failure),
                Sample.failed(ReviewsStream.NAME, failure)));

    assertThat(print(report))
        .startsWith("owner/name: partial\n  issues          1 new, 2 deleted\n")
        .contains("  pulls           failed: 502 four times\n");
    assertThat(summary.failureLine(report))
        .contains("owner/name: partial; pulls: server-error: 502 four times (and 1 more)");
  }

  @Test
  void whatEndedTheRunIsToldOnce() {
    Failure failure = Failure.of(FailureCode.BAD_CREDENTIALS, "the token is refused");
    SyncReport report =
        Sample.failedBy(failure, List.of(Sample.failed(StreamName.METADATA, failure)));

    assertThat(print(report)).startsWith("owner/name: failed\n").doesNotContain("refused");
    assertThat(summary.failureLine(report))
        .contains("owner/name: bad-credentials: the token is refused");
  }

  @Test
  void aServersWordsCannotMoveTheCursor() {
    Failure failure = Failure.of(FailureCode.FORBIDDEN, "no\u001b[2J\r\nway");
    SyncReport report = Sample.refused(Outcome.FAILED, Decision.start("yes"), Optional.of(failure));

    assertThat(summary.failureLine(report)).contains("owner/name: forbidden: no [2J way");
  }

  @Test
  void coloursAreForTerminalsOnly() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new ConsoleSummary(ZoneOffset.UTC, Ansi.ON).print(Sample.updated(), Path.of("x"), out);
    out.flush();

    assertThat(text.toString()).contains("\u001b[32mupdated\u001b[0m");
    assertThat(print(Sample.updated())).doesNotContain("\u001b");
  }
}
