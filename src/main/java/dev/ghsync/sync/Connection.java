package dev.ghsync.sync;

import dev.ghsync.git.GitRemote;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Exchange;
import java.net.URI;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The two doors of GitHub that a run uses, opened with one token.
 *
 * @param apiUrl the REST base
 */
public record Connection(URI apiUrl, GitHub github, GitRemote git) implements AutoCloseable {

  /** Opens them. */
  @FunctionalInterface
  public interface Connector {
    /**
     * Opens both; nothing is sent yet.
     *
     * @param exchanges hears of every request
     * @param waiting hears until when a limit is slept out, and why
     */
    Connection connect(Consumer<Exchange> exchanges, BiConsumer<Instant, String> waiting);
  }

  @Override
  public void close() {
    github.close();
  }
}
