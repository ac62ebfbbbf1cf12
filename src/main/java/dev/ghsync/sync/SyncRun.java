package dev.ghsync.sync;

import dev.ghsync.github.Endpoints;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Exchange;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.store.RepoLock;
import dev.ghsync.store.RepoStates;
import dev.ghsync.store.Repos;
import dev.ghsync.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One sync of one repository, from the lock to the report. To be run once. Expected failures are in
 * the report; only a database that fails while the run is recorded is an exception.
 */
public final class SyncRun {
  private final Store store;
  private final RepoName asked;
  private final SyncSettings settings;
  private final PhasePlan plan;
  private final Clock clock;
  private final SyncListener listener;
  private final Function<SyncReport, String> renderer;

  private final Instant startedAt;
  private final Meter meter = new Meter();
  private final Map<PhaseName, Meter> meters = new EnumMap<>(PhaseName.class);
  private final ChangeLog changes = new ChangeLog();
  private final List<PhaseReport> phases = new ArrayList<>();
  private final AtomicReference<Connection> connection = new AtomicReference<>();
  private volatile boolean interrupted;

  /**
   * A run to be.
   *
   * @param renderer makes the JSON that is kept in {@code sync_runs}
   */
  public SyncRun(
      Store store,
      RepoName asked,
      SyncSettings settings,
      PhasePlan plan,
      Clock clock,
      SyncListener listener,
      Function<SyncReport, String> renderer) {
    this.store = store;
    this.asked = asked;
    this.settings = settings;
    this.plan = plan;
    this.clock = clock;
    this.listener = listener;
    this.renderer = renderer;
    this.startedAt = clock.instant();
    for (PhaseName name : PhaseName.values()) {
      meters.put(name, new Meter());
    }
  }

  /** From any thread: nothing more is asked, and {@link #run} comes to its end soon. */
  public void interrupt() {
    interrupted = true;
    Connection open = connection.get();
    if (open != null) {
      open.github().stop();
    }
  }

  /**
   * Runs.
   *
   * @param connector opens the way to GitHub; a failure (no token) is recorded as the run's
   */
  @SuppressWarnings("try") // the lock is held, not used
  public SyncReport run(Result<Connection.Connector> connector) {
    Repos.Known repo =
        store.inTransaction(
            s -> {
              Optional<Repos.Known> known = s.repos().find(asked);
              return known.orElseGet(
                  () -> new Repos.Known(s.repos().insert(asked), OptionalLong.empty(), asked));
            });
    Optional<RepoLock> lock = RepoLock.take(store.file(), repo.id());
    if (lock.isEmpty()) {
      return locked(repo);
    }
    try (RepoLock held = lock.get()) {
      return alone(repo, connector);
    }
  }

  private SyncReport locked(Repos.Known repo) {
    RepoStates.State state = store.read(s -> s.states().find(repo.id()));
    String who =
        state.runningPid().isPresent() ? "process " + state.runningPid().getAsLong() : "a process";
    String since = state.runningSince().map(at -> ", since " + at).orElse("");
    String message = "another sync of %s runs: %s%s".formatted(repo.name(), who, since);
    Decision decision =
        new Decision(Decision.Action.BLOCK, message, java.time.Duration.ZERO, Optional.empty());
    listener.started(repo.name(), OptionalLong.empty(), settings.trigger(), decision);
    return finished(
        report(
            repo,
            OptionalLong.empty(),
            decision,
            Outcome.BLOCKED,
            Optional.of(Failure.of(FailureCode.LOCKED, message))));
  }

  private SyncReport alone(Repos.Known repo, Result<Connection.Connector> connector) {
    Decision decision = decide(repo);
    if (decision.action() != Decision.Action.START) {
      listener.started(repo.name(), OptionalLong.empty(), settings.trigger(), decision);
      return finished(turnedAway(repo, decision));
    }
    long run =
        store.inTransaction(
            s -> {
              s.states().begin(repo.id(), ProcessHandle.current().pid(), steps(), clock.instant());
              return s.runs().insert(repo.id(), settings.trigger(), clock.instant());
            });
    listener.started(repo.name(), OptionalLong.of(run), settings.trigger(), decision);
    SyncReport report =
        connector.fold(
            c -> connected(repo, run, decision, c),
            failure ->
                report(repo, OptionalLong.of(run), decision, Outcome.FAILED, Optional.of(failure)));
    return finished(report);
  }

  private long steps() {
    return settings.phases().size();
  }

  private Decision decide(Repos.Known repo) {
    RepoStates.State state = store.read(s -> s.states().find(repo.id()));
    SyncPolicy policy =
        new SyncPolicy(
            settings.minInterval(),
            settings.force(),
            settings.limits().reserve().isPresent()
                ? limit -> settings.limits().reserve().getAsLong()
                : SyncPolicy.Reserve.by(settings.trigger()));
    return policy.evaluate(
        new SyncPolicy.RepoState(
            false, state.lastSuccessAt(), state.blockedUntil(), state.rateLimit()),
        settings.trigger(),
        clock.instant());
  }

  private SyncReport turnedAway(Repos.Known repo, Decision decision) {
    if (decision.action() == Decision.Action.SKIP) {
      return report(repo, OptionalLong.empty(), decision, Outcome.SKIPPED, Optional.empty());
    }
    Failure failure =
        new Failure(FailureCode.RATE_LIMITED, decision.reason(), decision.blockedUntil());
    return report(repo, OptionalLong.empty(), decision, Outcome.BLOCKED, Optional.of(failure));
  }

  private SyncReport connected(
      Repos.Known repo, long run, Decision decision, Connection.Connector connector) {
    try (Connection open =
        connector.connect(
            exchange -> {
              meter.count(exchange);
              listener.exchanged(exchange);
            },
            listener::waiting)) {
      connection.set(open);
      if (interrupted) {
        open.github().stop();
      }
      return identified(repo, run, decision, open);
    }
  }

  private SyncReport identified(Repos.Known repo, long run, Decision decision, Connection open) {
    AtomicReference<Identification.Identified> found = new AtomicReference<>();
    AtomicInteger through = new AtomicInteger();
    ExecutorService threads = Executors.newCachedThreadPool(SyncRun::daemon);
    try {
      PhaseRunner runner =
          new PhaseRunner(
              threads,
              listener,
              meters::get,
              ended -> {
                Identification.Identified id = found.get();
                long row = id == null ? repo.id() : id.repo();
                store.write(s -> s.states().progress(row, through.incrementAndGet()));
              });
      PhaseReport metadata = runner.run(metadata(repo, open, found));
      phases.add(metadata);
      Identification.Identified identified = found.get();
      if (identified == null) {
        Failure failure = metadata.failure().orElseThrow();
        return report(
            repo, OptionalLong.of(run), decision, outcomeOf(failure), Optional.of(failure));
      }
      Repos.Known own = new Repos.Known(identified.repo(), OptionalLong.empty(), identified.name());
      if (own.id() == repo.id()) {
        return phased(own, run, decision, open, runner, threads);
      }
      return renamed(repo, own, run, decision, open, runner, threads);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The name was new to the database, the repository is not: goes on with its own row and lock. */
  @SuppressWarnings("try") // the lock is held, not used
  private SyncReport renamed(
      Repos.Known asWas,
      Repos.Known own,
      long run,
      Decision decision,
      Connection open,
      PhaseRunner runner,
      ExecutorService threads) {
    Optional<RepoLock> lock = RepoLock.take(store.file(), own.id());
    if (lock.isEmpty()) {
      Failure failure =
          Failure.of(FailureCode.LOCKED, "another sync of %s runs".formatted(own.name()));
      return report(asWas, OptionalLong.of(run), decision, Outcome.BLOCKED, Optional.of(failure));
    }
    try (RepoLock held = lock.get()) {
      store.write(
          s -> {
            s.runs().move(run, own.id());
            s.repos().delete(asWas.id());
            s.states().begin(own.id(), ProcessHandle.current().pid(), steps(), clock.instant());
          });
      return phased(own, run, decision, open, runner, threads);
    }
  }

  private SyncPhase metadata(
      Repos.Known repo, Connection open, AtomicReference<Identification.Identified> found) {
    Identification identification =
        new Identification(
            store,
            open.github().countedBy(counting(PhaseName.METADATA)),
            open.apiUrl(),
            settings.full(),
            clock);
    return new SyncPhase() {
      @Override
      public PhaseName name() {
        return PhaseName.METADATA;
      }

      @Override
      public PhaseOutcome run() {
        return identification
            .run(repo)
            .fold(
                identified -> {
                  found.set(identified);
                  return identified.outcome();
                },
                failure -> PhaseOutcome.stopped(Counts.NONE, failure));
      }
    };
  }

  private SyncReport phased(
      Repos.Known repo,
      long run,
      Decision decision,
      Connection open,
      PhaseRunner runner,
      ExecutorService threads) {
    Scope scope =
        new Scope(
            repo.id(),
            repo.name(),
            store,
            open,
            endpoints(repo, open),
            settings,
            clock,
            listener,
            changes,
            threads,
            this::counting);
    List<PhasePlan.Step> steps =
        plan.steps(scope).stream()
            .filter(step -> settings.phases().contains(step.phase().name()))
            .toList();
    phases.addAll(runner.run(steps));
    Optional<Failure> failure = RunOutcome.failure(phases);
    return report(repo, OptionalLong.of(run), decision, RunOutcome.of(phases), failure);
  }

  /** With GitHub's id, so that a rename in the middle of the run moves no issue elsewhere. */
  private Endpoints endpoints(Repos.Known repo, Connection open) {
    Endpoints endpoints = new Endpoints(open.apiUrl(), repo.name());
    OptionalLong id = store.read(s -> s.repos().githubId(repo.id()));
    return id.isPresent() ? endpoints.knownAs(id.getAsLong()) : endpoints;
  }

  private Consumer<Exchange> counting(PhaseName phase) {
    Meter counter = meters.get(phase);
    return exchange -> {
      if (counter != null) {
        counter.count(exchange);
      }
    };
  }

  private static Outcome outcomeOf(Failure failure) {
    return RunOutcome.isLimit(failure) ? Outcome.BLOCKED : Outcome.FAILED;
  }

  private SyncReport report(
      Repos.Known repo,
      OptionalLong run,
      Decision decision,
      Outcome outcome,
      Optional<Failure> failure) {
    Connection open = connection.get();
    SyncReport report =
        new SyncReport(
            repo.name(),
            store.read(s -> s.repos().githubId(repo.id())),
            run,
            settings.trigger(),
            decision,
            outcome,
            failure,
            startedAt,
            clock.instant(),
            List.copyOf(phases),
            changes.all(),
            meter.requests(),
            meter.graphql(),
            meter.git(),
            open == null ? Optional.empty() : open.github().rateLimit(),
            store.read(s -> s.counters().find(repo.id())));
    run.ifPresent(id -> record(repo.id(), id, report));
    return report;
  }

  private void record(long repo, long run, SyncReport report) {
    Optional<Instant> blocked =
        report.outcome() == Outcome.BLOCKED
            ? report.failure().flatMap(Failure::retryAt)
            : Optional.empty();
    store.write(
        s -> {
          s.states().end(repo, report.failure(), blocked, report.finishedAt());
          report.rateLimit().ifPresent(limit -> s.states().rateLimit(repo, limit));
          s.runs()
              .finish(
                  run,
                  report.outcome().text(),
                  report.failure(),
                  renderer.apply(report),
                  report.finishedAt());
        });
  }

  private SyncReport finished(SyncReport report) {
    listener.finished(report);
    return report;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ghsync-work");
    thread.setDaemon(true);
    return thread;
  }
}
