package dev.ghsync.sync;

import dev.ghsync.github.Endpoints;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Exchange;
import dev.ghsync.model.RepoName;
import dev.ghsync.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a phase works with: one repository, its place in the database, and the way to GitHub.
 *
 * @param repo {@code repos.id}
 * @param name as GitHub calls it now
 * @param connection the way to GitHub; {@link #github} counts for a phase
 * @param threads for work within a phase that goes on at the same time
 * @param meters where the requests of a phase are counted
 */
public record Scope(
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
    Function<PhaseName, Consumer<Exchange>> meters) {

  /** GitHub, with the requests counted for {@code phase}. */
  public GitHub github(PhaseName phase) {
    return connection.github().countedBy(meters.apply(phase));
  }

  public Instant now() {
    return clock.instant();
  }

  /** The token's fingerprint and address fit: 304 can be hoped for. */
  public <T> Optional<T> unlessFull(Optional<T> remembered) {
    return settings.full() ? Optional.empty() : remembered;
  }
}
