package dev.ghsync.sync.object;

import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.TreeListing;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.sync.SyncContext;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sizes of blobs in bytes, from GraphQL, or from REST's listings of trees. Thread-safe. */
final class BlobSizes {
  /** How many sizes of small blobs are kept. Those of large ones always are. */
  private static final int MOST = 50_000;

  /** GitHub ends a query after 10 seconds. */
  private static final int IN_ONE_QUERY = 250;

  private final SyncContext context;
  private final GitHub github;
  private final Map<ObjectId, Long> sizes = new ConcurrentHashMap<>();

  BlobSizes(SyncContext context, GitHub github) {
    this.context = context;
    this.github = github;
  }

  /** Returns a blob's size; empty if no tree with it was listed. */
  OptionalLong find(ObjectId blob) {
    Long size = sizes.get(blob);
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }

  void add(TreeListing listing) {
    long largest = context.settings().objects().maxBlobSize();
    for (TreeListing.Item item : listing.items()) {
      long size = item.size().orElse(-1);
      if (size > largest || (size >= 0 && sizes.size() < MOST)) {
        sizes.put(item.id(), size);
      }
    }
  }

  /**
   * Fetches the sizes of these blobs by GraphQL, and those that it does not show by listings of
   * root trees.
   *
   * @param roots those of the newest commits first
   * @return the last failure; the other sizes are known in spite of it
   */
  Optional<Failure> fetch(Collection<ObjectId> blobs, Collection<ObjectId> roots) {
    Set<ObjectId> unknown = new LinkedHashSet<>(blobs);
    unknown.removeIf(blob -> find(blob).isPresent());
    fetchByGraphQl(List.copyOf(unknown));
    unknown.removeIf(blob -> find(blob).isPresent());
    Optional<Failure> failure = Optional.empty();
    for (ObjectId root : roots) {
      if (unknown.isEmpty()) {
        break;
      }
      Result<TreeListing> listing = list(root, true);
      if (listing instanceof Result.Failed<TreeListing> failed) {
        failure = Optional.of(failed.failure());
      }
      unknown.removeIf(blob -> find(blob).isPresent());
    }
    return failure;
  }

  /** Fetches sizes until GraphQL fails; listings of trees then show the others. */
  private void fetchByGraphQl(List<ObjectId> blobs) {
    for (int from = 0; from < blobs.size(); from += IN_ONE_QUERY) {
      List<ObjectId> some = blobs.subList(from, Math.min(blobs.size(), from + IN_ONE_QUERY));
      Map<ObjectId, Long> found =
          github.blobSizes(context.name(), some).fold(answer -> answer, failure -> Map.of());
      if (found.isEmpty()) {
        return;
      }
      sizes.putAll(found);
    }
  }

  /** Fetches the listing of a tree and adds its sizes. */
  Result<TreeListing> list(ObjectId tree, boolean recursive) {
    Result<TreeListing> listing =
        RestSource.page(github.fetch(context.endpoints().tree(tree, recursive)), "tree " + tree)
            .map(Fetched.Page::value);
    if (listing instanceof Result.Ok<TreeListing> ok) {
      add(ok.value());
    }
    return listing;
  }
}
