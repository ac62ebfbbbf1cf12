package dev.ghsync.sync.run;

import dev.ghsync.github.Endpoints;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Result;
import dev.ghsync.model.Times;
import dev.ghsync.store.Reads;
import dev.ghsync.store.RepoLock;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.RepoStates;
import dev.ghsync.store.state.Repos;
import dev.ghsync.store.state.TokenLimits;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.RunOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncPolicy;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One sync of one repository, from the lock to the report; it is run once. The steps are: take the
 * lock, ask the policy, record the start, connect, find out which repository is behind the name,
 * run the phases, record the end. Failures are in the report, also those that were thrown; only a
 * database that fails before the start is recorded is an exception.
 */
public final class SyncRun {
  private final Store store;
  private final SyncTarget target;
  private final SyncSettings settings;
  private final PhasePlan plan;
  private final Clock clock;
  private final SyncListener listener;
  private final RunRecorder recorder;
  private volatile Optional<Connection> connection = Optional.empty();
  private volatile boolean interrupted;

  /**
   * Prepares a run; adds the repository's row where it is missing.
   *
   * @param renderer renders the JSON that is kept in {@code sync_runs}
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
    Repos.RepoRow repo = store.inTransaction(this::findOrInsert);
    this.recorder = new RunRecorder(store, repo, target.token(), settings, clock, renderer);
  }

  private Repos.RepoRow findOrInsert(Session s) {
    return s.repos()
        .find(target.host(), target.name())
        .orElseGet(
            () ->
                new Repos.RepoRow(
                    s.repos().insert(target.host(), target.name()),
                    target.host(),
                    OptionalLong.empty(),
                    target.name()));
  }

  /** Stops sending requests, so that {@link #run} ends soon; called from any thread. */
  public void interrupt() {
    interrupted = true;
    connection.ifPresent(Connection::stop);
  }

  /**
   * Runs.
   *
   * @param connector opens the connection; its failure (no token) is the run's
   */
  @SuppressWarnings("try") // the lock is held, not used
  public SyncReport run(Result<Connection.Connector> connector) {
    SyncReport report;
    Optional<RepoLock> lock = RepoLock.take(store.file(), recorder.repo().id());
    if (lock.isEmpty()) {
      report = rejectedByLock();
    } else {
      try (RepoLock held = lock.get()) {
        report = runLocked(connector);
      }
    }
    listener.finished(report);
    return report;
  }

  private SyncReport rejectedByLock() {
    RepoStates.State state = store.read(s -> s.states().find(recorder.repo().id()));
    String who =
        state.runningPid().isPresent() ? "process " + state.runningPid().getAsLong() : "a process";
    String since = state.runningSince().map(at -> ", since " + Times.second(at)).orElse("");
    String message = "another sync of %s runs: %s%s".formatted(recorder.repo().name(), who, since);
    Decision decision =
        new Decision(Decision.Action.BLOCK, message, Duration.ZERO, Optional.empty());
    return rejected(decision, Optional.of(Failure.of(FailureCode.LOCKED, message)));
  }

  private SyncReport rejected(Decision decision, Optional<Failure> failure) {
    recorder.decided(decision);
    started(decision);
    return recorder.finish(failure.isPresent() ? Outcome.BLOCKED : Outcome.SKIPPED, failure);
  }

  private void started(Decision decision) {
    listener.started(recorder.repo().name(), recorder.run(), settings.trigger(), decision);
  }

  @SuppressWarnings("try") // the heartbeat is closed, not used
  private SyncReport runLocked(Result<Connection.Connector> connector) {
    RepoStates.State state = store.read(this::remembered);
    Decision decision =
        SyncPolicy.of(settings)
            .evaluate(SyncPolicy.RepoState.of(state, false), settings.trigger(), clock.instant());
    switch (decision.action()) {
      case SKIP -> {
        return rejected(decision, Optional.empty());
      }
      case BLOCK -> {
        return rejected(decision, Optional.of(limit(decision, state)));
      }
      default -> recorder.start(decision);
    }
    started(decision);
    try (Heartbeat heartbeat = Heartbeat.start(recorder::beat, Heartbeat.INTERVAL)) {
      return recorded(() -> connector.fold(c -> connected(c, state), recorder::failed));
    }
  }

  /** Records a run that has started, whatever ends it. */
  private SyncReport recorded(Supplier<SyncReport> run) {
    try {
      return run.get();
    } catch (RuntimeException | Error e) {
      return recorder.faulted(e);
    }
  }

  /** Reads what is remembered of the repository, and the limit of the token that will be used. */
  private RepoStates.State remembered(Reads s) {
    TokenLimits.Limits limits =
        target
            .token()
            .map(token -> s.limits().find(target.host(), token))
            .orElse(TokenLimits.Limits.NONE);
    return s.states().find(recorder.repo().id()).with(limits);
  }

  /** The reason not to start: GitHub's limit, or the part of it that is kept in reserve. */
  private static Failure limit(Decision decision, RepoStates.State state) {
    boolean reserved =
        state
            .rateLimit()
            .filter(known -> known.remaining() > 0)
            .map(RateLimit::resetAt)
            .equals(decision.blockedUntil());
    return new Failure(
        reserved ? FailureCode.BUDGET : FailureCode.RATE_LIMITED,
        decision.reason(),
        decision.blockedUntil());
  }

  private SyncReport connected(Connection.Connector connector, RepoStates.State state) {
    try (Connection open = connector.connect(this::count, listener::waiting)) {
      connection = Optional.of(open);
      recorder.connected(open.github());
      if (interrupted) {
        open.stop();
      }
      if (recorder.decision().blockedUntil().isPresent()) {
        // The policy lets the run wait for the limit: its first request does.
        open.github()
            .holdBack(
                limit(recorder.decision(), state), SyncPolicy.githubTime(state, clock.instant()));
      }
      return identified(open);
    }
  }

  private void count(ApiCall call) {
    recorder.count(call);
    listener.exchanged(call);
  }

  private SyncReport identified(Connection open) {
    ExecutorService threads = Executors.newCachedThreadPool(SyncRun::daemon);
    try {
      PhaseRunner runner =
          new PhaseRunner(threads, listener, recorder::counter, recorder::progressed);
      MetadataPhase metadata =
          new MetadataPhase(
              store,
              open.github().countedBy(counting(StreamName.METADATA)),
              new Endpoints(open.apiUrl(), recorder.repo().name()).repository(),
              recorder.repo(),
              settings.full(),
              clock);
      PhaseReport report = runner.run(metadata);
      recorder.add(report);
      Optional<Repos.RepoRow> own = metadata.identified();
      if (own.isEmpty()) {
        return recorder.failed(report.failure().orElseThrow());
      }
      return own.get().id() == recorder.repo().id()
          ? runPhases(own.get(), open, runner, threads)
          : renamed(own.get(), open, runner, threads);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Continues with the repository's own row and lock where only the name was new. */
  @SuppressWarnings("try") // the lock is held, not used
  private SyncReport renamed(
      Repos.RepoRow own, Connection open, PhaseRunner runner, ExecutorService threads) {
    Optional<RepoLock> lock = RepoLock.take(store.file(), own.id());
    if (lock.isEmpty()) {
      return recorder.finish(
          Outcome.BLOCKED,
          Optional.of(
              Failure.of(FailureCode.LOCKED, "another sync of %s runs".formatted(own.name()))));
    }
    try (RepoLock held = lock.get()) {
      return runPhases(own, open, runner, threads);
    }
  }

  private SyncReport runPhases(
      Repos.RepoRow repo, Connection open, PhaseRunner runner, ExecutorService threads) {
    recorder.identified(repo);
    if (store.read(s -> s.repos().features(repo.id())).isPrivate()) {
      open.github().notPublic();
    }
    QueryMemory memory = new QueryMemory(store, repo.id(), clock);
    memory.restore(open.github());
    GitPause pause = new GitPause(store, clock);
    if (!settings.force() && !settings.full()) {
      pause.restore(open.git());
    }
    SyncContext context = context(repo, open, threads);
    recorder.readsAll(
        plan.readsAll(context) && settings.phases().containsAll(plan.streams().byDefault()));
    List<PhaseReport> first = runner.run(wanted(plan.steps(context)));
    Map<StreamName, PhaseReport> ended = new LinkedHashMap<>();
    first.forEach(report -> ended.put(report.name(), report));
    for (PhaseReport second : runner.run(wanted(plan.afterwards(context, first)))) {
      ended.merge(second.name(), second, PhaseReport::plus);
    }
    plan.streams().names().stream()
        .filter(name -> !name.equals(StreamName.METADATA))
        .map(name -> ended.getOrDefault(name, PhaseReport.notSelected(name)))
        .forEach(recorder::add);
    memory.save(open.github());
    pause.save(open.git());
    List<PhaseReport> phases = recorder.phases();
    return recorder.finish(RunOutcome.of(phases), RunOutcome.failure(phases));
  }

  private SyncContext context(Repos.RepoRow repo, Connection open, ExecutorService threads) {
    Endpoints named = new Endpoints(open.apiUrl(), repo.name());
    OptionalLong githubId = store.read(s -> s.repos().githubId(repo.id()));
    return new SyncContext(
        repo.id(),
        repo.name(),
        store,
        open,
        githubId.isPresent() ? named.knownAs(githubId.getAsLong()) : named,
        settings,
        clock,
        listener,
        recorder.changes(),
        threads,
        this::counting);
  }

  private List<PhasePlan.Step> wanted(List<PhasePlan.Step> steps) {
    return steps.stream().filter(step -> settings.phases().contains(step.phase().name())).toList();
  }

  private Consumer<ApiCall> counting(StreamName phase) {
    return recorder.counter(phase)::count;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "ghsync-work");
    thread.setDaemon(true);
    return thread;
  }
}
