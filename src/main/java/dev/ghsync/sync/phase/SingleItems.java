package dev.ghsync.sync.phase;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.UnreadableItems;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.Scope;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Asks for single issues and pull requests. One that GitHub cannot deliver is noted, and does not
 * hold up the others.
 */
final class SingleItems {
  private static final Set<FailureCode> OF_ONE_ITEM =
      EnumSet.of(FailureCode.SERVER_ERROR, FailureCode.BAD_RESPONSE);

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Scope scope;
  private final GitHub github;
  private final PhaseName name;
  private final Tally tally;
  private final Set<Long> unreadable = new HashSet<>();

  /**
   * To be used by one phase.
   *
   * @param name of the stream whose items they are
   */
  SingleItems(Scope scope, GitHub github, PhaseName name, Tally tally) {
    this.scope = scope;
    this.github = github;
    this.name = name;
    this.tally = tally;
  }

  /**
   * Brings one, or marks it as deleted.
   *
   * @return how the phase ends where it cannot go on
   */
  Optional<PhaseOutcome> ask(long number, boolean pullsOnly) {
    OneItem<?> item = pullsOnly ? OneItem.pull(scope, number) : OneItem.issue(scope, number);
    Optional<PhaseOutcome> cut = item.bring(github, tally);
    if (cut.isEmpty()) {
      scope
          .store()
          .write(s -> s.unreadable().remove(scope.repo(), name.text(), String.valueOf(number)));
      return cut;
    }
    boolean ofThisOne =
        cut.get()
            .failure()
            .map(failure -> OF_ONE_ITEM.contains(failure.code()))
            .orElse(cut.get().state() == PhaseReport.State.SKIPPED);
    if (!ofThisOne || unreadable.size() >= UnreadableNotes.MOST_TRIES) {
      return cut;
    }
    unreadable.add(number);
    String why = cut.get().failure().map(Failure::message).or(() -> cut.get().reason()).orElse("");
    scope
        .store()
        .write(
            s ->
                s.unreadable()
                    .note(
                        scope.repo(),
                        name.text(),
                        new UnreadableItems.Item(String.valueOf(number), why),
                        scope.now()));
    return Optional.empty();
  }

  /**
   * Asks again for issues that an earlier run could not read.
   *
   * @return how the phase ends where it cannot go on
   */
  Optional<PhaseOutcome> askAgain() {
    return scope.store().read(s -> s.unreadable().list(scope.repo(), name.text())).stream()
        .map(UnreadableItems.Item::name)
        .filter(NUMBER.asMatchPredicate())
        .limit(UnreadableNotes.MOST_TRIES)
        .map(number -> ask(Long.parseLong(number), false))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Those that GitHub could not deliver. */
  Set<Long> unreadable() {
    return Set.copyOf(unreadable);
  }
}
