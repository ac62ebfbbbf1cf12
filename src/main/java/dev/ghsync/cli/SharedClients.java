package dev.ghsync.cli;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.TokenSource;
import dev.ghsync.sync.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The clients of several syncs in one process. All syncs with one token share its limits, the
 * reserve, the bounds of the user and the requests at once.
 */
final class SharedClients implements AutoCloseable {
  private final Clients clients;
  private final Optional<Instant> deadline;
  private final BiConsumer<Instant, Failure> waiting;
  private final Map<String, GitHub> open = new HashMap<>();

  /**
   * Opens no connection yet.
   *
   * @param deadline the time after which no request starts
   * @param waiting receives the end of each sleep for a limit, and the limit
   */
  SharedClients(Clients clients, Optional<Instant> deadline, BiConsumer<Instant, Failure> waiting) {
    this.clients = clients;
    this.deadline = deadline;
    this.waiting = waiting;
  }

  /** Returns a connector for one repository. */
  Connection.Connector connector(SyncRequest request, TokenSource token) {
    return (listener, ownWaiting) ->
        new Connection(
            request.apiUrl(),
            github(request, token, listener),
            clients.git(request, token, deadline, listener));
  }

  /** Returns a client whose requests are reported to the listener. */
  synchronized GitHub github(SyncRequest request, TokenSource token, Consumer<ApiCall> listener) {
    return open.computeIfAbsent(
            request.apiUrl() + " " + token.limitKey(),
            key -> clients.github(request, token, deadline, call -> {}, waiting))
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
