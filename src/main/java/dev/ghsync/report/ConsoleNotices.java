package dev.ghsync.report;

import dev.ghsync.sync.SyncListener;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/** Warnings and waits as lines of a log: for where no terminal is, or no progress is wanted. */
public final class ConsoleNotices implements SyncListener {
  private final PrintWriter out;
  private final InstantSource clock;
  private final ZoneId zone;

  public ConsoleNotices(PrintWriter out, InstantSource clock, ZoneId zone) {
    this.out = out;
    this.clock = clock;
    this.zone = zone;
  }

  @Override
  public void waiting(Instant until, String reason) {
    say(
        "waiting until "
            + Formats.clock(until, clock.instant(), zone)
            + ": "
            + Formats.cause(reason));
  }

  @Override
  public void warned(String message) {
    say("warning: " + message);
  }

  private void say(String text) {
    out.println("ghsync: " + Formats.line(text));
    out.flush();
  }
}
