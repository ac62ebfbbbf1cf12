package dev.ghsync.sync.objects;

import dev.ghsync.model.AnnotatedTag;
import dev.ghsync.model.Blob;
import dev.ghsync.model.Commit;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Tree;
import dev.ghsync.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * Gathers objects and stores them in transactions of some ten thousand rows or some megabytes,
 * whichever comes first. Whatever of it a kill leaves is of use: what is missing is derived anew.
 */
final class ObjectWriter {
  private static final int ROWS = 10_000;
  private static final long BYTES = 8_000_000;

  private final Store store;
  private final long repo;
  private final BiConsumer<Long, OptionalLong> progress;

  private final List<Commit> commits = new ArrayList<>();
  private final List<AnnotatedTag> tags = new ArrayList<>();
  private final List<Tree> trees = new ArrayList<>();
  private final List<Blob> blobs = new ArrayList<>();
  private long rows;
  private long bytes;
  private long objects;

  /**
   * A writer.
   *
   * @param progress hears how many objects were stored so far
   */
  ObjectWriter(Store store, long repo, BiConsumer<Long, OptionalLong> progress) {
    this.store = store;
    this.repo = repo;
    this.progress = progress;
  }

  synchronized void commit(Commit commit) {
    commits.add(commit);
    added(2, 500);
  }

  synchronized void tag(AnnotatedTag tag) {
    tags.add(tag);
    added(1, 500);
  }

  synchronized void tree(Tree tree) {
    trees.add(tree);
    added(1 + tree.entries().size(), 100L * tree.entries().size());
  }

  synchronized void blob(Blob blob) {
    blobs.add(blob);
    byte[] content = blob.content();
    added(1, 100L + (content == null ? 0 : content.length));
  }

  private void added(long moreRows, long moreBytes) {
    rows += moreRows;
    bytes += moreBytes;
    objects++;
    if (rows >= ROWS || bytes >= BYTES) {
      flush();
    }
  }

  /** Stores what has been gathered. */
  synchronized void flush() {
    if (rows == 0) {
      return;
    }
    store.write(
        s -> {
          s.commits().insert(repo, commits);
          s.tags().insert(repo, tags);
          s.trees().insert(trees);
          s.blobs().insert(blobs);
        });
    commits.clear();
    tags.clear();
    trees.clear();
    blobs.clear();
    rows = 0;
    bytes = 0;
    progress.accept(objects, OptionalLong.empty());
  }

  /** How many objects were handed over. */
  synchronized long objects() {
    return objects;
  }

  /** What that means for the report: objects that are here do not change. */
  synchronized Counts counts() {
    return new Counts(objects, 0, 0);
  }
}
