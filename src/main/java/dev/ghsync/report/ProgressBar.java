package dev.ghsync.report;

import dev.ghsync.model.Failure;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import java.io.PrintWriter;
import java.time.Duration;
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
 * The progress on a terminal: a line for each running phase with its progress, rate and remaining
 * time, and a countdown while the run waits. It is redrawn in place ten times a second and erased
 * at the end.
 */
public final class ProgressBar implements SyncListener, AutoCloseable {
  private static final int BAR = 24;
  private static final long REDRAW_MS = 100;

  private final LiveLines lines;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Timer timer = new Timer("progress", true);
  private final Map<StreamName, Phase> running = new LinkedHashMap<>();
  private Optional<Wait> wait = Optional.empty();

  /**
   * Makes a bar; {@link #start} begins to draw it.
   *
   * @param out standard error, of a terminal that is {@code columns} wide
   */
  public ProgressBar(PrintWriter out, InstantSource clock, ZoneId zone, int columns) {
    this.lines = new LiveLines(out, columns);
    this.clock = clock;
    this.zone = zone;
  }

  /** The last known progress of a phase. */
  private record Phase(Instant since, long current, OptionalLong total) {}

  private record Wait(Instant until, Failure limit) {}

  public ProgressBar start() {
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

  @Override
  public synchronized void phaseStarted(StreamName phase) {
    running.put(phase, new Phase(clock.instant(), 0, OptionalLong.empty()));
  }

  @Override
  public synchronized void progressed(StreamName phase, long current, OptionalLong total) {
    Phase before = running.get(phase);
    Instant since = before == null ? clock.instant() : before.since();
    running.put(phase, new Phase(since, current, total));
  }

  @Override
  public synchronized void phaseFinished(PhaseReport phase) {
    running.remove(phase.name());
  }

  @Override
  public synchronized void waiting(Instant until, Failure limit) {
    wait = Optional.of(new Wait(until, limit));
  }

  @Override
  public synchronized void warned(String message) {
    StringBuilder text = lines.wipe();
    text.append("ghsync: warning: ").append(Formats.line(message)).append('\n');
    lines.show(text);
  }

  @Override
  public void finished(SyncReport report) {
    close();
  }

  /** Stops drawing and leaves a clean line; may be called again. */
  @Override
  public synchronized void close() {
    timer.cancel();
    running.clear();
    wait = Optional.empty();
    lines.show(lines.wipe());
  }

  synchronized void redraw() {
    Instant now = clock.instant();
    StringBuilder text = lines.wipe();
    running.forEach((name, phase) -> lines.add(text, line(name, phase, now)));
    wait = wait.filter(w -> w.until().isAfter(now));
    wait.ifPresent(w -> lines.add(text, countdown(w, now)));
    lines.show(text);
  }

  private String countdown(Wait w, Instant now) {
    long left = Duration.between(now, w.until()).toSeconds();
    String time = left < 60 ? left + " s" : Formats.duration(Duration.ofSeconds(left));
    String until = Formats.clock(w.until(), now, zone);
    return "waiting " + time + ", until " + until + ": " + w.limit().code().text();
  }

  private static String line(StreamName name, Phase phase, Instant now) {
    StringBuilder line = new StringBuilder(name.text());
    line.append(" ".repeat(16 - line.length()));
    long millis = Duration.between(phase.since(), now).toMillis();
    double perSecond = millis < 1000 ? 0 : phase.current() * 1000.0 / millis;
    if (phase.total().isPresent() && phase.total().getAsLong() > 0) {
      bounded(line, phase.current(), phase.total().getAsLong(), perSecond);
    } else if (phase.current() > 0) {
      line.append(Formats.number(phase.current()));
      rate(line, perSecond);
    } else {
      line.append("...");
    }
    return line.toString();
  }

  private static void bounded(StringBuilder line, long current, long total, double perSecond) {
    double share = Math.min(1, (double) current / total);
    int full = (int) (share * BAR);
    line.append('[').append("=".repeat(full)).append(" ".repeat(BAR - full)).append("] ");
    line.append(Formats.number(current)).append('/').append(Formats.number(total));
    rate(line, perSecond);
    if (perSecond > 0 && current < total) {
      Duration left = Duration.ofSeconds(Math.round((total - current) / perSecond));
      line.append(", ").append(Formats.duration(left)).append(" left");
    }
  }

  private static void rate(StringBuilder line, double perSecond) {
    if (perSecond >= 1) {
      line.append(", ").append(Formats.number(Math.round(perSecond))).append("/s");
    }
  }
}
