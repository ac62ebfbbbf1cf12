package dev.ghsync.sync.check;

import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.state.StreamStates;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.PullsStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last part of a run where a full check for deletions is due: the check, and then the reading
 * of what it has found. It comes last, so that it takes no requests from other work. A check that
 * has not come to its end is due in each run.
 */
public final class Reconciliation {
  private final StreamList streams;
  private final SyncContext context;
  private final List<PhaseReport> ended;

  /**
   * Prepares the check.
   *
   * @param ended how the phases of the streams have ended
   */
  public Reconciliation(StreamList streams, SyncContext context, List<PhaseReport> ended) {
    this.streams = streams;
    this.context = context;
    this.ended = ended;
  }

  /** Returns the checks that are due, and what follows them. */
  public List<Step> steps() {
    settle();
    List<Step> steps = new ArrayList<>(fullCheck());
    Set<StreamName> before =
        steps.stream().map(step -> step.phase().name()).collect(Collectors.toSet());
    for (Stream stream : streams.streams()) {
      if (isAllowed() && wasReadToItsEnd(stream.name()) && isOld(stream.name())) {
        stream.ownCheck(context).forEach(step -> steps.add(after(step, before)));
      }
    }
    return steps;
  }

  private List<Step> fullCheck() {
    boolean issues = wasReadToItsEnd(IssuesStream.NAME);
    boolean pulls = !issues && wasSkipped(IssuesStream.NAME) && wasReadToItsEnd(PullsStream.NAME);
    if (!(issues || pulls) || !isDue(issues ? IssuesStream.NAME : PullsStream.NAME)) {
      return List.of();
    }
    FullCheck check = new FullCheck(context, pulls);
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(check, Set.of()));
    for (Stream stream : streams.streams()) {
      stream.afterCheck(context).stream()
          .filter(step -> !step.phase().name().equals(check.name()))
          .filter(step -> wasReadToItsEnd(step.phase().name()))
          .forEach(step -> steps.add(after(step, Set.of(check.name()))));
    }
    return steps;
  }

  private static Step after(Step step, Set<StreamName> checks) {
    Set<StreamName> after = new HashSet<>(step.after());
    after.addAll(checks);
    return new Step(step.phase(), after);
  }

  /** Notes the time of the last check for the streams of which all that it found was read again. */
  public void settle() {
    Optional<Checks.Ended> last = context.store().read(s -> s.checks().last(context.repo()));
    if (last.isEmpty()) {
      return;
    }
    Instant at = last.get().at();
    List<String> settled =
        streams.streams().stream()
            .filter(stream -> context.store().read(s -> isSettled(s, stream, last.get())))
            .map(stream -> stream.name().text())
            .toList();
    if (!settled.isEmpty()) {
      context
          .store()
          .write(s -> settled.forEach(name -> s.streams().reconciled(context.repo(), name, at)));
    }
  }

  private boolean isSettled(Reads s, Stream stream, Checks.Ended check) {
    Optional<StreamStates.StreamState> state =
        s.streams().find(context.repo(), stream.name().text());
    boolean older =
        state.isPresent()
            && state.get().lastReconciledAt().stream().allMatch(at -> at.isBefore(check.at()));
    return older && stream.isSettled(s, context.repo(), check);
  }

  private boolean wasReadToItsEnd(StreamName name) {
    return ended.stream().anyMatch(report -> report.name().equals(name) && report.cameToItsEnd());
  }

  private boolean wasSkipped(StreamName name) {
    return ended.stream()
        .anyMatch(
            report -> report.name().equals(name) && report.state() == PhaseReport.State.SKIPPED);
  }

  private boolean isDue(StreamName name) {
    return isAllowed()
        && (context.store().read(s -> s.checks().find(context.repo())).isPresent() || isOld(name));
  }

  private boolean isAllowed() {
    return context.settings().reconcile().isPresent() && context.settings().depth().isEmpty();
  }

  /** Returns whether the last check of the stream is too old, or set by a wrong clock. */
  private boolean isOld(StreamName name) {
    Duration age = context.settings().reconcile().orElseThrow();
    Optional<Instant> last =
        context
            .store()
            .read(s -> s.streams().find(context.repo(), name.text()))
            .flatMap(StreamStates.StreamState::lastReconciledAt);
    return last.filter(at -> !at.isAfter(context.now()))
        .filter(at -> at.plus(age).isAfter(context.now()))
        .isEmpty();
  }
}
