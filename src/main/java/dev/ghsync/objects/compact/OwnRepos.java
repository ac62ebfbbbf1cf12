package dev.ghsync.objects.compact;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.Times;
import dev.ghsync.store.Reads;
import dev.ghsync.store.RepoLock;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.RepoStates;
import dev.ghsync.store.state.Repos.RepoRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The locks of all repositories of a file, so that no sync runs in it. A repository that is added
 * later is not among them: {@link #requireNoOther} must be called in each transaction that removes
 * something.
 */
final class OwnRepos implements AutoCloseable {
  private final List<RepoLock> locks = new ArrayList<>();
  private final Set<Long> ids = new HashSet<>();

  private OwnRepos() {}

  /** Thrown where another repository was added to the file. */
  static final class OtherRepoException extends RuntimeException {
    OtherRepoException(String name) {
      super("a sync of %s began meanwhile; run ghsync compact again after it".formatted(name));
    }
  }

  /** Takes all locks, or fails where a sync runs. */
  static Result<OwnRepos> lock(Store store) {
    OwnRepos own = new OwnRepos();
    for (RepoRow repo : store.read(db -> db.repos().list())) {
      if (!own.take(store, repo)) {
        own.close();
        return Result.failed(locked(store, repo));
      }
    }
    return Result.ok(own);
  }

  private boolean take(Store store, RepoRow repo) {
    ids.add(repo.id());
    return RepoLock.take(store.file(), repo.id()).map(locks::add).orElse(false);
  }

  private static Failure locked(Store store, RepoRow repo) {
    RepoStates.State state = store.read(db -> db.states().find(repo.id()));
    String who =
        state.runningPid().isPresent() ? "process " + state.runningPid().getAsLong() : "a process";
    String since = state.runningSince().map(at -> ", since " + Times.second(at)).orElse("");
    return Failure.of(
        FailureCode.LOCKED,
        "%s uses %s: %s%s; run again when it has ended"
            .formatted(who, store.file(), "sync of " + repo.name(), since));
  }

  /**
   * Returns if no repository was added.
   *
   * @throws OtherRepoException if one was
   */
  void requireNoOther(Reads db) {
    for (RepoRow repo : db.repos().list()) {
      if (!ids.contains(repo.id())) {
        throw new OtherRepoException(repo.name().toString());
      }
    }
  }

  @Override
  public void close() {
    locks.forEach(RepoLock::close);
  }
}
