package dev.ghsync.sync.phase;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.UnreadableItems;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.Scope;
import java.util.List;
import java.util.stream.Collectors;

/** Says of a phase that came to its end which items it passed over. */
final class UnreadableNotes {
  /** So many noted items of a stream are asked for again in one run. */
  static final int MOST_TRIES = 20;

  private static final int MOST_NAMED = 3;

  private UnreadableNotes() {}

  /**
   * Returns how the phase ends: incomplete, with a failure, where items of its stream are noted as
   * unreadable. A phase that was stopped or skipped ends as it did.
   */
  static PhaseOutcome outcome(Scope scope, PhaseName name, PhaseOutcome ended) {
    boolean well =
        ended.state() == PhaseReport.State.UPDATED || ended.state() == PhaseReport.State.UNCHANGED;
    List<UnreadableItems.Item> items =
        well ? scope.store().read(s -> s.unreadable().list(scope.repo(), name.text())) : List.of();
    return items.isEmpty()
        ? ended
        : PhaseOutcome.passedOver(
            ended.counts(), Failure.of(FailureCode.BAD_RESPONSE, message(name, items)));
  }

  private static String message(PhaseName name, List<UnreadableItems.Item> items) {
    String named =
        items.stream()
            .limit(MOST_NAMED)
            .map(item -> item.name() + " (" + item.reason() + ")")
            .collect(Collectors.joining(", "));
    return "%s: %s could not be read: %s%s; the next run asks again"
        .formatted(
            name.text(),
            items.size() == 1 ? "one item" : items.size() + " items",
            named,
            items.size() > MOST_NAMED ? ", …" : "");
  }
}
