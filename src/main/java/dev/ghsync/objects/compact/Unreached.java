package dev.ghsync.objects.compact;

import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.objects.Reachability;
import dev.ghsync.objects.compact.CompactionReport.Pruned;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.PruneRows;
import dev.ghsync.store.git.PruneRows.Form;
import dev.ghsync.store.git.PruneRows.Owned;
import dev.ghsync.store.state.Repos.RepoRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * The stored objects that no ref and no head of a pull request reaches. A tree or blob counts as
 * reached if any repository in the file reaches it; a commit or tag belongs to each repository that
 * has it.
 *
 * <p>Memory: about 30 bytes for each object that is reached, 60 for each commit that is not.
 */
final class Unreached {
  private final List<OfRepo> owned = new ArrayList<>();
  private final BitSet packedTrees = new BitSet();
  private final BitSet packedOthers = new BitSet();
  private final BitSet unfoldedTrees = new BitSet();
  private final BitSet otherBlobs = new BitSet();
  private long blobs;

  private final List<ObjectId> absent = new ArrayList<>();

  private Unreached() {}

  /** The commits and tags of one repository. */
  record OfRepo(long repo, List<ObjectId> commits, List<ObjectId> tags) {}

  /**
   * Finds the objects that no ref of any repository has reached since then.
   *
   * @param db outside of a transaction that writes
   */
  static Unreached find(Reads db, Instant since) {
    Unreached found = new Unreached();
    IdSet reached = new IdSet();
    IdSet missing = new IdSet();
    for (RepoRow repo : db.repos().list()) {
      found.owned.add(ofRepo(db, repo.id(), since, new Walk(reached, missing)));
    }
    db.prune().forEachAbsent(id -> addIfNew(id, missing, found.absent));
    found.addAllBut(db, reached, Long.MAX_VALUE);
    return found;
  }

  /**
   * Finds the trees, blobs and packed tags that only these repositories need. The others need what
   * any of their commits, tags and refs reaches, and what an unfinished pack of theirs may have
   * brought.
   *
   * @param db outside of a transaction that writes
   */
  static Unreached findWithout(Reads db, Set<Long> forgotten) {
    Unreached found = new Unreached();
    IdSet reached = new IdSet();
    long firstUnfinished = Long.MAX_VALUE;
    for (RepoRow repo : db.repos().list()) {
      if (!forgotten.contains(repo.id())) {
        Walk walk = new Walk(reached, new IdSet());
        Reachability.walk(db, repo.id(), db.prune().allRoots(repo.id()), true, walk);
        firstUnfinished =
            Math.min(firstUnfinished, db.absent().findUnfinished(repo.id()).orElse(Long.MAX_VALUE));
      }
    }
    found.addAllBut(db, reached, firstUnfinished);
    return found;
  }

  private void addAllBut(Reads db, IdSet reached, long firstUnfinished) {
    for (Form form : Form.values()) {
      db.prune()
          .forEach(
              form,
              object -> {
                boolean mayBeNeeded = form == Form.PACKED && object.row() >= firstUnfinished;
                if (!mayBeNeeded && !reached.contains(object.id())) {
                  add(form, object);
                }
              });
    }
  }

  private static OfRepo ofRepo(Reads db, long repo, Instant since, Walk walk) {
    Reachability.walk(db, repo, db.prune().roots(repo, since), true, walk);
    OfRepo found = new OfRepo(repo, new ArrayList<>(), new ArrayList<>());
    db.prune().forEach(Owned.COMMITS, repo, id -> addIfNew(id, walk.own, found.commits()));
    db.prune().forEach(Owned.TAGS, repo, id -> addIfNew(id, walk.own, found.tags()));
    return found;
  }

  private static void addIfNew(ObjectId id, IdSet known, List<ObjectId> to) {
    if (!known.contains(id)) {
      to.add(id);
    }
  }

  private void add(Form form, PruneRows.StoredRow object) {
    BitSet rows =
        switch (form) {
          case PACKED -> object.type() == ObjectType.TREE ? packedTrees : packedOthers;
          case TREE -> unfoldedTrees;
          case BLOB -> otherBlobs;
        };
    rows.set(Math.toIntExact(object.row()));
    blobs += object.type() == ObjectType.BLOB ? 1 : 0;
  }

  /** Sorts what one repository reaches into what belongs to it and what all share. */
  private static final class Walk implements Reachability.Visitor {
    private final IdSet own = new IdSet();
    private final IdSet reached;
    private final IdSet missing;

    Walk(IdSet reached, IdSet missing) {
      this.reached = reached;
      this.missing = missing;
    }

    @Override
    public void reached(ObjectId id, ObjectType type, long row) {
      if (type == ObjectType.COMMIT || type == ObjectType.TAG) {
        own.add(id);
      }
      if (type != ObjectType.COMMIT) {
        reached.add(id);
      }
    }

    @Override
    public void missing(ObjectId id, ObjectType type) {
      missing.add(id);
    }

    @Override
    public void leftOut(ObjectId id, long size) {
      reached.add(id);
    }
  }

  /** Returns the commits and tags of each repository. */
  List<OfRepo> owned() {
    return owned;
  }

  /** Returns the numbers of packed trees. */
  BitSet packedTrees() {
    return packedTrees;
  }

  /** Returns the numbers of packed blobs and tags. */
  BitSet packedOthers() {
    return packedOthers;
  }

  /** Returns the numbers of trees that are not packed. */
  BitSet unfoldedTrees() {
    return unfoldedTrees;
  }

  /** Returns the numbers of blobs that are not packed. */
  BitSet otherBlobs() {
    return otherBlobs;
  }

  /** Returns what is listed as absent and not named any more. */
  List<ObjectId> absent() {
    return absent;
  }

  Pruned counts() {
    long commits = owned.stream().mapToLong(repo -> repo.commits().size()).sum();
    long tags = owned.stream().mapToLong(repo -> repo.tags().size()).sum();
    long trees = (long) packedTrees.cardinality() + unfoldedTrees.cardinality();
    return new Pruned(commits, tags, trees, blobs);
  }
}
