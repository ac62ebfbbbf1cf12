package dev.ghsync.sync.phase;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Issue;
import dev.ghsync.store.Written;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.Scope;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks for single issues and pull requests. One that GitHub cannot deliver does not hold up the
 * others.
 */
final class SingleItems {
  private static final int MOST_UNREADABLE = 20;

  private static final Set<FailureCode> OF_ONE_ITEM =
      EnumSet.of(FailureCode.SERVER_ERROR, FailureCode.BAD_RESPONSE);

  private final Scope scope;
  private final GitHub github;
  private final Tally tally;
  private final Map<Long, String> unreadable = new TreeMap<>();

  SingleItems(Scope scope, GitHub github, Tally tally) {
    this.scope = scope;
    this.github = github;
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
    boolean ofThisOne =
        cut.isPresent()
            && cut.get()
                .failure()
                .map(failure -> OF_ONE_ITEM.contains(failure.code()))
                .orElse(cut.get().state() == PhaseReport.State.SKIPPED);
    if (!ofThisOne || unreadable.size() >= MOST_UNREADABLE) {
      return cut;
    }
    String why = cut.get().failure().map(Failure::message).or(() -> cut.get().reason()).orElse("");
    unreadable.put(number, why);
    return Optional.empty();
  }

  /** Those that GitHub could not deliver. */
  Set<Long> unreadable() {
    return Set.copyOf(unreadable.keySet());
  }

  /** Stores issues that a list has shown. */
  void store(List<Issue> issues) {
    if (!issues.isEmpty()) {
      Written written = scope.store().inTransaction(s -> IssuesPhase.write(scope, s, issues));
      tally.add(0, written.counts());
    }
  }

  /** How the phase ends that has asked for all. */
  PhaseOutcome outcome() {
    if (unreadable.isEmpty()) {
      return PhaseOutcome.done(tally.counts());
    }
    String message =
        "issues %s could not be read: %s; they are tried again next time"
            .formatted(unreadable.keySet(), unreadable.values().iterator().next());
    return new PhaseOutcome(
        PhaseReport.State.INCOMPLETE,
        Optional.of(message),
        Optional.of(Failure.of(FailureCode.SERVER_ERROR, message)),
        tally.counts());
  }
}
