package dev.ghsync.sync;

import dev.ghsync.git.GitRemote;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import java.net.URI;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The clients of a run: REST and GraphQL, and git, with one token.
 *
 * @param apiUrl the base of REST addresses
 */
public record Connection(URI apiUrl, GitHub github, GitRemote git) implements AutoCloseable {

  /** Opens a connection. */
  @FunctionalInterface
  public interface Connector {
    /**
     * Opens both clients; nothing is sent yet.
     *
     * @param exchanges receives each request
     * @param waiting receives the end of each sleep for a limit, and the limit
     */
    Connection connect(Consumer<ApiCall> exchanges, BiConsumer<Instant, Failure> waiting);
  }

  /** Ends the requests under way and sends no more; called from any thread. */
  public void stop() {
    github.stop();
    git.stop();
  }

  @Override
  public void close() {
    github.close();
    git.close();
  }
}
