package dev.ghsync.sync;

import dev.ghsync.git.GitRemote;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.ApiCall;
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
    Connection connect(Consumer<ApiCall> exchanges, BiConsumer<Instant, String> waiting);
  }

  /** From any thread: nothing more is asked, and what is under way ends. */
  void stop() {
    github.stop();
    git.stop();
  }

  @Override
  public void close() {
    github.close();
  }
}
