package dev.ghsync.sync;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Validator;
import dev.ghsync.model.item.Repository;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.Repos;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * Finds out which repository is behind the name, and stores what GitHub says of it: the phase
 * {@code metadata}. A repository is its GitHub id: a new name is followed, another id under the old
 * name ends the run before anything is written.
 */
final class MetadataPhase {
  static final String SLOT = "metadata";

  private final Store store;
  private final GitHub github;
  private final URI apiUrl;
  private final boolean full;
  private final Clock clock;

  MetadataPhase(Store store, GitHub github, URI apiUrl, boolean full, Clock clock) {
    this.store = store;
    this.github = github;
    this.apiUrl = apiUrl;
    this.full = full;
    this.clock = clock;
  }

  /**
   * The repository behind the name.
   *
   * @param repo the row that is its own: another than was asked with where only the name was new
   */
  record Identified(long repo, RepoName name, PhaseOutcome outcome) {}

  Result<Identified> run(Repos.RepoRow asked) {
    Endpoint<Repository> endpoint = new Endpoints(apiUrl, asked.name()).repository();
    Optional<Validator> known =
        full ? Optional.empty() : store.read(s -> s.validators().find(asked.id(), SLOT));
    return github
        .fetch(endpoint, known)
        .flatMap(
            answer -> {
              if (answer instanceof Fetched.Page<Repository> fresh) {
                return store.inTransaction(s -> store(s, asked, fresh));
              }
              if (answer instanceof Fetched.NotModified<Repository>) {
                return Result.ok(
                    new Identified(asked.id(), asked.name(), PhaseOutcome.done(Counts.NONE)));
              }
              return Result.failed(refusal(asked.name(), answer));
            });
  }

  private Result<Identified> store(Session s, Repos.RepoRow asked, Fetched.Page<Repository> fresh) {
    Repository repository = fresh.value();
    if (asked.githubId().isPresent() && asked.githubId().getAsLong() != repository.githubId()) {
      return Result.failed(
          FailureCode.REPO_REPLACED,
          "%s is now another repository (id %d) than the one in the database (id %d); nothing was changed: name another database with --db"
              .formatted(asked.name(), repository.githubId(), asked.githubId().getAsLong()));
    }
    long row =
        s.repos()
            .find(asked.host(), repository.githubId())
            .map(Repos.RepoRow::id)
            .orElse(asked.id());
    boolean isNew = asked.githubId().isEmpty() && row == asked.id();
    if (isNew) {
      s.repos().adopt(row, repository.githubId());
    }
    boolean changed = s.repos().update(row, repository, clock.instant());
    s.repos().setHead(row);
    s.validators().save(row, SLOT, fresh.validator());
    Counts counts = isNew ? new Counts(1, 0, 0) : new Counts(0, changed ? 1 : 0, 0);
    return Result.ok(new Identified(row, repository.fullName(), PhaseOutcome.done(counts)));
  }

  private Failure refusal(RepoName name, Fetched<Repository> answer) {
    if (answer instanceof Fetched.Forbidden<Repository> forbidden) {
      return Failure.of(
          FailureCode.FORBIDDEN,
          "%s may not read %s: %s".formatted(github.tokenName(), name, forbidden.why()));
    }
    return Failure.of(
        FailureCode.REPO_NOT_FOUND,
        "there is no repository %s, or %s may not see it; check the name, and for a private repository the token's access"
            .formatted(name, github.tokenName()));
  }
}
