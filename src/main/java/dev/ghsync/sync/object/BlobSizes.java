package dev.ghsync.sync.object;

import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.TreeListing;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.sync.SyncContext;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The sizes of blobs in bytes, as the directories that hold them tell. For several threads. */
final class BlobSizes {
  /** So many are remembered of blobs that are small; those of large ones always are. */
  private static final int MOST = 50_000;

  private final SyncContext context;
  private final GitHub github;
  private final Map<ObjectId, Long> sizes = new ConcurrentHashMap<>();

  BlobSizes(SyncContext context, GitHub github) {
    this.context = context;
    this.github = github;
  }

  /** What a directory has told; empty where none was asked, or none holds the blob. */
  OptionalLong find(ObjectId blob) {
    Long size = sizes.get(blob);
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }

  void learn(TreeListing listing) {
    long largest = context.settings().objects().maxBlobSize();
    for (TreeListing.Item item : listing.items()) {
      long size = item.size().orElse(-1);
      if (size > largest || (size >= 0 && sizes.size() < MOST)) {
        sizes.put(item.id(), size);
      }
    }
  }

  /**
   * Asks GitHub for directories that hold these blobs.
   *
   * @return the last failure; what could be had is known all the same
   */
  Optional<Failure> ask(Collection<ObjectId> blobs) {
    Map<ObjectId, ObjectId> folders = context.store().read(s -> s.trees().findFolders(blobs));
    Optional<Failure> failure = Optional.empty();
    for (ObjectId folder : new HashSet<>(folders.values())) {
      Result<Fetched.Page<TreeListing>> listing =
          RestSource.page(github.fetch(context.endpoints().tree(folder, false)), "tree " + folder);
      if (listing instanceof Result.Ok<Fetched.Page<TreeListing>> ok) {
        learn(ok.value().value());
      } else if (listing instanceof Result.Failed<Fetched.Page<TreeListing>> failed) {
        failure = Optional.of(failed.failure());
      }
    }
    return failure;
  }
}
