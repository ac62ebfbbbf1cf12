package dev.ghsync.sync.object;

import java.util.concurrent.Semaphore;

/**
 * Lets one repository of this process fetch and unfold objects at a time. The memory limits of
 * packs and contents are shares of the whole heap, so two at once would not fit. A repository that
 * needs no objects does not wait.
 */
final class ObjectsTurn implements AutoCloseable {
  private static final Semaphore FREE = new Semaphore(1, true);

  private boolean held;

  /** Waits until no other repository has the turn; a second call does nothing. */
  void take() {
    if (!held) {
      FREE.acquireUninterruptibly();
      held = true;
    }
  }

  @Override
  public void close() {
    if (held) {
      held = false;
      FREE.release();
    }
  }
}
