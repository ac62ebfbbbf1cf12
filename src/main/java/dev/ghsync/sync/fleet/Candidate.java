package dev.ghsync.sync.fleet;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.ListedRepo;
import dev.ghsync.store.state.Repos.Tracked;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A repository that may be synced.
 *
 * @param database its file
 * @param isKnown whether the database has it
 * @param visibility {@code public}, {@code private} or {@code internal}
 */
public record Candidate(
    Host host,
    RepoName name,
    OptionalLong githubId,
    Path database,
    boolean isKnown,
    boolean archived,
    boolean fork,
    String visibility,
    Optional<Instant> lastSuccessAt,
    Optional<Instant> lastAttemptAt) {

  /** A repository that the database has. */
  public static Candidate of(Tracked repo, Path database) {
    return new Candidate(
        repo.row().host(),
        repo.row().name(),
        repo.row().githubId(),
        database,
        true,
        repo.archived(),
        repo.fork(),
        repo.visibility(),
        repo.lastSuccessAt(),
        repo.lastAttemptAt());
  }

  /** A repository that GitHub has listed. */
  public static Candidate of(ListedRepo repo, Host host, Path database) {
    return new Candidate(
        host,
        repo.name(),
        OptionalLong.of(repo.githubId()),
        database,
        false,
        repo.archived(),
        repo.fork(),
        repo.visibility(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same repository with what GitHub's list says of it. */
  Candidate with(ListedRepo repo) {
    return new Candidate(
        host,
        repo.name(),
        OptionalLong.of(repo.githubId()),
        database,
        isKnown,
        repo.archived(),
        repo.fork(),
        repo.visibility(),
        lastSuccessAt,
        lastAttemptAt);
  }
}
