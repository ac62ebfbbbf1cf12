package dev.ghsync.sync;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The report of a phase.
 *
 * @param reason why it was skipped or is incomplete, or a note on a success
 * @param failure the failure that stopped it
 * @param requests that it sent to the API
 * @param notModified requests that were answered with 304
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

  /** States by weight: a phase with two parts ends in the heavier state. */
  private static final List<State> BY_WEIGHT =
      List.of(
          State.NOT_SELECTED,
          State.SKIPPED,
          State.UNCHANGED,
          State.UPDATED,
          State.INCOMPLETE,
          State.FAILED);

  /** The report of a phase that was not part of the run. */
  public static PhaseReport notSelected(StreamName name) {
    return unread(name, State.NOT_SELECTED, "not asked for");
  }

  public static PhaseReport skipped(StreamName name, String reason) {
    return unread(name, State.SKIPPED, reason);
  }

  private static PhaseReport unread(StreamName name, State state, String reason) {
    return new PhaseReport(
        name, state, Optional.of(reason), Optional.empty(), 0, 0, 0, Counts.NONE);
  }

  /** Adds a second part of the phase, whose requests are those of both. */
  public PhaseReport plus(PhaseReport second) {
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

  /** Returns whether all items were tried, also where some of them could not be read. */
  public boolean cameToItsEnd() {
    return PhaseOutcome.cameToItsEnd(state, failure);
  }

  /** How a phase ended; the text is an interface. */
  public enum State {
    UPDATED,
    UNCHANGED,
    SKIPPED,
    /** Left out by {@code --only} or {@code --skip}, or by an event that does not touch it. */
    NOT_SELECTED("skipped"),
    INCOMPLETE,
    FAILED;

    private final String text;

    State() {
      text = name().toLowerCase(Locale.ROOT);
    }

    State(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
