package dev.ghsync.sync;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import dev.ghsync.store.Reads;
import dev.ghsync.store.RepoLock;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.RepoStates;
import dev.ghsync.store.state.Repos;
import dev.ghsync.store.state.StreamStates;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the status of repositories from the database. */
public final class StatusReader {
  private final StreamList streams;
  private final Store store;

  public StatusReader(StreamList streams, Store store) {
    this.streams = streams;
    this.store = store;
  }

  /** All repositories. */
  public List<RepoStatus> read(Instant now) {
    return store.read(s -> s.repos().listWithoutWikis()).stream()
        .map(repo -> read(repo, now))
        .toList();
  }

  /** The repository of this name on the host, or on each host that has one. */
  public List<RepoStatus> read(RepoName name, Optional<Host> host, Instant now) {
    Set<Host> hosts = new TreeSet<>(Comparator.comparing(Host::name));
    host.ifPresentOrElse(
        hosts::add,
        () -> store.read(s -> s.repos().listWithoutWikis()).forEach(r -> hosts.add(r.host())));
    return hosts.stream()
        .flatMap(server -> store.read(s -> s.repos().find(server, name)).stream())
        .map(repo -> read(repo, now))
        .toList();
  }

  private RepoStatus read(Repos.RepoRow repo, Instant now) {
    boolean running =
        RepoLock.isHeld(store.file(), repo.id()).orElseGet(() -> isRecordedAsRunning(repo.id()));
    return store.read(s -> status(s, repo, running, now));
  }

  /** The state to use where another user's lock cannot be read. */
  private boolean isRecordedAsRunning(long repo) {
    return store.read(s -> s.states().isSyncing(repo));
  }

  private RepoStatus status(Reads s, Repos.RepoRow repo, boolean running, Instant now) {
    RepoStates.State state = s.states().find(repo.id());
    SyncPolicy policy =
        new SyncPolicy(Duration.ZERO, false, SyncPolicy.reserve(Trigger.MANUAL), Optional.empty());
    Decision decision =
        policy.evaluate(SyncPolicy.RepoState.of(state, running), Trigger.MANUAL, now);
    Optional<RepoStatus.SyncError> error =
        state
            .errorCode()
            .map(code -> new RepoStatus.SyncError(code, state.errorMessage().orElse("")));
    return new RepoStatus(
        repo.host(),
        repo.name(),
        stateOf(running, decision, error, state),
        freshness(running, error, state),
        decision.action() == Decision.Action.START,
        decision.cooldown(),
        decision.blockedUntil(),
        running
            ? Optional.of(new RepoStatus.Progress(state.progressCurrent(), state.progressTotal()))
            : Optional.empty(),
        state.lastSuccessAt(),
        error,
        streams(s, repo.id()),
        s.counters().find(repo.id()));
  }

  private static RepoStatus.State stateOf(
      boolean running,
      Decision decision,
      Optional<RepoStatus.SyncError> error,
      RepoStates.State state) {
    if (running) {
      return RepoStatus.State.SYNCING;
    }
    if (decision.action() == Decision.Action.BLOCK) {
      return RepoStatus.State.BLOCKED;
    }
    boolean failed = error.isPresent() && !error.get().code().equals(FailureCode.BUDGET.text());
    if (failed) {
      return RepoStatus.State.ERROR;
    }
    return state.lastAttemptAt().isEmpty() ? RepoStatus.State.NEVER : RepoStatus.State.IDLE;
  }

  private static RepoStatus.Freshness freshness(
      boolean running, Optional<RepoStatus.SyncError> error, RepoStates.State state) {
    if (running) {
      return RepoStatus.Freshness.SYNCING;
    }
    return state.lastSuccessAt().isPresent() && error.isEmpty()
        ? RepoStatus.Freshness.SYNCED
        : RepoStatus.Freshness.OUTDATED;
  }

  private List<RepoStatus.Stream> streams(Reads s, long repo) {
    Map<String, StreamStates.StreamState> known =
        s.streams().list(repo).stream()
            .collect(Collectors.toMap(StreamStates.StreamState::name, Function.identity()));
    return streams.streams().stream()
        .map(
            stream -> {
              String name = stream.name().text();
              Optional<StreamStates.StreamState> state = Optional.ofNullable(known.get(name));
              long rows = stream.count(s, repo);
              // Nobody may have asked for a stream that is off by default.
              boolean isRead = stream.byDefault() || state.isPresent() || rows > 0;
              return new RepoStatus.Stream(
                  name,
                  state.flatMap(StreamStates.StreamState::since),
                  state.flatMap(StreamStates.StreamState::completedAt),
                  state.flatMap(StreamStates.StreamState::lastReconciledAt),
                  rows,
                  isRead ? stream.countDue(s, repo) : 0);
            })
        .toList();
  }
}
