package dev.ghsync.report;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.item.RepoCounts;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The summary of a run on standard output: a line for each phase that did something, and its cost.
 * The failure of a run is separate: {@link #failureLine} is for standard error.
 *
 * @param zone the time zone of the times
 */
public record ConsoleSummary(ZoneId zone, Ansi colors) {

  /** Prints the summary; nothing for a run that failed before its first request. */
  public void print(SyncReport report, Path database, PrintWriter out) {
    if (report.outcome() == Outcome.SKIPPED) {
      out.println(head(report) + ", " + Formats.line(report.decision().reason()));
      report.phases().forEach(phase -> row(out, phase.name().text(), phase.reason().orElse("")));
      return;
    }
    if (report.failure().isPresent() && report.requests().total() == 0) {
      return;
    }
    out.println(head(report));
    for (PhaseReport phase : report.phases()) {
      if (phase.failure().isPresent() && phase.failure().equals(report.failure())) {
        continue; // it is in the failure line
      }
      result(phase).ifPresent(text -> row(out, phase.name().text(), text));
    }
    skipped(report.phases()).forEach((reason, names) -> row(out, "skipped", names + ": " + reason));
    if (report.outcome() == Outcome.UPDATED) {
      report.counts().ifPresent(counts -> row(out, "now", holdings(counts)));
      row(out, "database", database.toString());
    }
    row(out, "requests", traffic(report));
    row(out, "took", ending(report));
  }

  /** Returns one line with the failure and when to retry; empty for a success. */
  public Optional<String> failureLine(SyncReport report) {
    String repo = report.repo() + ": ";
    if (report.failure().isPresent()) {
      return Optional.of(repo + described(report.failure().get(), report));
    }
    if (report.outcome() != Outcome.PARTIAL) {
      return Optional.empty();
    }
    List<String> failed =
        report.phases().stream()
            .flatMap(
                p -> p.failure().map(f -> p.name().text() + ": " + described(f, report)).stream())
            .toList();
    if (failed.isEmpty()) {
      return Optional.of(repo + "partial; the report names the incomplete phases");
    }
    String more = failed.size() == 1 ? "" : " (and " + (failed.size() - 1) + " more)";
    return Optional.of(repo + "partial; " + failed.get(0) + more);
  }

  private String described(Failure failure, SyncReport report) {
    String again =
        failure
            .retryAt()
            .map(at -> " (try again after " + Formats.clock(at, report.finishedAt(), zone) + ")")
            .orElse("");
    return failure.code().text() + ": " + Formats.line(failure.message()) + again;
  }

  private String head(SyncReport report) {
    String outcome = report.outcome().text();
    String painted =
        switch (report.outcome()) {
          case UPDATED, UNCHANGED -> colors.good(outcome);
          case PARTIAL, SKIPPED, BLOCKED -> colors.warn(outcome);
          case FAILED -> colors.bad(outcome);
        };
    return colors.strong(report.repo().toString()) + ": " + painted;
  }

  private static void row(PrintWriter out, String name, String text) {
    out.printf("  %-16s%s%n", name, text);
  }

  private Optional<String> result(PhaseReport phase) {
    String note = phase.reason().map(reason -> "; " + Formats.line(reason)).orElse("");
    return switch (phase.state()) {
      case UPDATED -> Optional.of(counts(phase.counts()) + note);
      case UNCHANGED -> phase.reason().map(Formats::line);
      case INCOMPLETE ->
          Optional.of(colors.warn(counts(phase.counts()) + ", continues next time") + note);
      case FAILED ->
          phase.failure().map(f -> colors.bad("failed") + ": " + Formats.line(f.message()));
      case SKIPPED, NOT_SELECTED -> Optional.empty();
    };
  }

  private static Map<String, String> skipped(List<PhaseReport> phases) {
    Map<String, String> names = new LinkedHashMap<>();
    for (PhaseReport phase : phases) {
      if (phase.state() == PhaseReport.State.SKIPPED) {
        String reason = Formats.line(phase.reason().orElse("no reason given"));
        names.merge(reason, phase.name().text(), (one, other) -> one + ", " + other);
      }
    }
    return names;
  }

  private static String counts(Counts counts) {
    List<String> parts = new ArrayList<>();
    add(parts, counts.created(), "new");
    add(parts, counts.updated(), "updated");
    add(parts, counts.deleted(), "deleted");
    return parts.isEmpty() ? "nothing new" : String.join(", ", parts);
  }

  private static void add(List<String> parts, long n, String what) {
    if (n > 0) {
      parts.add(Formats.number(n) + " " + what);
    }
  }

  private static String holdings(RepoCounts c) {
    List<String> parts = new ArrayList<>();
    parts.add(Formats.count(c.openIssues() + c.closedIssues(), "issue"));
    parts.add(Formats.count(c.openPulls() + c.closedPulls() + c.mergedPulls(), "pull"));
    parts.add(Formats.count(c.comments(), "comment"));
    if (c.discussions() > 0) {
      parts.add(Formats.count(c.discussions(), "discussion"));
    }
    parts.add(Formats.count(c.commits(), "commit"));
    parts.add(c.branches() == 1 ? "1 branch" : Formats.number(c.branches()) + " branches");
    parts.add(Formats.count(c.tags(), "tag"));
    return String.join(", ", parts);
  }

  private static String traffic(SyncReport report) {
    SyncReport.Requests r = report.requests();
    List<String> parts = new ArrayList<>();
    add(parts, r.total() - r.charged(), "free");
    add(parts, r.charged(), "charged");
    add(parts, r.retried(), "retried");
    String kinds = parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    String git =
        report
            .git()
            .map(g -> "; git: " + Formats.number(g.requests()) + ", " + Formats.bytes(g.bytes()))
            .orElse("");
    return Formats.number(r.total()) + kinds + ", " + Formats.bytes(r.bytes()) + git;
  }

  private String ending(SyncReport report) {
    String time = Formats.duration(Duration.between(report.startedAt(), report.finishedAt()));
    return time + report.rateLimit().map(limit -> "; " + left(limit, report)).orElse("");
  }

  private String left(RateLimit limit, SyncReport report) {
    return Formats.number(limit.remaining())
        + " of "
        + Formats.number(limit.limit())
        + " requests left until "
        + Formats.clock(limit.resetAt(), report.finishedAt(), zone);
  }
}
