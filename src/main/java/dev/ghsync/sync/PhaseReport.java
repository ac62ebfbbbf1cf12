package dev.ghsync.sync;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a phase ended.
 *
 * @param reason why it was skipped or is incomplete, or something worth knowing of a good end
 * @param failure what stopped it, where something did
 * @param requests sent to the API by this phase
 * @param notModified of those, answered 304
 */
public record PhaseReport(
    StreamName name,
    State state,
    Optional<String> reason,
    Optional<Failure> failure,
    long durationMs,
    long requests,
    long notModified,
    Counts counts) {

  private static final String NOT_ASKED_FOR = "not asked for";

  /** Of two parts of a phase, the later one in this list tells how the phase ended. */
  private static final List<State> BY_WEIGHT =
      List.of(State.SKIPPED, State.UNCHANGED, State.UPDATED, State.INCOMPLETE, State.FAILED);

  /** The report of a phase that was not part of the run. */
  static PhaseReport notAskedFor(StreamName name) {
    return skipped(name, NOT_ASKED_FOR);
  }

  public static PhaseReport skipped(StreamName name, String reason) {
    return new PhaseReport(
        name, State.SKIPPED, Optional.of(reason), Optional.empty(), 0, 0, 0, Counts.NONE);
  }

  /** This phase and a second part of it, whose requests are those of both. */
  PhaseReport plus(PhaseReport second) {
    return new PhaseReport(
        name,
        BY_WEIGHT.indexOf(second.state()) > BY_WEIGHT.indexOf(state) ? second.state() : state,
        second.reason().or(() -> reason),
        failure.or(second::failure),
        durationMs + second.durationMs(),
        second.requests(),
        second.notModified(),
        counts.plus(second.counts()));
  }

  /**
   * The user has left it out, by {@code --only} or {@code --skip}, or an event did not touch it.
   */
  public boolean wasNotAskedFor() {
    return reason.equals(Optional.of(NOT_ASKED_FOR));
  }

  /** Returns whether all items were tried, also where some of them could not be read. */
  public boolean cameToItsEnd() {
    return PhaseOutcome.cameToItsEnd(state, failure);
  }

  /** A phase's outcome; the spelling in lower case is an interface. */
  public enum State {
    UPDATED,
    UNCHANGED,
    SKIPPED,
    INCOMPLETE,
    FAILED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
