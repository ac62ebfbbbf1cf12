package dev.ghsync.sync;

import dev.ghsync.git.GitRemote;
import dev.ghsync.github.Endpoints;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.item.Repository;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.state.StreamStates;
import java.time.Instant;
import java.util.Optional;

/**
 * The means to compare one repository's streams with GitHub.
 *
 * @param comparison the database
 * @param repo {@code repos.id}
 * @param repository the repository as GitHub shows it
 */
public record VerifyContext(
    GitHub github,
    GitRemote git,
    Endpoints endpoints,
    Comparison comparison,
    long repo,
    Repository repository) {

  /** The time from which on the stream was read; empty: all of it was. */
  public Optional<Instant> depth(StreamName name) {
    return comparison
        .read(s -> s.streams().find(repo, name.text()))
        .flatMap(StreamStates.StreamState::depth);
  }

  /** The note of a stream that is empty because issues are switched off. */
  public Optional<String> issuesOff() {
    return repository.hasIssues()
        ? Optional.empty()
        : Optional.of("issues are switched off in this repository");
  }

  /** The note of a stream that is empty because pull requests are switched off. */
  public Optional<String> pullsOff() {
    return repository.hasPulls()
        ? Optional.empty()
        : Optional.of("pull requests are switched off in this repository");
  }
}
