package dev.ghsync.sync;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.sql.StoreException;
import java.util.concurrent.CompletionException;

/**
 * The failure to report where something was thrown. The message of an exception stays out of it,
 * since nobody has checked it for secrets and SQL; {@code -vv} shows it.
 */
public final class Fault {
  private Fault() {}

  /** The failure of what was thrown anywhere. */
  public static Failure of(Throwable thrown) {
    return of(thrown, "");
  }

  /** The failure of what was thrown in a phase. */
  static Failure in(StreamName phase, Throwable thrown) {
    return of(thrown, " in " + phase.text());
  }

  private static Failure of(Throwable thrown, String where) {
    Throwable e =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (e instanceof StoreException) {
      return Failure.of(FailureCode.STORAGE, String.valueOf(e.getMessage()));
    }
    if (e instanceof OutOfMemoryError) {
      return Failure.of(
          FailureCode.INTERNAL,
          "there was not enough memory%s; what was stored stays. Give it more with GHSYNC_JAVA_OPTS=-Xmx1g"
              .formatted(where));
    }
    return Failure.of(
        FailureCode.INTERNAL,
        "ghsync has a fault%s (%s); what was stored stays. Run it again with -vv for the details and report them"
            .formatted(where, e.getClass().getSimpleName()));
  }
}
