package dev.ghsync.sync.list;

import dev.ghsync.model.Counts;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import java.util.OptionalLong;

/**
 * What a phase has done so far; told to the listener as it grows. All the reading of one list goes
 * into one tally: a second one would begin at nothing again, and the phase end with that.
 */
public final class ProgressCounter {
  private final SyncListener listener;
  private final StreamName phase;
  private Counts counts = Counts.NONE;
  private long items;

  public ProgressCounter(SyncListener listener, StreamName phase) {
    this.listener = listener;
    this.phase = phase;
  }

  /** So many items were read, and this came of it. */
  public synchronized void add(long read, Counts changed, OptionalLong total) {
    counts = counts.plus(changed);
    items += read;
    if (read > 0) {
      listener.progressed(phase, items, total);
    }
  }

  public void add(long read, Counts changed) {
    add(read, changed, OptionalLong.empty());
  }

  public synchronized Counts counts() {
    return counts;
  }
}
