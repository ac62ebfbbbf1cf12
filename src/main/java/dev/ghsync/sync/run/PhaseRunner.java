package dev.ghsync.sync.run;

import dev.ghsync.model.Counts;
import dev.ghsync.sync.Fault;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.TwoPartPhase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs phases in parallel, each after the phases that it depends on; the first part of a {@link
 * TwoPartPhase} depends on none. Exceptions and errors of a phase become its failure.
 */
final class PhaseRunner {
  private static final Logger LOG = LoggerFactory.getLogger(PhaseRunner.class);

  private final ExecutorService threads;
  private final SyncListener listener;
  private final Function<StreamName, RequestCounter> counters;
  private final Consumer<PhaseReport> ended;

  /**
   * Makes a runner.
   *
   * @param counters counts each phase's requests
   * @param ended receives each report as soon as its phase has ended
   */
  PhaseRunner(
      ExecutorService threads,
      SyncListener listener,
      Function<StreamName, RequestCounter> counters,
      Consumer<PhaseReport> ended) {
    this.threads = threads;
    this.listener = listener;
    this.counters = counters;
    this.ended = ended;
  }

  /** Runs all; the reports are in the order of the steps. */
  List<PhaseReport> run(List<PhasePlan.Step> steps) {
    Map<StreamName, CompletableFuture<PhaseReport>> reports = new LinkedHashMap<>();
    List<PhasePlan.Step> waiting = new ArrayList<>(steps);
    while (!waiting.isEmpty()) {
      PhasePlan.Step step = next(waiting, reports);
      waiting.removeIf(other -> other.phase() == step.phase());
      CompletableFuture<FirstPart> first = start(step.phase());
      CompletableFuture<?>[] before =
          Stream.concat(
                  Stream.of(first),
                  step.after().stream().map(reports::get).filter(Objects::nonNull))
              .toArray(CompletableFuture<?>[]::new);
      reports.put(
          step.phase().name(),
          CompletableFuture.allOf(before)
              .thenApplyAsync(v -> run(step.phase(), first.join()), threads));
    }
    return steps.stream()
        .map(step -> Objects.requireNonNull(reports.get(step.phase().name())).join())
        .toList();
  }

  /** Returns a step whose dependencies are all placed. */
  private static PhasePlan.Step next(
      List<PhasePlan.Step> waiting, Map<StreamName, CompletableFuture<PhaseReport>> placed) {
    return waiting.stream()
        .filter(
            step ->
                waiting.stream()
                    .map(other -> other.phase().name())
                    .filter(step.after()::contains)
                    .allMatch(placed::containsKey))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("phases wait for each other"));
  }

  PhaseReport run(SyncPhase phase) {
    return run(phase, FirstPart.NONE);
  }

  /**
   * The part of a phase that ran before it waited for others.
   *
   * @param nanos the time that it took
   * @param failed the outcome of the phase if the part has thrown
   */
  private record FirstPart(boolean isStarted, long nanos, Optional<PhaseOutcome> failed) {
    static final FirstPart NONE = new FirstPart(false, 0, Optional.empty());
  }

  private CompletableFuture<FirstPart> start(SyncPhase phase) {
    return phase instanceof TwoPartPhase parts
        ? CompletableFuture.supplyAsync(() -> runFirst(parts), threads)
        : CompletableFuture.completedFuture(FirstPart.NONE);
  }

  private FirstPart runFirst(TwoPartPhase phase) {
    long began = System.nanoTime();
    Optional<PhaseOutcome> failed = Optional.empty();
    try {
      listener.phaseStarted(phase.name());
      phase.runFirst();
    } catch (RuntimeException | Error e) {
      failed = Optional.of(failed(phase, e));
    }
    return new FirstPart(true, System.nanoTime() - began, failed);
  }

  private PhaseReport run(SyncPhase phase, FirstPart first) {
    if (!first.isStarted()) {
      listener.phaseStarted(phase.name());
    }
    long began = System.nanoTime() - first.nanos();
    PhaseReport report =
        report(phase.name(), first.failed().orElseGet(() -> outcome(phase)), began);
    try {
      ended.accept(report);
    } catch (RuntimeException | Error e) {
      report = report(phase.name(), failed(phase, e), began);
    }
    listener.phaseFinished(report);
    return report;
  }

  private PhaseReport report(StreamName name, PhaseOutcome outcome, long began) {
    SyncReport.Requests requests = counters.apply(name).requests();
    return new PhaseReport(
        name,
        outcome.state(),
        outcome.reason(),
        outcome.failure(),
        (System.nanoTime() - began) / 1_000_000,
        requests.total(),
        requests.notModified(),
        outcome.counts());
  }

  private static PhaseOutcome outcome(SyncPhase phase) {
    try {
      return phase.run();
    } catch (RuntimeException | Error e) {
      return failed(phase, e);
    }
  }

  private static PhaseOutcome failed(SyncPhase phase, Throwable e) {
    LOG.debug("{} failed", phase.name().text(), e);
    return PhaseOutcome.stopped(Counts.NONE, Fault.in(phase.name(), e));
  }
}
