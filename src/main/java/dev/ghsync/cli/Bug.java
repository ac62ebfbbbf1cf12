package dev.ghsync.cli;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.SyncReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to say where ghsync itself is at fault. The exception's own message stays out of it, since
 * nobody has checked it for secrets and SQL; {@code -vv} shows it.
 */
final class Bug {
  private Bug() {}

  static Failure failure(Throwable e) {
    return Failure.of(
        FailureCode.INTERNAL,
        e instanceof OutOfMemoryError
            ? "there was not enough memory; what was stored stays. Give it more with"
                + " GHSYNC_JAVA_OPTS=-Xmx1g"
            : "ghsync has a fault ("
                + e.getClass().getSimpleName()
                + "); what was stored stays. Run it again with -vv for the details and report"
                + " them");
  }

  /** The report of a run that ended so. */
  static SyncReport report(
      Services.SyncRequest request, Instant startedAt, Instant finishedAt, Throwable e) {
    return new SyncReport(
        request.repo(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        request.settings().trigger(),
        Decision.start("asked for"),
        Outcome.FAILED,
        Optional.of(failure(e)),
        startedAt,
        finishedAt,
        List.of(),
        Map.of(),
        new SyncReport.Requests(0, 0, 0, 0, 0),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
