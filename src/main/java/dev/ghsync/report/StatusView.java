package dev.ghsync.report;

import dev.ghsync.model.item.RepoCounts;
import dev.ghsync.sync.RepoStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code ghsync status}, for people and as JSON, whose fields are an interface.
 *
 * @param now the time that ages are relative to
 */
public record StatusView(Instant now, ZoneId zone, Ansi colors) {

  /** Prints a line for each repository. */
  public void table(List<RepoStatus> all, PrintWriter out) {
    int width = all.stream().mapToInt(s -> s.label().length()).max().orElse(0);
    String row = "%-" + Math.max(width, "REPOSITORY".length()) + "s  %s  %-12s  %s";
    out.println(row.formatted("REPOSITORY", "STATE  ", "SYNCED", "NOTE"));
    for (RepoStatus s : all) {
      out.println(row.formatted(s.label(), state(s, 7), synced(s), note(s)).stripTrailing());
    }
  }

  /** Prints the details of one repository. */
  public void detail(RepoStatus s, PrintWriter out) {
    out.println(colors.strong(s.repo().toString()) + ": " + state(s, 0) + ", " + fresh(s));
    row(out, "last sync", s.lastSyncedAt().map(this::moment).orElse("none has succeeded yet"));
    row(out, "next sync", next(s));
    s.activeJobProgress()
        .ifPresent(p -> row(out, "running", "step " + p.current() + " of " + p.total()));
    s.lastSyncError()
        .ifPresent(e -> row(out, "last error", e.code() + ": " + Formats.line(e.message())));
    s.counts().ifPresent(c -> row(out, "contents", contents(c)));
    if (!s.streams().isEmpty()) {
      streams(s.streams(), out);
    }
  }

  private void streams(List<RepoStatus.Stream> streams, PrintWriter out) {
    String row = "  %-16s%10s  %-16s  %-16s  %s%s%n";
    out.println();
    out.printf(row, "stream", "rows", "up to", "complete", "checked for deletions", "");
    for (RepoStatus.Stream s : streams) {
      out.printf(
          row,
          s.name(),
          Formats.number(s.rows()),
          clock(s.since()),
          clock(s.completedAt()),
          clock(s.lastReconciledAt()),
          s.due() == 0 ? "" : ", %s items still to be read".formatted(Formats.number(s.due())));
    }
  }

  private static void row(PrintWriter out, String name, String text) {
    out.printf("  %-12s%s%n", name, text);
  }

  private String clock(Optional<Instant> time) {
    return time.map(t -> Formats.clock(t, now, zone)).orElse("-");
  }

  private String moment(Instant time) {
    return Formats.ago(time, now) + " (" + Formats.clock(time, now, zone) + ")";
  }

  private String state(RepoStatus s, int width) {
    String text = s.state().text();
    String padded = text + " ".repeat(Math.max(0, width - text.length()));
    return switch (s.state()) {
      case IDLE, SYNCING -> colors.good(padded);
      case BLOCKED, NEVER -> colors.warn(padded);
      case ERROR -> colors.bad(padded);
    };
  }

  private static String fresh(RepoStatus s) {
    return s.repoStatus().name().toLowerCase(Locale.ROOT);
  }

  private String synced(RepoStatus s) {
    return s.lastSyncedAt().map(t -> Formats.ago(t, now)).orElse("never");
  }

  private String note(RepoStatus s) {
    if (s.activeJobProgress().isPresent()) {
      RepoStatus.Progress p = s.activeJobProgress().get();
      return "step " + p.current() + " of " + p.total();
    }
    return s.lastSyncError()
        .map(e -> e.code() + ": " + Formats.line(e.message()))
        .orElseGet(() -> s.canSyncNow() ? "" : "next sync " + next(s));
  }

  private String next(RepoStatus s) {
    if (s.canSyncNow()) {
      return "may start now";
    }
    if (s.blockedUntil().isPresent()) {
      return "after " + Formats.clock(s.blockedUntil().get(), now, zone);
    }
    return s.cooldown().isZero()
        ? "when the running one has ended"
        : "in " + Formats.duration(s.cooldown());
  }

  private static String contents(RepoCounts c) {
    return "issues %,d open, %,d closed; pulls %,d open, %,d closed, %,d merged; %,d comments; "
            .formatted(
                c.openIssues(),
                c.closedIssues(),
                c.openPulls(),
                c.closedPulls(),
                c.mergedPulls(),
                c.comments())
        + "%,d commits, %,d branches, %,d tags".formatted(c.commits(), c.branches(), c.tags());
  }

  /** Returns one object. */
  public static String json(RepoStatus status) {
    return object(status).render();
  }

  /** Returns an array of objects. */
  public static String json(List<RepoStatus> all) {
    return JsonObject.render(all.stream().map(StatusView::object).toList());
  }

  private static JsonObject object(RepoStatus s) {
    return new JsonObject()
        .put("repo", s.repo())
        .put("state", s.state().text())
        .put("repoStatus", s.repoStatus().name())
        .put("canSyncNow", s.canSyncNow())
        .put("cooldownMs", s.cooldown().toMillis())
        .put("blockedUntil", s.blockedUntil())
        .put(
            "activeJobProgress",
            s.activeJobProgress()
                .map(p -> new JsonObject().put("current", p.current()).put("total", p.total())))
        .put("lastSyncedAt", s.lastSyncedAt())
        .put(
            "lastSyncError",
            s.lastSyncError()
                .map(e -> new JsonObject().put("code", e.code()).put("message", e.message())))
        .put("streams", s.streams().stream().map(StatusView::object).toList())
        .put("counts", s.counts().map(JsonFields::counts))
        .put("host", s.host().name());
  }

  private static JsonObject object(RepoStatus.Stream stream) {
    return new JsonObject()
        .put("name", stream.name())
        .put("since", stream.since())
        .put("completedAt", stream.completedAt())
        .put("lastReconciledAt", stream.lastReconciledAt())
        .put("rows", stream.rows())
        .put("due", stream.due());
  }
}
