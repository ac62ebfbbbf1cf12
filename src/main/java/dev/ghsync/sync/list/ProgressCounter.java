package dev.ghsync.sync.list;

import dev.ghsync.model.Counts;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import java.util.OptionalLong;

/**
 * Counts what a phase has read and changed, and reports it to the listener. A phase has one counter
 * for all of its parts, since its outcome is taken from it.
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

  /**
   * Adds items that were read.
   *
   * @param total the number of items that the phase will read, if known
   */
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
