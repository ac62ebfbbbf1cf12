package dev.ghsync.sync.run;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Validator;
import dev.ghsync.model.item.Repository;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncPhase;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The phase {@code metadata}: finds out which repository is behind the name, and stores what GitHub
 * says of it. A repository is identified by its GitHub id: a new name is followed, and another id
 * under the old name ends the run before anything is written.
 */
final class MetadataPhase implements SyncPhase {
  static final String VALIDATOR = "metadata";

  private final Store store;
  private final GitHub github;
  private final Endpoint<Repository> endpoint;
  private final Repos.RepoRow requested;
  private final boolean full;
  private final Clock clock;
  private Optional<Repos.RepoRow> identified = Optional.empty();

  MetadataPhase(
      Store store,
      GitHub github,
      Endpoint<Repository> endpoint,
      Repos.RepoRow requested,
      boolean full,
      Clock clock) {
    this.store = store;
    this.github = github;
    this.endpoint = endpoint;
    this.requested = requested;
    this.full = full;
    this.clock = clock;
  }

  @Override
  public StreamName name() {
    return StreamName.METADATA;
  }

  /**
   * The row and the name of the repository, once the phase has succeeded. It is another row than
   * the one that was requested where only the name was new to the database.
   */
  Optional<Repos.RepoRow> identified() {
    return identified;
  }

  @Override
  public PhaseOutcome run() {
    Optional<Validator> known = full ? Optional.empty() : store.read(this::validator);
    Fetched<Repository> fetched = github.fetch(endpoint, known);
    if (fetched instanceof Fetched.Page<Repository> page) {
      long githubId = page.value().githubId();
      return requested.githubId().orElse(githubId) == githubId
          ? store.inTransaction(s -> store(s, page))
          : PhaseOutcome.stopped(Counts.NONE, replaced(githubId));
    }
    if (fetched instanceof Fetched.NotModified<Repository>) {
      identified = Optional.of(requested);
      return PhaseOutcome.done(Counts.NONE);
    }
    return PhaseOutcome.stopped(Counts.NONE, refusal(fetched));
  }

  /** None where an earlier version has not stored all that the answer shows. */
  private Optional<Validator> validator(Reads s) {
    return s.repos().isWhole(requested.id())
        ? s.validators().find(requested.id(), VALIDATOR)
        : Optional.empty();
  }

  private PhaseOutcome store(Session s, Fetched.Page<Repository> page) {
    Repository repository = page.value();
    long row =
        s.repos()
            .find(requested.host(), repository.githubId())
            .map(Repos.RepoRow::id)
            .orElse(requested.id());
    boolean isNew = requested.githubId().isEmpty() && row == requested.id();
    if (isNew) {
      s.repos().adopt(row, repository.githubId());
    }
    boolean changed = s.repos().update(row, repository, clock.instant());
    s.repos().setHead(row);
    s.validators().save(row, VALIDATOR, page.validator());
    identified =
        Optional.of(
            new Repos.RepoRow(
                row,
                requested.host(),
                OptionalLong.of(repository.githubId()),
                repository.fullName()));
    return PhaseOutcome.done(isNew ? new Counts(1, 0, 0) : new Counts(0, changed ? 1 : 0, 0));
  }

  private Failure replaced(long githubId) {
    return Failure.of(
        FailureCode.REPO_REPLACED,
        "%s is now another repository (id %d) than the one in the database (id %d); nothing was changed: name another database with --db"
            .formatted(requested.name(), githubId, requested.githubId().orElseThrow()));
  }

  private Failure refusal(Fetched<Repository> fetched) {
    if (fetched instanceof Fetched.Stopped<Repository> stopped) {
      return stopped.failure();
    }
    if (fetched instanceof Fetched.Forbidden<Repository> forbidden) {
      return Failure.of(
          FailureCode.FORBIDDEN,
          "%s may not read %s: %s"
              .formatted(github.tokenName(), requested.name(), forbidden.why()));
    }
    return Failure.of(
        FailureCode.REPO_NOT_FOUND,
        "there is no repository %s, or %s may not see it; check the name, and for a private repository the token's access"
            .formatted(requested.name(), github.tokenName()));
  }
}
