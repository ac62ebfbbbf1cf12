package dev.ghsync.report;

import dev.ghsync.model.Failure;
import dev.ghsync.sync.SyncListener;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/** Prints warnings and waits as lines, for runs without a progress bar. */
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
  public void waiting(Instant until, Failure limit) {
    print(
        "waiting until %s: %s"
            .formatted(Formats.clock(until, clock.instant(), zone), limit.code().text()));
  }

  @Override
  public void warned(String message) {
    print("warning: " + message);
  }

  private void print(String text) {
    out.println("ghsync: " + Formats.line(text));
    out.flush();
  }
}
