package dev.ghsync.sync;

import dev.ghsync.github.Endpoints;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.RepoName;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.Repos;
import dev.ghsync.store.state.StreamStates;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The objects that phases work with, for one repository in one run.
 *
 * @param repo {@code repos.id}
 * @param name the current name
 * @param connection use {@link #github}, which counts the requests of a phase
 * @param threads for parallel work within a phase
 * @param counters count the requests of a phase
 */
public record SyncContext(
    long repo,
    RepoName name,
    Store store,
    Connection connection,
    Endpoints endpoints,
    SyncSettings settings,
    Clock clock,
    SyncListener listener,
    ChangeLog changes,
    ExecutorService threads,
    Function<StreamName, Consumer<ApiCall>> counters) {

  /** A context for reading: requests are not counted by phase. */
  public static SyncContext readOnly(
      Repos.RepoRow repo, Store store, Connection connection, SyncSettings settings, Clock clock) {
    return new SyncContext(
        repo.id(),
        repo.name(),
        store,
        connection,
        new Endpoints(connection.apiUrl(), repo.name()),
        settings,
        clock,
        new SyncListener() {},
        new ChangeLog(),
        ForkJoinPool.commonPool(),
        phase -> exchange -> {});
  }

  /** Returns a context of the same run for the repository of the wiki. */
  public SyncContext ofWiki(Repos.RepoRow wiki) {
    return new SyncContext(
        wiki.id(),
        wiki.name(),
        store,
        new Connection(connection.apiUrl(), connection.github(), connection.git().wiki()),
        endpoints,
        settings,
        clock,
        listener,
        new ChangeLog(),
        threads,
        counters);
  }

  /** Returns the client that counts its requests for {@code phase}. */
  public GitHub github(StreamName phase) {
    return connection.github().countedBy(counters.apply(phase));
  }

  /** Stores that the phase's stream was read to its end, as far back as the settings say. */
  public void complete(StreamName stream) {
    store.write(
        s -> s.streams().complete(repo, stream.text(), Optional.empty(), settings.depth(), now()));
  }

  public Instant now() {
    return clock.instant();
  }

  /**
   * Does pieces of a phase's work at the same time, and returns when all have ended. What one
   * throws is thrown here.
   *
   * @return what came first of them, in the order of {@code work}
   */
  public <T> Optional<T> inParallel(List<Supplier<Optional<T>>> work) {
    List<CompletableFuture<Optional<T>>> running =
        work.stream().map(piece -> CompletableFuture.supplyAsync(piece, threads)).toList();
    try {
      CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    return running.stream().map(CompletableFuture::join).flatMap(Optional::stream).findFirst();
  }

  /**
   * Works through pieces in order, as many at the same time as requests may be under way, until
   * none is left or one of them returns something.
   */
  public <W, T> Optional<T> inParallel(Collection<W> pieces, Function<W, Optional<T>> work) {
    Queue<W> left = new ConcurrentLinkedQueue<>(pieces);
    int atOnce = Math.min(settings.limits().concurrency(), pieces.size());
    return inParallel(Collections.nCopies(atOnce, () -> workThrough(left, work)));
  }

  private static <W, T> Optional<T> workThrough(Queue<W> left, Function<W, Optional<T>> work) {
    for (W piece = left.poll(); piece != null; piece = left.poll()) {
      Optional<T> end = work.apply(piece);
      if (end.isPresent()) {
        left.clear();
        return end;
      }
    }
    return Optional.empty();
  }

  /** Returns the remembered value, unless everything is read again. */
  public <T> Optional<T> ifIncremental(Optional<T> remembered) {
    return settings.full() ? Optional.empty() : remembered;
  }

  /** Returns whether an earlier run has read the stream to its end, and its cursor may be used. */
  public boolean wasRead(StreamName name) {
    return ifIncremental(store.read(s -> s.streams().find(repo, name.text())))
        .flatMap(StreamStates.StreamState::completedAt)
        .isPresent();
  }
}
