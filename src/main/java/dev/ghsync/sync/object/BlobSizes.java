package dev.ghsync.sync.object;

import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.TreeListing;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.sync.SyncContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The sizes of blobs in bytes: by GraphQL for some hundred blobs a request, and from REST's
 * listings of trees if GraphQL does not show them. Thread-safe.
 */
final class BlobSizes {
  /** GitHub ends a query after 10 seconds. */
  static final int IN_ONE_QUERY = 250;

  /** How many sizes of small blobs are kept. Those of large ones always are. */
  private static final int MOST = 50_000;

  private static final int FOLDER = 0040000;

  /** Failures that need not concern all requests. After one of GraphQL, REST may show the same. */
  private static final Set<FailureCode> FOR_REST =
      EnumSet.of(
          FailureCode.FORBIDDEN,
          FailureCode.SSO_REQUIRED,
          FailureCode.REPO_NOT_FOUND,
          FailureCode.SERVER_ERROR,
          FailureCode.BAD_RESPONSE);

  private final SyncContext context;
  private final GitHub github;
  private final boolean sendsRequests;
  private final Map<ObjectId, Long> sizes = new ConcurrentHashMap<>();

  /** Trees whose listing was requested, with everything below them. */
  private final Set<ObjectId> listed = ConcurrentHashMap.newKeySet();

  BlobSizes(SyncContext context, GitHub github) {
    this(context, github, true);
  }

  private BlobSizes(SyncContext context, GitHub github, boolean sendsRequests) {
    this.context = context;
    this.github = github;
    this.sendsRequests = sendsRequests;
  }

  /** Returns an instance for a repository whose sizes neither GraphQL nor REST shows. */
  static BlobSizes none(SyncContext context, GitHub github) {
    return new BlobSizes(context, github, false);
  }

  /** Returns a blob's size; empty if it was not fetched. */
  OptionalLong find(ObjectId blob) {
    Long size = sizes.get(blob);
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }

  /**
   * Fetches the sizes of blobs that are not known.
   *
   * @param roots trees below which the blobs are, newest first. They are listed only if GraphQL
   *     does not show all sizes, and only until all are known
   * @param large receives the blobs that are too large, without content, after each response
   * @return why some sizes stay unknown, or a failure that ends the run
   */
  Result<Optional<Failure>> fetch(
      Collection<ObjectId> blobs, Collection<ObjectId> roots, Consumer<List<Blob>> large) {
    Search search = new Search(blobs, large);
    return sendsRequests ? search.run(roots) : Result.ok(Optional.empty());
  }

  /** Fetches the listing of a tree and adds its sizes. */
  Result<TreeListing> list(ObjectId tree, boolean recursive) {
    Result<TreeListing> listing =
        RestSource.page(github.fetch(context.endpoints().tree(tree, recursive)), "tree " + tree)
            .map(Fetched.Page::value);
    if (listing instanceof Result.Ok<TreeListing> ok) {
      ok.value().items().forEach(item -> item.size().ifPresent(size -> add(item.id(), size)));
    }
    return listing;
  }

  private void add(ObjectId blob, long size) {
    if (isLarge(size) || sizes.size() < MOST) {
      sizes.put(blob, size);
    }
  }

  private boolean isLarge(long size) {
    return size > context.settings().objects().maxBlobSize();
  }

  private boolean isForRest(Failure failure) {
    return FOR_REST.contains(failure.code()) || github.isGraphqlSpent();
  }

  /** The requests for the sizes of some blobs. */
  private final class Search {
    private final Set<ObjectId> unknown = ConcurrentHashMap.newKeySet();
    private final Consumer<List<Blob>> large;

    Search(Collection<ObjectId> blobs, Consumer<List<Blob>> large) {
      this.large = large;
      unknown.addAll(blobs);
      Map<ObjectId, Long> known = new HashMap<>();
      for (ObjectId blob : blobs) {
        find(blob).ifPresent(size -> known.put(blob, size));
      }
      found(known);
    }

    Result<Optional<Failure>> run(Collection<ObjectId> roots) {
      Optional<Failure> failure = query(List.copyOf(unknown));
      return failure.isPresent() && !isForRest(failure.get())
          ? Result.failed(failure.get())
          : list(roots);
    }

    private Optional<Failure> query(List<ObjectId> blobs) {
      return context.inParallel(Batches.of(blobs, IN_ONE_QUERY), this::queryBatch);
    }

    private Optional<Failure> queryBatch(List<ObjectId> blobs) {
      if (github.graphqlRefused()) {
        return Optional.empty();
      }
      Result<Map<ObjectId, Long>> shown = github.blobSizes(context.name(), blobs);
      if (shown instanceof Result.Failed<Map<ObjectId, Long>> failed) {
        return Optional.of(failed.failure());
      }
      Map<ObjectId, Long> found = ((Result.Ok<Map<ObjectId, Long>>) shown).value();
      found.forEach(BlobSizes.this::add);
      found(found);
      return Optional.empty();
    }

    /** Lists trees until all sizes are known. */
    private Result<Optional<Failure>> list(Collection<ObjectId> roots) {
      Optional<Failure> failure = Optional.empty();
      Deque<ObjectId> trees = new ArrayDeque<>(roots);
      while (!unknown.isEmpty() && !trees.isEmpty()) {
        ObjectId tree = trees.remove();
        if (!listed.add(tree)) {
          continue;
        }
        Result<TreeListing> listing = BlobSizes.this.list(tree, true);
        if (listing instanceof Result.Ok<TreeListing> ok) {
          Map<ObjectId, Long> found = new HashMap<>();
          for (TreeListing.Item item : ok.value().items()) {
            item.size().ifPresent(size -> found.put(item.id(), size));
          }
          found(found);
          folders(ok.value()).forEach(trees::addFirst);
        } else {
          Failure failed = ((Result.Failed<TreeListing>) listing).failure();
          if (!FOR_REST.contains(failed.code())) {
            return Result.failed(failed);
          }
          failure = Optional.of(failed);
        }
      }
      return Result.ok(unknown.isEmpty() ? Optional.empty() : failure);
    }

    /** Passes on the blobs that are too large among those that are sought. */
    private void found(Map<ObjectId, Long> shown) {
      List<Blob> tooLarge = new ArrayList<>();
      shown.forEach(
          (blob, size) -> {
            if (unknown.remove(blob) && isLarge(size)) {
              tooLarge.add(new Blob(blob, size, null));
            }
          });
      if (!tooLarge.isEmpty()) {
        large.accept(tooLarge);
      }
    }

    /** Returns the folders whose own listings complete a listing that was cut short. */
    private List<ObjectId> folders(TreeListing listing) {
      return listing.truncated()
          ? BlobSizes.this
              .list(listing.id(), false)
              .fold(TreeListing::items, failure -> List.<TreeListing.Item>of())
              .stream()
              .filter(item -> item.mode() == FOLDER)
              .map(TreeListing.Item::id)
              .toList()
          : List.of();
    }
  }
}
