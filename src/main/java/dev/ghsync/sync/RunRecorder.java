package dev.ghsync.sync;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Trigger;
import dev.ghsync.model.item.RepoCounts;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.Repos;
import dev.ghsync.store.state.StreamErrors;
import dev.ghsync.store.state.StreamErrors.StreamError;
import dev.ghsync.store.state.TokenLimits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what a run does, and makes and stores its report. */
final class RunRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

  private final Store store;
  private final SyncTarget target;
  private final Trigger trigger;
  private final Clock clock;
  private final Function<SyncReport, String> renderer;
  private final Instant startedAt;
  private final RequestCounter counter = new RequestCounter();
  private final Map<StreamName, RequestCounter> counters = new LinkedHashMap<>();
  private final ChangeLog changes = new ChangeLog();
  private final List<PhaseReport> phases = new ArrayList<>();
  private final AtomicReference<Connection> connection = new AtomicReference<>();
  private boolean readsAll = true;

  /**
   * Begins to record: the run starts now.
   *
   * @param renderer makes the JSON that is kept in {@code sync_runs}
   */
  RunRecorder(
      Store store,
      SyncTarget target,
      Trigger trigger,
      Clock clock,
      Function<SyncReport, String> renderer) {
    this.store = store;
    this.target = target;
    this.trigger = trigger;
    this.clock = clock;
    this.renderer = renderer;
    this.startedAt = clock.instant();
  }

  void count(ApiCall exchange) {
    counter.count(exchange);
  }

  synchronized RequestCounter counter(StreamName phase) {
    return counters.computeIfAbsent(phase, name -> new RequestCounter());
  }

  ChangeLog changes() {
    return changes;
  }

  /** Who tells the limits and the time. */
  void asks(Connection connected) {
    connection.set(connected);
  }

  private <T> Optional<T> told(Function<GitHub, Optional<T>> what) {
    return Optional.ofNullable(connection.get()).map(Connection::github).flatMap(what);
  }

  /** Whether the run reads every stream, see {@link PhasePlan#readsAll}; it does unless told. */
  void readsAll(boolean all) {
    readsAll = all;
  }

  void add(PhaseReport phase) {
    phases.add(phase);
  }

  /** In the order of {@link StreamName}. */
  List<PhaseReport> phases() {
    return phases.stream()
        .sorted(Comparator.comparing(phase -> StreamName.ALL.indexOf(phase.name())))
        .toList();
  }

  /** Makes the report; stores it where the run has a row. */
  SyncReport report(
      Repos.RepoRow repo,
      OptionalLong run,
      Decision decision,
      Outcome outcome,
      Optional<Failure> failure) {
    SyncReport report =
        report(
            repo,
            run,
            decision,
            outcome,
            failure,
            store.read(s -> s.repos().githubId(repo.id())),
            store.read(s -> s.counters().find(repo.id())));
    run.ifPresent(id -> record(repo.id(), id, report));
    return report;
  }

  /** Records that the run was ended by what was thrown, as far as the database takes it. */
  SyncReport faulted(Repos.RepoRow repo, long run, Decision decision, Throwable thrown) {
    LOG.debug("the run failed", thrown);
    Optional<Failure> failure = Optional.of(Fault.of(thrown));
    OptionalLong id = OptionalLong.of(run);
    try {
      return report(repo, id, decision, Outcome.FAILED, failure);
    } catch (RuntimeException | Error e) {
      LOG.debug("the run could not be recorded", e);
      return report(repo, id, decision, Outcome.FAILED, failure, repo.githubId(), Optional.empty());
    }
  }

  private SyncReport report(
      Repos.RepoRow repo,
      OptionalLong run,
      Decision decision,
      Outcome outcome,
      Optional<Failure> failure,
      OptionalLong githubId,
      Optional<RepoCounts> counts) {
    return new SyncReport(
        repo.name(),
        githubId,
        run,
        trigger,
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
        told(GitHub::rateLimit),
        counts);
  }

  /**
   * Only a run that read every stream, without a failure, is a success of the repository. A run of
   * some streams says nothing of the others: the time of the last success stays (the next whole run
   * would be put off, or its staleness overlooked), and so does the error of a stream that was not
   * read.
   *
   * <p>Only a refusal of GitHub's API is remembered as a block. What this run kept in reserve
   * another may use: it judges by the limit that is stored too.
   */
  private void record(long repo, long run, SyncReport report) {
    Optional<Instant> blocked =
        report
            .failure()
            .filter(f -> RunOutcome.isLimit(f) && f.code() != FailureCode.BUDGET)
            .flatMap(Failure::retryAt);
    Instant now = report.finishedAt();
    Optional<Duration> ahead =
        told(GitHub::serverTime).map(theirs -> Duration.between(clock.instant(), theirs));
    store.write(
        s -> {
          boolean success = readsAll && report.failure().isEmpty();
          s.states().end(repo, errors(s, repo, report, success), success, blocked, now);
          report.rateLimit().ifPresent(limit -> s.states().rateLimit(repo, limit));
          TokenLimits.Limits limits = new TokenLimits.Limits(blocked, report.rateLimit());
          target.token().ifPresent(token -> s.limits().save(target.host(), token, limits));
          ahead.ifPresent(by -> s.states().clockAhead(repo, by));
          s.runs()
              .finish(run, report.outcome().text(), report.failure(), renderer.apply(report), now);
        });
  }

  /** Brings the streams' errors up to date, and chooses the one to tell: this run's, if any. */
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
      } else if (!phase.wasNotAskedFor()
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
