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

  /** Returns the check and what follows it; nothing where no check is due. */
  public List<Step> steps() {
    settle();
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
          .forEach(step -> steps.add(after(step, check.name())));
    }
    return steps;
  }

  private static Step after(Step step, StreamName check) {
    Set<StreamName> after = new HashSet<>(step.after());
    after.add(check);
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
    Optional<Duration> age = context.settings().reconcile();
    if (age.isEmpty() || context.settings().depth().isPresent()) {
      return false;
    }
    return context
        .store()
        .read(
            s -> {
              Optional<Instant> last =
                  s.streams()
                      .find(context.repo(), name.text())
                      .flatMap(StreamStates.StreamState::lastReconciledAt);
              return s.checks().find(context.repo()).isPresent()
                  || last.isEmpty()
                  || last.get().isAfter(context.now()) // set by a wrong clock
                  || !last.get().plus(age.get()).isAfter(context.now());
            });
  }
}
