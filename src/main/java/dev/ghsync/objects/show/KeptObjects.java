package dev.ghsync.objects.show;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectHeader;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.objects.Absence;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import java.util.Optional;

/**
 * The objects of one repository as far as they can be read, including those of which REST did not
 * deliver the exact bytes. It can be used only within the work on the store to which its {@link
 * Reads} belong.
 */
public final class KeptObjects {
  private final Reads db;
  private final long repo;
  private final ObjectReader reader;

  public KeptObjects(Reads db, long repo, ObjectReader reader) {
    this.db = db;
    this.repo = repo;
    this.reader = reader;
  }

  /** Finds the type of an object that can be read. */
  Optional<ObjectType> type(ObjectId id) {
    return reader
        .find(id)
        .map(ObjectHeader::type)
        .or(
            () ->
                reader.absence(id) instanceof Absence.Incomplete incomplete
                    ? Optional.of(incomplete.type())
                    : Optional.empty());
  }

  /** Returns why an object cannot be read. */
  Absence absence(ObjectId id) {
    return reader.absence(id);
  }

  /**
   * Reads the exact bytes of an object, and checks that they have its id. Its content, the base of
   * its delta and the compressed data are in memory together: for a file about three times {@code
   * --max-blob-size}, for a folder at most half of the heap.
   *
   * @return empty if the exact bytes are not known
   * @throws GitFormatException if the data is damaged
   */
  public Optional<RawObject> read(ObjectId id) {
    Optional<RawObject> found = reader.read(id);
    found.ifPresent(
        object ->
            GitFormatException.require(
                GitObjects.id(object.type(), object.content()).equals(id),
                "its content does not have its id"));
    return found;
  }

  public Optional<Commit> commit(ObjectId id) {
    return db.commits().find(repo, id);
  }

  /** Finds a tag object, which may be only packed. */
  public Optional<AnnotatedTag> tag(ObjectId id) {
    return db.tags()
        .find(repo, id)
        .or(() -> exact(id, ObjectType.TAG).map(content -> GitObjects.parseTag(id, content)));
  }

  /** Finds the content of a tree: its exact bytes, else those that its entries make. */
  public Optional<byte[]> tree(ObjectId id) {
    return exact(id, ObjectType.TREE).or(() -> db.trees().find(id).map(GitObjects::write));
  }

  private Optional<byte[]> exact(ObjectId id, ObjectType type) {
    return read(id).filter(object -> object.type() == type).map(RawObject::content);
  }
}
