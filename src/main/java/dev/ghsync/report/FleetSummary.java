package dev.ghsync.report;

import dev.ghsync.model.Counts;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fleet.FleetReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The summary of {@code ghsync all}: a line for each repository that changed, and one for all of
 * them. Failures are separate, see {@link ConsoleSummary#failureLine}.
 */
public record FleetSummary(ZoneId zone, Ansi colors) {
  /** Prints the summary. */
  public void print(FleetReport report, PrintWriter out) {
    for (SyncReport repo : report.repos()) {
      changes(repo).ifPresent(text -> out.println(head(repo) + ", " + text));
    }
    out.println(total(report));
    report
        .retryAt()
        .ifPresent(
            at ->
                out.println(
                    "The others follow in a run after "
                        + Formats.clock(at, report.finishedAt(), zone)
                        + "."));
  }

  private String head(SyncReport repo) {
    String outcome = repo.outcome().text();
    String painted =
        repo.outcome() == Outcome.UPDATED ? colors.good(outcome) : colors.warn(outcome);
    return colors.strong(repo.repo().toString()) + ": " + painted;
  }

  private static Optional<String> changes(SyncReport repo) {
    Counts all =
        repo.phases().stream()
            .map(PhaseReport::counts)
            .reduce(
                Counts.NONE,
                (a, b) ->
                    new Counts(
                        a.created() + b.created(),
                        a.updated() + b.updated(),
                        a.deleted() + b.deleted()));
    List<String> parts = new ArrayList<>();
    add(parts, all.created(), "new");
    add(parts, all.updated(), "updated");
    add(parts, all.deleted(), "deleted");
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  private static void add(List<String> parts, long n, String what) {
    if (n > 0) {
      parts.add(Formats.number(n) + " " + what);
    }
  }

  private static String total(FleetReport report) {
    List<String> parts = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      add(parts, report.count(outcome), outcome.name().toLowerCase(Locale.ROOT));
    }
    SyncReport.Requests requests = report.requests();
    long repos = report.repos().size();
    return "%s%s; %s, %s charged; %s"
        .formatted(
            repos == 1 ? "1 repository" : Formats.number(repos) + " repositories",
            parts.isEmpty() ? "" : ": " + String.join(", ", parts),
            Formats.count(requests.total(), "request"),
            Formats.number(requests.charged()),
            Formats.duration(Duration.between(report.startedAt(), report.finishedAt())));
  }
}
