package dev.ghsync.sync.run;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.item.RepoCounts;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.Repos;
import dev.ghsync.store.state.StreamErrors;
import dev.ghsync.store.state.StreamErrors.StreamError;
import dev.ghsync.store.state.TokenLimits;
import dev.ghsync.sync.ChangeLog;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.Fault;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.RunOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of one run: what it has done so far, and how it is recorded in the database. The
 * repository's row changes at most once, where the run finds it under a new name.
 */
final class RunRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

  private final Store store;
  private final Optional<String> token;
  private final SyncSettings settings;
  private final Clock clock;
  private final Function<SyncReport, String> renderer;
  private final Instant startedAt;
  private final RequestCounter counter = new RequestCounter();
  private final Map<StreamName, RequestCounter> counters = new LinkedHashMap<>();
  private final ChangeLog changes = new ChangeLog();
  private final List<PhaseReport> phases = new ArrayList<>();
  private final Set<StreamName> ended = ConcurrentHashMap.newKeySet();
  private volatile Repos.RepoRow repo;
  private OptionalLong run = OptionalLong.empty();
  private Decision decision = Decision.start("");
  private Optional<GitHub> github = Optional.empty();
  private boolean readsAll = true;

  /**
   * Begins to record: the run starts now.
   *
   * @param token the fingerprint of the token, whose limits are stored
   * @param renderer renders the JSON that is kept in {@code sync_runs}
   */
  RunRecorder(
      Store store,
      Repos.RepoRow repo,
      Optional<String> token,
      SyncSettings settings,
      Clock clock,
      Function<SyncReport, String> renderer) {
    this.store = store;
    this.repo = repo;
    this.token = token;
    this.settings = settings;
    this.clock = clock;
    this.renderer = renderer;
    this.startedAt = clock.instant();
  }

  /** The repository as it is known now. */
  Repos.RepoRow repo() {
    return repo;
  }

  /** The row in {@code sync_runs}; empty for a run that was not started. */
  OptionalLong run() {
    return run;
  }

  Decision decision() {
    return decision;
  }

  void decided(Decision made) {
    decision = made;
  }

  /** Records that the run starts. */
  void start(Decision made) {
    decided(made);
    run =
        OptionalLong.of(
            store.inTransaction(
                s -> {
                  begin(s, repo);
                  return s.runs().insert(repo.id(), settings.trigger(), clock.instant());
                }));
  }

  private void begin(Session s, Repos.RepoRow row) {
    long pid = ProcessHandle.current().pid();
    s.states().begin(row.id(), pid, settings.phases().size(), clock.instant());
  }

  /** Continues with the repository's own row and name; deletes the row of a name that was new. */
  void identified(Repos.RepoRow own) {
    if (own.id() != repo.id()) {
      store.write(
          s -> {
            s.runs().move(run.orElseThrow(), own.id());
            s.repos().delete(repo.id());
            begin(s, own);
          });
    }
    repo = own;
  }

  /** Records that the process is alive. */
  void beat() {
    store.write(s -> s.states().beat(repo.id(), ProcessHandle.current().pid()));
  }

  void count(ApiCall call) {
    counter.count(call);
  }

  synchronized RequestCounter counter(StreamName phase) {
    return counters.computeIfAbsent(phase, name -> new RequestCounter());
  }

  ChangeLog changes() {
    return changes;
  }

  /** From now on the client knows the rate limit and the server's time. */
  void connected(GitHub client) {
    github = Optional.of(client);
  }

  /** Sets whether the run reads every stream, see {@link PhasePlan#readsAll}. */
  void readsAll(boolean all) {
    readsAll = all;
  }

  /** Records how many phases have ended. */
  void progressed(PhaseReport phase) {
    ended.add(phase.name());
    store.write(s -> s.states().progress(repo.id(), ended.size()));
  }

  void add(PhaseReport phase) {
    phases.add(phase);
  }

  List<PhaseReport> phases() {
    return List.copyOf(phases);
  }

  /** Ends the run by a failure that is not of a phase. */
  SyncReport failed(Failure failure) {
    return finish(
        RunOutcome.isLimit(failure) ? Outcome.BLOCKED : Outcome.FAILED, Optional.of(failure));
  }

  /** Makes the report, and stores it where the run was started. */
  SyncReport finish(Outcome outcome, Optional<Failure> failure) {
    SyncReport report =
        report(
            outcome,
            failure,
            store.read(s -> s.repos().githubId(repo.id())),
            store.read(s -> s.counters().find(repo.id())));
    run.ifPresent(id -> record(id, report));
    return report;
  }

  /** Ends the run by what was thrown, and records that as far as the database can still do so. */
  SyncReport faulted(Throwable thrown) {
    LOG.debug("the run failed", thrown);
    Optional<Failure> failure = Optional.of(Fault.of(thrown));
    try {
      return finish(Outcome.FAILED, failure);
    } catch (RuntimeException | Error e) {
      LOG.debug("the run could not be recorded", e);
      return report(Outcome.FAILED, failure, repo.githubId(), Optional.empty());
    }
  }

  private SyncReport report(
      Outcome outcome,
      Optional<Failure> failure,
      OptionalLong githubId,
      Optional<RepoCounts> counts) {
    return new SyncReport(
        repo.name(),
        githubId,
        run,
        settings.trigger(),
        decision,
        outcome,
        failure,
        startedAt,
        clock.instant(),
        phases(),
        changes.all(),
        counter.requests(),
        counter.graphql(),
        counter.git(),
        github.flatMap(GitHub::rateLimit),
        counts);
  }

  /**
   * Stores the end of the run. Only a run that read every stream, without a failure, is a success
   * of the repository. After a run of some streams the time of the last success stays, since it
   * puts off the next whole run and says how stale the data is; so do the errors of the streams
   * that were not read.
   *
   * <p>Only a refusal by GitHub's API is remembered as a block. A run that stopped at its own
   * reserve does not block others: each judges by the stored limit.
   */
  private void record(long id, SyncReport report) {
    Optional<Instant> blocked =
        report
            .failure()
            .filter(f -> RunOutcome.isLimit(f) && f.code() != FailureCode.BUDGET)
            .flatMap(Failure::retryAt);
    Instant now = report.finishedAt();
    Optional<Duration> ahead =
        github.flatMap(GitHub::serverTime).map(theirs -> Duration.between(clock.instant(), theirs));
    store.write(
        s -> {
          boolean success = readsAll && report.failure().isEmpty();
          Optional<StreamError> error = errors(s, repo.id(), report, success);
          s.states().end(repo.id(), error, success, blocked, now);
          report.rateLimit().ifPresent(limit -> s.states().rateLimit(repo.id(), limit));
          TokenLimits.Limits limits = new TokenLimits.Limits(blocked, report.rateLimit());
          token.ifPresent(t -> s.limits().save(repo.host(), t, limits));
          ahead.ifPresent(by -> s.states().clockAhead(repo.id(), by));
          s.runs()
              .finish(id, report.outcome().text(), report.failure(), renderer.apply(report), now);
        });
  }

  /** Updates the errors of the streams; returns the one to show: this run's, if any. */
  private static Optional<StreamError> errors(
      Session s, long repo, SyncReport report, boolean success) {
    Map<String, StreamError> known = new LinkedHashMap<>();
    s.errors().list(repo).forEach(error -> known.put(error.stream(), error));
    Map<String, StreamError> left = new LinkedHashMap<>(success ? Map.of() : known);
    left.remove(StreamErrors.RUN);
    for (PhaseReport phase : report.phases()) {
      String stream = phase.name().text();
      if (phase.failure().isPresent()) {
        left.put(stream, StreamError.of(stream, phase.failure().get()));
      } else if (phase.state() != PhaseReport.State.NOT_SELECTED
          && (report.failure().isEmpty() || RunOutcome.worked(phase))) {
        left.remove(stream);
      }
    }
    Optional<Failure> failure = report.failure();
    if (failure.isPresent()
        && report.phases().stream().noneMatch(phase -> phase.failure().equals(failure))) {
      left.put(StreamErrors.RUN, StreamError.of(StreamErrors.RUN, failure.get()));
    }
    known.keySet().stream()
        .filter(stream -> !left.containsKey(stream))
        .forEach(stream -> s.errors().remove(repo, stream));
    left.values().stream()
        .filter(error -> !error.equals(known.get(error.stream())))
        .forEach(error -> s.errors().put(repo, error));
    return failure
        .map(own -> StreamError.of(StreamErrors.RUN, own))
        .or(() -> left.values().stream().findFirst());
  }
}
