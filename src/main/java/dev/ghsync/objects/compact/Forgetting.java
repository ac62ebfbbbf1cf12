package dev.ghsync.objects.compact;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.Repos.RepoRow;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Removes a repository with all of its rows, and the git objects that no other repository of the
 * file needs. Objects that others reach stay, as do all of their rows.
 *
 * <p>The rows are removed in short transactions. The places of what was read are removed first, so
 * that a sync after an interruption begins anew, and the repository's own row last, so that another
 * run of this continues. No sync runs in the file meanwhile.
 */
public final class Forgetting {
  /** They say what stored objects lack, and are needed until those are removed. */
  private static final Set<String> KEPT_LONGEST =
      Set.of("absent_objects", "unfinished_packs", "repo_states");

  private final Store store;
  private final RepoRow repo;
  private final int atOnce;
  private final Progress progress;

  public Forgetting(Store store, RepoRow repo, Steps steps) {
    this(store, repo, steps, Pruning.ROWS);
  }

  /**
   * Creates a removal.
   *
   * @param atOnce how many rows a transaction removes
   */
  Forgetting(Store store, RepoRow repo, Steps steps, int atOnce) {
    this.store = store;
    this.repo = repo;
    this.atOnce = atOnce;
    this.progress = new Progress(steps);
  }

  /** Ends {@link #run} after the next transaction; called from any thread. */
  public void interrupt() {
    progress.interrupt();
  }

  /**
   * Runs.
   *
   * @return the number of git objects that were removed; a failure if a sync runs in the file
   */
  public Result<Long> run() {
    return OwnRepos.lock(store).flatMap(this::run);
  }

  private Result<Long> run(OwnRepos repos) {
    try (repos) {
      List<Long> own = store.read(db -> db.owned().listWithWikis(repo.id()));
      store.write(s -> own.forEach(s.owned()::removePlaces));
      long rows = 0;
      for (String table : store.read(db -> db.owned().tables())) {
        for (long id : KEPT_LONGEST.contains(table) ? List.<Long>of() : own) {
          rows = remove(table, id, rows);
        }
      }
      long objects = sweep(repos, Set.copyOf(own));
      for (long id : own) {
        rows = remove("absent_objects", id, rows);
      }
      String scope = repo.name().toString().toLowerCase(Locale.ROOT);
      store.write(s -> s.owned().removeRepository(repo.host(), scope, repo.id()));
      return Result.ok(objects);
    } catch (OwnRepos.OtherRepoException e) {
      return Result.failed(FailureCode.LOCKED, String.valueOf(e.getMessage()));
    } catch (Progress.StoppedException e) {
      return Result.failed(Failure.STOPPED);
    }
  }

  private long remove(String table, long id, long before) {
    long rows = before;
    int removed = atOnce;
    while (removed == atOnce) {
      removed = store.inTransaction(s -> s.owned().remove(table, id, atOnce));
      rows += removed;
      progress.report("rows", rows, 0);
      progress.check();
    }
    return rows;
  }

  private long sweep(OwnRepos repos, Set<Long> own) {
    Unreached unneeded = store.read(db -> Unreached.findWithout(db, own));
    new Pruning(store, repos, progress, atOnce).removeObjects(unneeded);
    return unneeded.counts().all();
  }
}
