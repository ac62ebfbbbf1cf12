package dev.ghsync.objects;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PersonIdent;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.store.Reads;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the exact bytes of objects out of rows. Rows that REST delivered may lack something, so an
 * object counts only if its bytes have its id. Contents of blobs are exact in any case.
 */
final class RowObjects {
  private final Reads db;
  private final long repo;

  RowObjects(Reads db, long repo) {
    this.db = db;
    this.repo = repo;
  }

  Optional<RawObject> read(ObjectId id) {
    return commit(id).or(() -> tree(id)).or(() -> tag(id)).or(() -> blob(id));
  }

  /** Returns the type of an object that has a row, exact or not. */
  Optional<ObjectType> type(ObjectId id) {
    if (db.commits().find(repo, id).isPresent()) {
      return Optional.of(ObjectType.COMMIT);
    } else if (db.trees().find(id).isPresent()) {
      return Optional.of(ObjectType.TREE);
    } else if (db.tags().find(repo, id).isPresent()) {
      return Optional.of(ObjectType.TAG);
    }
    return db.blobs().findState(id).map(state -> ObjectType.BLOB);
  }

  /** Returns the exact bytes of those of the commits that are stored exactly. */
  Map<ObjectId, byte[]> commits(Collection<ObjectId> ids) {
    Map<ObjectId, byte[]> contents = new HashMap<>();
    for (Commit commit : db.commits().list(repo, ids)) {
      exact(commit).ifPresent(raw -> contents.put(commit.id(), raw.content()));
    }
    return contents;
  }

  private Optional<RawObject> commit(ObjectId id) {
    return db.commits().find(repo, id).flatMap(RowObjects::exact);
  }

  private static Optional<RawObject> exact(Commit commit) {
    return isExact(commit)
        ? checked(commit.id(), ObjectType.COMMIT, GitObjects.write(commit))
        : Optional.empty();
  }

  private static boolean isExact(Commit commit) {
    return commit.rawHeader() != null
        || (commit.author().zone() != null && commit.committer().zone() != null);
  }

  private Optional<RawObject> tag(ObjectId id) {
    return db.tags()
        .find(repo, id)
        .filter(RowObjects::isExact)
        .flatMap(tag -> checked(id, ObjectType.TAG, GitObjects.write(tag)));
  }

  private static boolean isExact(AnnotatedTag tag) {
    PersonIdent tagger = tag.tagger();
    return tag.rawHeader() != null || tagger == null || tagger.zone() != null;
  }

  private Optional<RawObject> tree(ObjectId id) {
    return db.trees()
        .find(id)
        .flatMap(tree -> checked(id, ObjectType.TREE, GitObjects.write(tree)));
  }

  private Optional<RawObject> blob(ObjectId id) {
    return db.blobs()
        .find(id)
        .map(Blob::content)
        .map(content -> new RawObject(ObjectType.BLOB, content));
  }

  private static Optional<RawObject> checked(ObjectId id, ObjectType type, byte[] content) {
    return GitObjects.id(type, content).equals(id)
        ? Optional.of(new RawObject(type, content))
        : Optional.empty();
  }
}
