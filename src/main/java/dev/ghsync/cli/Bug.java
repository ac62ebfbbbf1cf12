package dev.ghsync.cli;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;

/**
 * What to say where ghsync itself is at fault. The exception's own message stays out of it, since
 * nobody has checked it for secrets and SQL; {@code -vv} shows it.
 */
final class Bug {
  private Bug() {}

  static Failure failure(Throwable e) {
    return Failure.of(
        FailureCode.INTERNAL,
        e instanceof OutOfMemoryError
            ? "there was not enough memory; what was stored stays. Give it more with"
                + " GHSYNC_JAVA_OPTS=-Xmx1g"
            : "ghsync has a fault ("
                + e.getClass().getSimpleName()
                + "); what was stored stays. Run it again with -vv for the details and report"
                + " them");
  }
}
