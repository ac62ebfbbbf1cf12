package dev.ghsync.sync;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.sql.StoreException;
import java.util.concurrent.CompletionException;

/**
 * Turns exceptions into failures. An exception's message is left out, since it may contain secrets
 * or SQL; {@code -vv} shows it.
 */
public final class Fault {
  private Fault() {}

  /** Returns the failure for an exception. */
  public static Failure of(Throwable thrown) {
    return of(thrown, "");
  }

  /** Returns the failure for an exception of a phase. */
  public static Failure in(StreamName phase, Throwable thrown) {
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
          "there was not enough memory%s; what was stored stays. Raise the limit with GHSYNC_JAVA_OPTS=-Xmx1g"
              .formatted(where));
    }
    return Failure.of(
        FailureCode.INTERNAL,
        "internal error%s (%s); what was stored stays. Run again with -vv and report the details"
            .formatted(where, e.getClass().getSimpleName()));
  }
}
