package dev.ghsync.objects;

import dev.ghsync.git.object.TreeCursor;
import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.git.ObjectGraph.BlobRow;
import dev.ghsync.store.git.ObjectGraph.CommitTree;
import dev.ghsync.store.git.ObjectGraph.Numbered;
import dev.ghsync.store.git.ObjectGraph.TagTarget;
import dev.ghsync.store.git.ObjectGraph.Typed;
import dev.ghsync.store.git.PackedObjects.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks over the stored objects that roots reach, in one repository: commits and their parents,
 * trees, blobs, and the targets of tag objects. Each object is passed on once. Submodules are not
 * followed.
 *
 * <p>The walk is iterative. Trees are read one level of folders after the other, and within a level
 * in the order in which they are stored, so that the bases of deltas are still in the cache of the
 * {@link ObjectReader}. Memory: about 30 bytes an object, 16 bytes more for a tree of the level at
 * hand, and that cache. SQLite keeps the ids of the commits in a temporary table.
 */
public final class Reachability {
  private static final int BATCH = 2000;

  private final Reads db;
  private final long repo;
  private final Visitor visitor;
  private final ObjectReader reader;
  private final IdSet seen = new IdSet();
  private final List<ObjectId> newTrees = new ArrayList<>();
  private final List<ObjectId> newBlobs = new ArrayList<>();
  private RowList packedTrees = new RowList();
  private RowList unfoldedTrees = new RowList();

  /** Receives the objects of a walk, in no particular order. */
  public interface Visitor {
    /**
     * An object is reached and stored.
     *
     * @param row its number in {@code packed_objects}; 0 if it is only stored in another table
     */
    void reached(ObjectId id, ObjectType type, long row);

    /**
     * A root or a reached object names this one, which is not stored.
     *
     * @param type as the object that names it says; {@code commit} for a root
     */
    default void missing(ObjectId id, ObjectType type) {}

    /**
     * A blob is reached of which only the size is stored.
     *
     * @param size in bytes
     */
    default void leftOut(ObjectId id, long size) {}
  }

  private Reachability(Reads db, long repo, Visitor visitor, ObjectReader reader) {
    this.db = db;
    this.repo = repo;
    this.visitor = visitor;
    this.reader = reader;
  }

  /**
   * Passes on what the roots reach. The visitor may query the database.
   *
   * @param roots objects of any type
   * @param history whether the parents of commits are reached too
   * @throws IllegalStateException within a transaction that writes
   * @throws dev.ghsync.git.object.GitFormatException if a stored tree is damaged
   */
  public static void walk(
      Reads db, long repo, Collection<ObjectId> roots, boolean history, Visitor visitor) {
    if (db instanceof Session) {
      throw new IllegalStateException("a long walk within a transaction that writes");
    }
    try (ObjectReader reader = new ObjectReader(db)) {
      Reachability walk = new Reachability(db, repo, visitor, reader);
      walk.walkCommits(walk.findCommits(roots), history);
      walk.walkTrees();
    }
  }

  // ------------------------------------------------------------------ roots and commits

  /** Sorts the roots by type, follows tag objects, and returns the commits. */
  private List<ObjectId> findCommits(Collection<ObjectId> roots) {
    List<ObjectId> commits = new ArrayList<>();
    Map<ObjectId, ObjectType> named = new HashMap<>();
    roots.forEach(id -> named.put(id, ObjectType.COMMIT));
    while (!named.isEmpty()) {
      List<ObjectId> tags = new ArrayList<>();
      for (Typed root : db.graph().types(repo, named.keySet())) {
        ObjectType type = root.type().orElse(named.getOrDefault(root.id(), ObjectType.COMMIT));
        if (root.type().isEmpty()) {
          missing(root.id(), type);
        } else if (type == ObjectType.COMMIT) {
          commits.add(root.id());
        } else if (seen.add(root.id())) {
          (type == ObjectType.TAG ? tags : type == ObjectType.TREE ? newTrees : newBlobs)
              .add(root.id());
        }
      }
      reachedTags(tags);
      named.clear();
      for (TagTarget tag : db.graph().tagTargets(repo, tags)) {
        named.put(tag.target(), tag.type());
      }
    }
    return commits;
  }

  private void reachedTags(List<ObjectId> tags) {
    Map<ObjectId, Long> rows = new HashMap<>();
    db.graph().packed(tags).forEach(tag -> rows.put(tag.id(), tag.row()));
    tags.forEach(tag -> visitor.reached(tag, ObjectType.TAG, rows.getOrDefault(tag, 0L)));
  }

  private void walkCommits(List<ObjectId> commits, boolean history) {
    db.graph()
        .commits(
            repo,
            commits,
            history,
            commit -> {
              if (seen.add(commit.id())) {
                reached(commit);
              }
            });
  }

  private void reached(CommitTree commit) {
    if (commit.tree().isEmpty()) {
      visitor.missing(commit.id(), ObjectType.COMMIT);
      return;
    }
    visitor.reached(commit.id(), ObjectType.COMMIT, 0);
    ObjectId tree = commit.tree().get();
    if (seen.add(tree)) {
      newTrees.add(tree);
      locateSome();
    }
  }

  // ------------------------------------------------------------------ trees and blobs

  private void walkTrees() {
    locateTrees();
    while (packedTrees.size() + unfoldedTrees.size() > 0) {
      RowList packed = packedTrees;
      RowList unfolded = unfoldedTrees;
      packedTrees = new RowList();
      unfoldedTrees = new RowList();
      packed.forEachBatch(BATCH, rows -> db.packed().forEach(rows, this::readTree));
      unfolded.forEachBatch(
          BATCH, rows -> db.graph().entries(rows, entry -> readEntry(entry.mode(), entry.id())));
      locateTrees();
    }
    locateBlobs();
  }

  private void readTree(Stored tree) {
    if (tree.type() != ObjectType.TREE) {
      return;
    }
    byte[] content = reader.content(tree);
    TreeCursor entries = new TreeCursor(content);
    while (entries.next()) {
      named(entries.type(), content, entries.idAt());
    }
    locateSome();
  }

  private void readEntry(int mode, byte[] id) {
    named(Tree.Entry.type(mode), id, 0);
    locateSome();
  }

  /** A tree names the object whose id is at this place. */
  private void named(ObjectType type, byte[] bytes, int at) {
    if (type == ObjectType.TREE && seen.add(bytes, at)) {
      newTrees.add(ObjectId.of(bytes, at));
    } else if (type == ObjectType.BLOB && seen.add(bytes, at)) {
      newBlobs.add(ObjectId.of(bytes, at));
    }
  }

  private void locateSome() {
    if (newTrees.size() >= BATCH) {
      locateTrees();
    }
    if (newBlobs.size() >= BATCH) {
      locateBlobs();
    }
  }

  private void locateTrees() {
    List<ObjectId> trees = List.copyOf(newTrees);
    newTrees.clear();
    List<ObjectId> others = reachedPacked(trees, ObjectType.TREE, packedTrees);
    if (others.isEmpty()) {
      return;
    }
    Map<ObjectId, Long> unfolded = new HashMap<>();
    db.graph().unfolded(others).forEach(tree -> unfolded.put(tree.id(), tree.row()));
    for (ObjectId tree : others) {
      Long row = unfolded.get(tree);
      if (row == null) {
        visitor.missing(tree, ObjectType.TREE);
      } else {
        visitor.reached(tree, ObjectType.TREE, 0);
        unfoldedTrees.add(row);
      }
    }
  }

  private void locateBlobs() {
    List<ObjectId> blobs = List.copyOf(newBlobs);
    newBlobs.clear();
    List<ObjectId> others = reachedPacked(blobs, ObjectType.BLOB, new RowList());
    if (others.isEmpty()) {
      return;
    }
    Map<ObjectId, BlobRow> known = new HashMap<>();
    db.graph().blobs(others).forEach(blob -> known.put(blob.id(), blob));
    for (ObjectId blob : others) {
      BlobRow row = known.get(blob);
      if (row != null && row.omitted().isEmpty()) {
        visitor.reached(blob, ObjectType.BLOB, 0);
      } else if (row != null && row.omitted().get().equals("too-large")) {
        visitor.leftOut(blob, row.size());
      } else {
        visitor.missing(blob, ObjectType.BLOB);
      }
    }
  }

  /** Passes on those of the objects that are packed, and returns the others. */
  private List<ObjectId> reachedPacked(List<ObjectId> ids, ObjectType type, RowList rows) {
    if (ids.isEmpty()) { // for none SQLite would read every row
      return List.of();
    }
    Map<ObjectId, Long> packed = new HashMap<>();
    for (Numbered object : db.graph().packed(ids)) {
      packed.put(object.id(), object.row());
    }
    List<ObjectId> others = new ArrayList<>();
    for (ObjectId id : ids) {
      Long row = packed.get(id);
      if (row == null) {
        others.add(id);
      } else {
        visitor.reached(id, type, row);
        rows.add(row);
      }
    }
    return others;
  }

  private void missing(ObjectId id, ObjectType type) {
    if (seen.add(id)) {
      visitor.missing(id, type);
    }
  }
}
