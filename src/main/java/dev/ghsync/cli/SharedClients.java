package dev.ghsync.cli;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.TokenSource;
import dev.ghsync.sync.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The clients of several syncs in one process. All syncs share the bounds of the user; those with
 * one token share its limits, the reserve and the requests at once too.
 */
final class SharedClients implements AutoCloseable {
  private final Clients clients;
  private final Clients.Bounds bounds;
  private final BiConsumer<Instant, Failure> waiting;
  private final Map<String, GitHub> open = new HashMap<>();

  /**
   * Opens no connection yet.
   *
   * @param waiting receives the end of each sleep for a limit, and the limit
   */
  SharedClients(Clients clients, Clients.Bounds bounds, BiConsumer<Instant, Failure> waiting) {
    this.clients = clients;
    this.bounds = bounds;
    this.waiting = waiting;
  }

  /** Returns a connector for one repository. */
  Connection.Connector connector(SyncRequest request, TokenSource token) {
    return (listener, ownWaiting) ->
        new Connection(
            request.apiUrl(),
            github(request, token, listener),
            clients.git(request, token, bounds.deadline(), listener));
  }

  /** Returns a client whose requests are reported to the listener. */
  synchronized GitHub github(SyncRequest request, TokenSource token, Consumer<ApiCall> listener) {
    return open.computeIfAbsent(
            request.apiUrl() + " " + token.limitKey(),
            key -> clients.github(request, token, bounds, call -> {}, waiting))
        .forAnother(listener);
  }

  /** Ends the requests under way and sends no more. */
  synchronized void stop() {
    open.values().forEach(GitHub::stop);
  }

  @Override
  public synchronized void close() {
    open.values().forEach(GitHub::close);
  }
}
