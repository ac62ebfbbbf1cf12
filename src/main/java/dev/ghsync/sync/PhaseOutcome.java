package dev.ghsync.sync;

import dev.ghsync.github.Fetched;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The outcome that a phase returns.
 *
 * @param reason for people; see {@link PhaseReport}
 */
public record PhaseOutcome(
    PhaseReport.State state, Optional<String> reason, Optional<Failure> failure, Counts counts) {
  /** These failures end a phase before all of its items were tried. */
  private static final Set<FailureCode> STOPS =
      EnumSet.of(
          FailureCode.INTERRUPTED,
          FailureCode.RATE_LIMITED,
          FailureCode.SECONDARY_RATE_LIMITED,
          FailureCode.BUDGET,
          FailureCode.STORAGE,
          FailureCode.INTERNAL,
          FailureCode.NETWORK);

  private static final int UNPROCESSABLE = 422;

  /** The phase is complete. */
  public static PhaseOutcome done(Counts counts) {
    return done(counts, Optional.empty());
  }

  /** The phase is complete, with a note for the user. */
  public static PhaseOutcome done(Counts counts, Optional<String> note) {
    PhaseReport.State state =
        counts.isNone() ? PhaseReport.State.UNCHANGED : PhaseReport.State.UPDATED;
    return new PhaseOutcome(state, note, Optional.empty(), counts);
  }

  /** Returns the same outcome with these counts. */
  public PhaseOutcome counting(Counts own) {
    return new PhaseOutcome(state, reason, failure, own);
  }

  public static PhaseOutcome skipped(String reason) {
    return new PhaseOutcome(
        PhaseReport.State.SKIPPED, Optional.of(reason), Optional.empty(), Counts.NONE);
  }

  /** The phase stopped at a bound of the user; the next run continues. */
  public static PhaseOutcome bounded(Counts counts, String reason) {
    return new PhaseOutcome(
        PhaseReport.State.INCOMPLETE, Optional.of(reason), Optional.empty(), counts);
  }

  /**
   * The phase is complete except for items that could not be read; the next run retries them.
   *
   * @param failure names the stream, the items and the reason
   */
  public static PhaseOutcome passedOver(Counts counts, Failure failure) {
    return new PhaseOutcome(
        PhaseReport.State.INCOMPLETE, Optional.of(failure.message()), Optional.of(failure), counts);
  }

  /**
   * Returns how a phase ends with an answer that is not a page.
   *
   * @param counts the changes made so far
   * @param notAvailable the reason to report if the list itself does not exist
   */
  public static PhaseOutcome of(Fetched<?> fetched, Counts counts, String notAvailable) {
    if (fetched instanceof Fetched.Stopped<?> stopped) {
      return stopped(counts, stopped.failure());
    }
    if (fetched instanceof Fetched.Forbidden<?> forbidden) {
      return skipped(forbidden.why());
    }
    if (!(fetched instanceof Fetched.NotAvailable<?> refused)) {
      return skipped(notAvailable);
    }
    return refused.status() == UNPROCESSABLE
        ? stopped(
            counts,
            Failure.of(
                FailureCode.BAD_RESPONSE,
                "GitHub refuses to show more of this list: " + refused.message()))
        : skipped(notAvailable + ": " + refused.message());
  }

  /** A failure stopped the phase; what was stored before stays. */
  public static PhaseOutcome stopped(Counts counts, Failure failure) {
    return switch (failure.code()) {
      case RATE_LIMITED, SECONDARY_RATE_LIMITED, BUDGET, INTERRUPTED ->
          new PhaseOutcome(
              PhaseReport.State.INCOMPLETE,
              Optional.of(failure.message()),
              Optional.of(failure),
              counts);
      default ->
          new PhaseOutcome(
              PhaseReport.State.FAILED, Optional.empty(), Optional.of(failure), counts);
    };
  }

  /** Returns whether all items were tried, also where some of them could not be read. */
  public boolean cameToItsEnd() {
    return cameToItsEnd(state, failure);
  }

  static boolean cameToItsEnd(PhaseReport.State state, Optional<Failure> failure) {
    return switch (state) {
      case UPDATED, UNCHANGED -> true;
      case INCOMPLETE -> failure.map(Failure::code).filter(STOPS::contains).isEmpty();
      case SKIPPED, NOT_SELECTED, FAILED -> false;
    };
  }
}
