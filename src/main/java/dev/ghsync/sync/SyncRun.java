package dev.ghsync.sync;

import dev.ghsync.github.Endpoints;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Result;
import dev.ghsync.model.Times;
import dev.ghsync.store.RepoLock;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.RepoStates;
import dev.ghsync.store.state.Repos;
import dev.ghsync.store.state.TokenLimits;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One sync of one repository, from the lock to the report. To be run once. Failures are in the
 * report, also those that were thrown; only a database that fails before the run began is an
 * exception.
 */
public final class SyncRun {
  private final Store store;
  private final SyncTarget target;
  private final SyncSettings settings;
  private final PhasePlan plan;
  private final Clock clock;
  private final SyncListener listener;
  private final RunRecorder recorder;
  private final AtomicReference<Connection> connection = new AtomicReference<>();

  /** After a rename: the row that the run is recorded with from then on. */
  private final AtomicReference<Repos.RepoRow> current = new AtomicReference<>();

  private volatile boolean interrupted;

  /**
   * A run to be.
   *
   * @param renderer makes the JSON that is kept in {@code sync_runs}
   */
  public SyncRun(
      Store store,
      SyncTarget target,
      SyncSettings settings,
      PhasePlan plan,
      Clock clock,
      SyncListener listener,
      Function<SyncReport, String> renderer) {
    this.store = store;
    this.target = target;
    this.settings = settings;
    this.plan = plan;
    this.clock = clock;
    this.listener = listener;
    this.recorder = new RunRecorder(store, target, settings.trigger(), clock, renderer);
  }

  /** From any thread: nothing more is asked, and {@link #run} comes to its end soon. */
  public void interrupt() {
    interrupted = true;
    Connection open = connection.get();
    if (open != null) {
      open.stop();
    }
  }

  /**
   * Runs.
   *
   * @param connector opens the way to GitHub; a failure (no token) is recorded as the run's
   */
  @SuppressWarnings("try") // the lock is held, not used
  public SyncReport run(Result<Connection.Connector> connector) {
    Repos.RepoRow repo =
        store.inTransaction(
            s -> {
              Optional<Repos.RepoRow> known = s.repos().find(target.host(), target.name());
              return known.orElseGet(() -> added(s));
            });
    Optional<RepoLock> lock = RepoLock.take(store.file(), repo.id());
    if (lock.isEmpty()) {
      return locked(repo);
    }
    try (RepoLock held = lock.get()) {
      return runLocked(repo, connector);
    }
  }

  private Repos.RepoRow added(Session s) {
    long id = s.repos().insert(target.host(), target.name());
    return new Repos.RepoRow(id, target.host(), OptionalLong.empty(), target.name());
  }

  /** What is remembered, with the limit of the token that this run will use. */
  private RepoStates.State remembered(Session s, Repos.RepoRow repo) {
    return s.states()
        .find(repo.id())
        .with(
            target
                .token()
                .map(token -> s.limits().find(target.host(), token))
                .orElse(TokenLimits.Limits.NONE));
  }

  private SyncReport locked(Repos.RepoRow repo) {
    RepoStates.State state = store.read(s -> s.states().find(repo.id()));
    String who =
        state.runningPid().isPresent() ? "process " + state.runningPid().getAsLong() : "a process";
    String since = state.runningSince().map(at -> ", since " + Times.second(at)).orElse("");
    String message = "another sync of %s runs: %s%s".formatted(repo.name(), who, since);
    Decision decision =
        new Decision(Decision.Action.BLOCK, message, java.time.Duration.ZERO, Optional.empty());
    listener.started(repo.name(), OptionalLong.empty(), settings.trigger(), decision);
    return finished(
        recorder.report(
            repo,
            OptionalLong.empty(),
            decision,
            Outcome.BLOCKED,
            Optional.of(Failure.of(FailureCode.LOCKED, message))));
  }

  @SuppressWarnings("try") // the heartbeat is closed, not used
  private SyncReport runLocked(Repos.RepoRow repo, Result<Connection.Connector> connector) {
    RepoStates.State state = store.read(s -> remembered(s, repo));
    Decision decision = decide(state);
    if (decision.action() != Decision.Action.START) {
      listener.started(repo.name(), OptionalLong.empty(), settings.trigger(), decision);
      return finished(rejectedByPolicy(repo, decision, state));
    }
    long run =
        store.inTransaction(
            s -> {
              s.states().begin(repo.id(), ProcessHandle.current().pid(), steps(), clock.instant());
              return s.runs().insert(repo.id(), settings.trigger(), clock.instant());
            });
    listener.started(repo.name(), OptionalLong.of(run), settings.trigger(), decision);
    try (Heartbeat heartbeat = Heartbeat.start(() -> beat(repo), Heartbeat.INTERVAL)) {
      return finished(recorded(repo, run, decision, connector, state));
    }
  }

  private void beat(Repos.RepoRow repo) {
    long row = Optional.ofNullable(current.get()).orElse(repo).id();
    store.write(s -> s.states().beat(row, ProcessHandle.current().pid()));
  }

  /** A run that began is recorded, whatever ends it. */
  private SyncReport recorded(
      Repos.RepoRow repo,
      long run,
      Decision decision,
      Result<Connection.Connector> connector,
      RepoStates.State state) {
    try {
      return connector.fold(
          c -> connected(repo, run, decision, waitingOut(decision, state, c)),
          failure ->
              recorder.report(
                  repo, OptionalLong.of(run), decision, Outcome.FAILED, Optional.of(failure)));
    } catch (RuntimeException | Error e) {
      return recorder.faulted(Optional.ofNullable(current.get()).orElse(repo), run, decision, e);
    }
  }

  private long steps() {
    return settings.phases().size();
  }

  private Decision decide(RepoStates.State state) {
    return SyncPolicy.of(settings)
        .evaluate(SyncPolicy.RepoState.of(state, false), settings.trigger(), clock.instant());
  }

  private SyncReport rejectedByPolicy(
      Repos.RepoRow repo, Decision decision, RepoStates.State state) {
    boolean skipped = decision.action() == Decision.Action.SKIP;
    return recorder.report(
        repo,
        OptionalLong.empty(),
        decision,
        skipped ? Outcome.SKIPPED : Outcome.BLOCKED,
        skipped ? Optional.empty() : Optional.of(limit(decision, state)));
  }

  /** What stands in the way: GitHub's limit, or what we keep of it for others. */
  private static Failure limit(Decision decision, RepoStates.State state) {
    boolean ours =
        state
            .rateLimit()
            .filter(known -> known.remaining() > 0)
            .map(RateLimit::resetAt)
            .equals(decision.blockedUntil());
    return new Failure(
        ours ? FailureCode.BUDGET : FailureCode.RATE_LIMITED,
        decision.reason(),
        decision.blockedUntil());
  }

  /** Where the policy lets the run wait, its first request does. */
  private Connection.Connector waitingOut(
      Decision decision, RepoStates.State state, Connection.Connector connector) {
    if (decision.blockedUntil().isEmpty()) {
      return connector;
    }
    return (exchanges, waiting) -> {
      Connection open = connector.connect(exchanges, waiting);
      open.github().holdBack(limit(decision, state), SyncPolicy.githubTime(state, clock.instant()));
      return open;
    };
  }

  private SyncReport connected(
      Repos.RepoRow repo, long run, Decision decision, Connection.Connector connector) {
    try (Connection open =
        connector.connect(
            exchange -> {
              recorder.count(exchange);
              listener.exchanged(exchange);
            },
            listener::waiting)) {
      connection.set(open);
      recorder.asks(open);
      if (interrupted) {
        open.stop();
      }
      return identified(repo, run, decision, open);
    }
  }

  private SyncReport identified(Repos.RepoRow repo, long run, Decision decision, Connection open) {
    AtomicReference<MetadataPhase.Identified> found = new AtomicReference<>();
    Set<StreamName> through = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newCachedThreadPool(SyncRun::daemon);
    try {
      PhaseRunner runner =
          new PhaseRunner(
              threads,
              listener,
              recorder::counter,
              ended -> {
                MetadataPhase.Identified id = found.get();
                long row = id == null ? repo.id() : id.repo();
                through.add(ended.name());
                store.write(s -> s.states().progress(row, through.size()));
              });
      PhaseReport metadata = runner.run(metadata(repo, open, found));
      recorder.add(metadata);
      MetadataPhase.Identified identified = found.get();
      if (identified == null) {
        Failure failure = metadata.failure().orElseThrow();
        return recorder.report(
            repo, OptionalLong.of(run), decision, outcomeOf(failure), Optional.of(failure));
      }
      Repos.RepoRow own =
          new Repos.RepoRow(
              identified.repo(), target.host(), OptionalLong.empty(), identified.name());
      if (own.id() == repo.id()) {
        return runPhases(own, run, decision, open, runner, threads);
      }
      return renamed(repo, own, run, decision, open, runner, threads);
    } finally {
      threads.shutdownNow();
    }
  }

  /** The name was new to the database, the repository is not: goes on with its own row and lock. */
  @SuppressWarnings("try") // the lock is held, not used
  private SyncReport renamed(
      Repos.RepoRow asWas,
      Repos.RepoRow own,
      long run,
      Decision decision,
      Connection open,
      PhaseRunner runner,
      ExecutorService threads) {
    Optional<RepoLock> lock = RepoLock.take(store.file(), own.id());
    if (lock.isEmpty()) {
      Failure failure =
          Failure.of(FailureCode.LOCKED, "another sync of %s runs".formatted(own.name()));
      return recorder.report(
          asWas, OptionalLong.of(run), decision, Outcome.BLOCKED, Optional.of(failure));
    }
    try (RepoLock held = lock.get()) {
      store.write(
          s -> {
            s.runs().move(run, own.id());
            s.repos().delete(asWas.id());
            s.states().begin(own.id(), ProcessHandle.current().pid(), steps(), clock.instant());
          });
      current.set(own);
      return runPhases(own, run, decision, open, runner, threads);
    }
  }

  private SyncPhase metadata(
      Repos.RepoRow repo, Connection open, AtomicReference<MetadataPhase.Identified> found) {
    MetadataPhase identification =
        new MetadataPhase(
            store,
            open.github().countedBy(counting(StreamName.METADATA)),
            open.apiUrl(),
            settings.full(),
            clock);
    return new SyncPhase() {
      @Override
      public StreamName name() {
        return StreamName.METADATA;
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

  private SyncReport runPhases(
      Repos.RepoRow repo,
      long run,
      Decision decision,
      Connection open,
      PhaseRunner runner,
      ExecutorService threads) {
    QueryMemory memory = new QueryMemory(store, repo.id(), clock);
    memory.recall(open.github());
    GitPause pause = new GitPause(store, clock);
    if (!settings.force() && !settings.full()) {
      pause.recall(open.git());
    }
    SyncContext context =
        new SyncContext(
            repo.id(),
            repo.name(),
            store,
            open,
            endpoints(repo, open),
            settings,
            clock,
            listener,
            recorder.changes(),
            threads,
            this::counting);
    recorder.readsAll(plan.readsAll(context) && settings.phases().containsAll(StreamName.all()));
    Set<StreamName> left = StreamName.allBut(StreamName.METADATA);
    List<PhaseReport> first = runner.run(wanted(plan.steps(context)));
    Map<StreamName, PhaseReport> ended = new LinkedHashMap<>();
    first.forEach(report -> ended.put(report.name(), report));
    for (PhaseReport second : runner.run(wanted(plan.afterwards(context, first)))) {
      ended.merge(second.name(), second, PhaseReport::plus);
    }
    ended.values().forEach(recorder::add);
    left.removeAll(ended.keySet());
    left.forEach(name -> recorder.add(PhaseReport.notAskedFor(name)));
    memory.keep(open.github());
    pause.keep(open.git());
    List<PhaseReport> phases = recorder.phases();
    Optional<Failure> failure = RunOutcome.failure(phases);
    return recorder.report(repo, OptionalLong.of(run), decision, RunOutcome.of(phases), failure);
  }

  private List<PhasePlan.Step> wanted(List<PhasePlan.Step> steps) {
    return steps.stream().filter(step -> settings.phases().contains(step.phase().name())).toList();
  }

  private Endpoints endpoints(Repos.RepoRow repo, Connection open) {
    Endpoints named = new Endpoints(open.apiUrl(), repo.name());
    OptionalLong githubId = store.read(s -> s.repos().githubId(repo.id()));
    return githubId.isPresent() ? named.knownAs(githubId.getAsLong()) : named;
  }

  private Consumer<ApiCall> counting(StreamName phase) {
    return recorder.counter(phase)::count;
  }

  private static Outcome outcomeOf(Failure failure) {
    return RunOutcome.isLimit(failure) ? Outcome.BLOCKED : Outcome.FAILED;
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
