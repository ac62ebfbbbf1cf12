package dev.ghsync.objects.export;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import java.util.Optional;

/** Finds the tree behind a commit, a tag object or a tree. */
final class TarSources {
  private final Reads db;
  private final long repo;
  private final ObjectReader reader;

  TarSources(Reads db, long repo, ObjectReader reader) {
    this.db = db;
    this.repo = repo;
    this.reader = reader;
  }

  /**
   * Returns the source that an object names.
   *
   * @throws ExportException if it is not stored, or names a file
   */
  TarExport.Source of(ObjectId named) {
    ObjectId id = named;
    while (true) {
      Optional<Commit> commit = db.commits().find(repo, id);
      if (commit.isPresent()) {
        long time = commit.get().committer().at().getEpochSecond();
        return new TarExport.Source(commit.get().tree(), Optional.of(id), time);
      }
      ObjectId next = id;
      RawObject object =
          reader
              .read(id)
              .orElseThrow(() -> new ExportException("object " + next + " is not stored"));
      if (object.type() != ObjectType.TAG) {
        return tree(id, object);
      }
      id = GitObjects.parseTag(id, object.content()).target();
    }
  }

  private static TarExport.Source tree(ObjectId id, RawObject object) {
    if (object.type() != ObjectType.TREE) {
      throw new ExportException(
          "object " + id + " is a single file; print it with 'ghsync show', a tar needs a folder");
    }
    return new TarExport.Source(id, Optional.empty(), 0);
  }
}
