package dev.ghsync.sync;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the phases' ends make of the run. */
final class RunOutcome {
  private static final Set<FailureCode> LIMITS =
      EnumSet.of(FailureCode.RATE_LIMITED, FailureCode.SECONDARY_RATE_LIMITED, FailureCode.BUDGET);

  /** These end the run whatever the other phases did. */
  private static final Set<FailureCode> FATAL =
      EnumSet.of(
          FailureCode.INTERRUPTED,
          FailureCode.BAD_CREDENTIALS,
          FailureCode.SSO_REQUIRED,
          FailureCode.REPO_BLOCKED,
          FailureCode.STORAGE);

  private RunOutcome() {}

  static boolean isLimit(Failure failure) {
    return LIMITS.contains(failure.code());
  }

  static Outcome of(List<PhaseReport> phases) {
    Optional<Failure> failure = failure(phases);
    if (failure.isEmpty()) {
      return any(phases, PhaseReport.State.UPDATED) ? Outcome.UPDATED : Outcome.UNCHANGED;
    }
    if (isLimit(failure.get())) {
      return Outcome.BLOCKED;
    }
    return FATAL.contains(failure.get().code()) || nothingWorked(phases)
        ? Outcome.FAILED
        : Outcome.PARTIAL;
  }

  /** The failure that tells most of the run. */
  static Optional<Failure> failure(List<PhaseReport> phases) {
    return mostTelling(phases.stream().flatMap(phase -> phase.failure().stream()).toList());
  }

  /** Of several failures the one that ended the run, else a limit, else the first. */
  static Optional<Failure> mostTelling(List<Failure> all) {
    Optional<Failure> fatal =
        FATAL.stream()
            .flatMap(code -> all.stream().filter(failure -> failure.code() == code))
            .findFirst();
    return fatal
        .or(() -> all.stream().filter(RunOutcome::isLimit).findFirst())
        .or(() -> all.stream().findFirst());
  }

  private static boolean nothingWorked(List<PhaseReport> phases) {
    return phases.stream().noneMatch(RunOutcome::worked);
  }

  /**
   * Whether a phase did something for the stream. One that only looked at the database did not: it
   * may have found nothing to do because the phase that it depends on failed. One that is
   * incomplete read all but some items; a limit that stopped it is the run's outcome before this is
   * asked.
   */
  static boolean worked(PhaseReport phase) {
    if (phase.name().equals(StreamName.METADATA) || phase.name().equals(StreamName.COUNTS)) {
      return false;
    }
    return switch (phase.state()) {
      case UPDATED, INCOMPLETE -> true;
      case UNCHANGED -> phase.requests() > 0;
      case SKIPPED, NOT_SELECTED, FAILED -> false;
    };
  }

  private static boolean any(List<PhaseReport> phases, PhaseReport.State state) {
    return phases.stream()
        .anyMatch(
            phase ->
                phase.state() == state
                    || (phase.state() == PhaseReport.State.INCOMPLETE && !phase.counts().isNone()));
  }
}
