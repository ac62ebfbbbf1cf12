package dev.ghsync.objects.compact;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.objects.compact.CompactionReport.Pruned;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import dev.ghsync.store.git.PruneRows.Form;
import dev.ghsync.store.git.PruneRows.Owned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Removes the objects that no ref has reached since a time. The rows are removed in short
 * transactions, after each of which the database is complete: commits first, then trees before what
 * they name, then files. An object is never removed before the deltas to it. A run that was killed
 * is continued by the next one, which finds what is left.
 */
final class Pruning {
  /** How many objects a transaction removes. */
  static final int ROWS = 2000;

  private final Store store;
  private final OwnRepos repos;
  private final Progress progress;
  private final int atOnce;
  private long removed;

  /**
   * Creates a pruning.
   *
   * @param atOnce how many objects a transaction removes
   */
  Pruning(Store store, OwnRepos repos, Progress progress, int atOnce) {
    this.store = store;
    this.repos = repos;
    this.progress = progress;
    this.atOnce = atOnce;
  }

  /** Returns the reason why it is not known which objects are needed. */
  static Optional<String> obstacle(Reads db) {
    return db.prune()
        .findUnfinished()
        .or(
            () ->
                db.repos().list().stream()
                    .filter(repo -> isIncomplete(db, repo.id()))
                    .map(repo -> repo.name().toString())
                    .findFirst())
        .map(
            name ->
                "the history of %s is not complete, so it is not known what can be pruned; run 'ghsync repo %s' first"
                    .formatted(name, name));
  }

  private static boolean isIncomplete(Reads db, long repo) {
    return db.prune().hasCommits(repo)
        && !(db.missing().named(repo, false).isEmpty()
            && db.missing().parents(repo, false).isEmpty());
  }

  Pruned run(Instant since) {
    progress.report("prune", 0, 0);
    Unreached unreached = store.read(db -> Unreached.find(db, since));
    replaceBases(unreached);
    for (Unreached.OfRepo repo : unreached.owned()) {
      step(0, s -> s.prune().removeTips(repo.repo()));
      removeOwned(repo);
    }
    removeShared(unreached);
    forSome(unreached.absent(), ids -> step(0, s -> s.prune().removeAbsent(ids)));
    return unreached.counts();
  }

  /** Removes trees, blobs and packed tags alone; commits and what is listed as absent stay. */
  void removeObjects(Unreached unreached) {
    replaceBases(unreached);
    removeShared(unreached);
  }

  private void replaceBases(Unreached unreached) {
    BitSet packed = (BitSet) unreached.packedTrees().clone();
    packed.or(unreached.packedOthers());
    new NewBases(store, repos, progress).replace(packed);
  }

  private void removeShared(Unreached unreached) {
    removeTrees(unreached);
    remove(Form.PACKED, unreached.packedOthers());
    remove(Form.BLOB, unreached.otherBlobs());
  }

  private void removeOwned(Unreached.OfRepo repo) {
    forSome(
        repo.commits(),
        ids ->
            step(
                ids.size(),
                s -> {
                  s.prune().remove(Owned.COMMITS, repo.repo(), ids);
                  s.counters().save(repo.repo(), s.counters().count(repo.repo()));
                }));
    forSome(
        repo.tags(), ids -> step(ids.size(), s -> s.prune().remove(Owned.TAGS, repo.repo(), ids)));
  }

  private void removeTrees(Unreached unreached) {
    List<TreeOrder.Piece> pieces =
        store.read(
            db -> TreeOrder.pieces(db, unreached.packedTrees(), unreached.unfoldedTrees(), atOnce));
    for (TreeOrder.Piece piece : pieces) {
      step(
          piece.packed().size() + piece.unfolded().size(),
          s -> {
            s.prune().remove(Form.PACKED, piece.packed());
            s.prune().remove(Form.TREE, piece.unfolded());
          });
    }
  }

  /** Removes the highest numbers first, since a delta has a higher one than its base. */
  private void remove(Form form, BitSet rows) {
    int next = rows.length() - 1;
    while (next >= 0) {
      List<Long> some = new ArrayList<>();
      while (next >= 0 && some.size() < atOnce) {
        some.add((long) next);
        next = rows.previousSetBit(next - 1);
      }
      step(some.size(), s -> s.prune().remove(form, some));
    }
  }

  private void forSome(List<ObjectId> ids, Consumer<List<ObjectId>> consumer) {
    for (int from = 0; from < ids.size(); from += atOnce) {
      consumer.accept(ids.subList(from, Math.min(ids.size(), from + atOnce)));
    }
  }

  /** Executes one transaction. */
  private void step(int rows, Consumer<Session> work) {
    store.write(
        s -> {
          repos.requireNoOther(s);
          work.accept(s);
        });
    removed += rows;
    progress.report("prune", removed, 0);
    progress.check();
  }
}
