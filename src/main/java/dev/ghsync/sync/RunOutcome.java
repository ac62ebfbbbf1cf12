package dev.ghsync.sync;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The outcome of a run, derived from its phases. */
public final class RunOutcome {
  private static final Set<FailureCode> LIMITS =
      EnumSet.of(FailureCode.RATE_LIMITED, FailureCode.SECONDARY_RATE_LIMITED, FailureCode.BUDGET);

  /** Failures that make the whole run a failure. */
  private static final Set<FailureCode> FATAL =
      EnumSet.of(
          FailureCode.INTERRUPTED,
          FailureCode.BAD_CREDENTIALS,
          FailureCode.SSO_REQUIRED,
          FailureCode.REPO_BLOCKED,
          FailureCode.STORAGE);

  private RunOutcome() {}

  public static boolean isLimit(Failure failure) {
    return LIMITS.contains(failure.code());
  }

  public static Outcome of(List<PhaseReport> phases) {
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

  /** Returns the failure to report for the run. */
  public static Optional<Failure> failure(List<PhaseReport> phases) {
    return mostImportant(phases.stream().flatMap(phase -> phase.failure().stream()).toList());
  }

  /** Selects one of several failures: a fatal one, else a limit, else the first. */
  static Optional<Failure> mostImportant(List<Failure> all) {
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
   * Returns whether a phase read its stream. A phase that sent no request did not: it may have
   * found nothing to do because the phase that it depends on failed. An incomplete phase has read
   * all but some items, since a limit decides the outcome of the run before this is called.
   */
  public static boolean worked(PhaseReport phase) {
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
