package dev.ghsync.report;

import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoName;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Timer;
import java.util.TimerTask;

/**
 * The progress of {@code ghsync all} on a terminal: a line for each repository that is being
 * synced, and one for all of them. It is redrawn in place and erased at the end.
 */
public final class FleetProgress implements AutoCloseable {
  private static final long REDRAW_MS = 200;

  private final LiveLines lines;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Timer timer = new Timer("progress", true);
  private final Map<RepoName, Repo> running = new LinkedHashMap<>();
  private Optional<Wait> wait = Optional.empty();
  private long total;
  private long done;
  private long failed;

  private record Wait(Instant until, Failure limit) {}

  /** Makes a display; {@link #start} begins to draw it. */
  public FleetProgress(PrintWriter out, InstantSource clock, ZoneId zone, int columns) {
    this.lines = new LiveLines(out, columns);
    this.clock = clock;
    this.zone = zone;
  }

  public FleetProgress start() {
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            redraw();
          }
        },
        REDRAW_MS,
        REDRAW_MS);
    return this;
  }

  /** Sets the number of repositories. */
  public synchronized void total(long repositories) {
    total = repositories;
  }

  /** Returns the listener of one repository's sync. */
  public SyncListener of(RepoName name) {
    Repo repo = new Repo(name);
    synchronized (this) {
      running.put(name, repo);
    }
    return repo;
  }

  /** Shows that a limit is waited for. */
  public synchronized void waiting(Instant until, Failure limit) {
    wait = Optional.of(new Wait(until, limit));
  }

  /** Removes the line of a repository. */
  public synchronized void ended(RepoName name, Outcome outcome) {
    running.remove(name);
    done++;
    failed += outcome == Outcome.FAILED || outcome == Outcome.PARTIAL ? 1 : 0;
  }

  synchronized void redraw() {
    StringBuilder text = lines.wipe();
    running.values().forEach(repo -> lines.add(text, repo.line()));
    Instant now = clock.instant();
    wait = wait.filter(w -> w.until().isAfter(now));
    wait.ifPresent(
        w ->
            lines.add(
                text,
                "waiting until %s: %s"
                    .formatted(Formats.clock(w.until(), now, zone), w.limit().code().text())));
    String failures = failed == 0 ? "" : ", " + Formats.number(failed) + " failed";
    lines.add(
        text,
        total == 0
            ? "listing repositories ..."
            : "%s of %s synced%s".formatted(Formats.number(done), Formats.number(total), failures));
    lines.show(text);
  }

  /** Stops drawing and leaves a clean line; may be called again. */
  @Override
  public synchronized void close() {
    timer.cancel();
    lines.show(lines.wipe());
  }

  /** One repository that is being synced: its first phase that has not ended, and its progress. */
  private final class Repo implements SyncListener {
    private final RepoName name;
    private final Map<StreamName, String> phases = new LinkedHashMap<>();

    Repo(RepoName name) {
      this.name = name;
    }

    @Override
    public void phaseStarted(StreamName phase) {
      synchronized (FleetProgress.this) {
        phases.put(phase, "");
      }
    }

    @Override
    public void progressed(StreamName phase, long current, OptionalLong of) {
      String text =
          of.isPresent()
              ? Formats.number(current) + "/" + Formats.number(of.getAsLong())
              : Formats.number(current);
      synchronized (FleetProgress.this) {
        phases.put(phase, text);
      }
    }

    @Override
    public void phaseFinished(PhaseReport phase) {
      synchronized (FleetProgress.this) {
        phases.remove(phase.name());
      }
    }

    @Override
    public void finished(SyncReport report) {
      synchronized (FleetProgress.this) {
        phases.clear();
      }
    }

    String line() {
      return phases.entrySet().stream()
          .findFirst()
          .map(first -> "%s  %s %s".formatted(name, first.getKey().text(), first.getValue()))
          .orElse(name + "  ...");
    }
  }
}
