package dev.ghsync.sync.object;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.TreeListing;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.git.MissingContent.Extent;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.SyncContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Fetches trees and blobs by REST: a tree with all below it, and raw blobs. */
final class RestContent {
  private static final ObjectId EMPTY_TREE = GitObjects.id(ObjectType.TREE, new byte[0]);

  private static final ObjectId EMPTY_BLOB = GitObjects.id(ObjectType.BLOB, new byte[0]);

  /** How many blobs, each of which cost a request, a killed run may lose. */
  private static final int STORED_AT_ONCE = 25;

  private final SyncContext context;
  private final GitHub github;
  private final BlobSizes sizes;
  private final long largestBlob;
  private final UnreadObjects unread;
  private final DownloadMemory memory = new DownloadMemory();
  private final AtomicInteger fetched = new AtomicInteger();

  /** Stores blobs of more than {@code largestBlob} bytes without their content. */
  RestContent(SyncContext context, GitHub github, UnreadObjects unread, long largestBlob) {
    this.context = context;
    this.github = github;
    this.sizes = new BlobSizes(context, github);
    this.unread = unread;
    this.largestBlob = largestBlob;
  }

  /**
   * Fetches the wanted trees, or the blobs if no tree is wanted. Returns the failure that ended it.
   */
  Optional<Failure> fetch(ObjectSource.Wanted wanted, ObjectWriter writer) {
    List<ObjectId> trees = wanted.content(ObjectType.TREE);
    return trees.isEmpty()
        ? fetchBlobs(wanted.content(ObjectType.BLOB), writer)
        : fetchTrees(trees, writer);
  }

  private Optional<Failure> fetchTrees(List<ObjectId> trees, ObjectWriter writer) {
    Set<ObjectId> stored = new HashSet<>();
    for (ObjectId tree : trees) {
      Optional<Failure> failure =
          stored.contains(tree) ? Optional.empty() : fetchTree(tree, stored, writer);
      if (failure.isPresent() && !unread.add(tree, "tree", failure.get())) {
        return failure;
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> fetchBlobs(List<ObjectId> blobs, ObjectWriter writer) {
    return context.inParallel(blobs, blob -> fetchBlob(blob, writer));
  }

  /**
   * Fetches a tree with all below it. If GitHub cannot list that, fetches the tree alone; the rest
   * is then missing and follows.
   */
  private Optional<Failure> fetchTree(ObjectId id, Set<ObjectId> stored, ObjectWriter writer) {
    if (id.equals(EMPTY_TREE)) {
      writer.tree(new Tree(id, List.of()), true);
      return Optional.empty();
    }
    Result<TreeListing> listing = sizes.list(id, true);
    if (listing.fold(
        TreeListing::truncated, failure -> failure.code() == FailureCode.SERVER_ERROR)) {
      listing = sizes.list(id, false);
    }
    return listing.fold(whole -> store(whole, stored, writer), Optional::of);
  }

  private Optional<Failure> store(TreeListing listing, Set<ObjectId> stored, ObjectWriter writer) {
    for (Tree tree : ListedTrees.of(listing)) {
      if (!stored.add(tree.id())) {
        continue;
      }
      Optional<Tree> verified = ListedTrees.verified(tree);
      if (verified.isEmpty()) {
        return Optional.of(wrong("the entries that GitHub lists do not match tree %s", tree.id()));
      }
      writer.tree(verified.get(), ListedTrees.isExact(tree));
    }
    writer.flush();
    unread.succeeded();
    return Optional.empty();
  }

  private Optional<Failure> fetchBlob(ObjectId id, ObjectWriter writer) {
    if (id.equals(EMPTY_BLOB)) {
      writer.blob(new Blob(id, 0, new byte[0]));
      return Optional.empty();
    }
    try (DownloadMemory.Reservation reservation = memory.open()) {
      return content(id, reservation)
          .fold(
              blob -> {
                unread.succeeded();
                writer.blob(blob);
                if (fetched.incrementAndGet() % STORED_AT_ONCE == 0 || reservation.isReserved()) {
                  writer.flush();
                }
                return Optional.empty();
              },
              failure -> unread.add(id, "blob", failure) ? Optional.empty() : Optional.of(failure));
    }
  }

  private Result<Blob> content(ObjectId id, DownloadMemory.Reservation reservation) {
    OptionalLong size = sizes.find(id);
    if (size.isPresent() && size.getAsLong() > largestBlob) {
      return Result.ok(new Blob(id, size.getAsLong(), null));
    }
    return RestSource.page(
            github.fetch(context.endpoints().blob(id, largestBlob, reservation::reserve)),
            "blob " + id)
        .fold(
            page -> received(page.value()),
            failure ->
                // GitHub refuses blobs above its own limit
                failure.code() == FailureCode.FORBIDDEN
                    ? withheld(id, 0, failure)
                    : Result.failed(failure));
  }

  private Result<Blob> received(Blob blob) {
    ObjectId id = blob.id();
    byte[] content = blob.content();
    if (content == null) {
      String larger = "GitHub sends more as blob %s than its tree lists";
      return withheld(id, blob.size(), wrong(larger, id));
    }
    return GitObjects.id(ObjectType.BLOB, content).equals(id)
        ? Result.ok(blob)
        : Result.failed(wrong("the content that GitHub sent as blob %s has another id", id));
  }

  /**
   * Handles a blob without content. It is stored without content, and so not requested again, only
   * if a tree lists a size above the limit. For a blob that is in no tree, the announced size
   * counts.
   */
  private Result<Blob> withheld(ObjectId id, long announced, Failure otherwise) {
    return sizes
        .fetch(List.of(id), roots(), large -> {})
        .flatMap(
            unknown -> {
              long size = sizes.find(id).orElse(unknown.isPresent() ? 0 : announced);
              return size > largestBlob
                  ? Result.ok(new Blob(id, size, null))
                  : Result.failed(unknown.orElse(otherwise));
            });
  }

  private List<ObjectId> roots() {
    CommitScope scope = context.settings().objects().content();
    Extent extent = new Extent(scope, largestBlob, false);
    return context.store().read(s -> s.content().roots(context.repo(), extent)).stream()
        .filter(root -> root.type() == ObjectType.TREE)
        .map(Missing::id)
        .toList();
  }

  private static Failure wrong(String what, ObjectId id) {
    return Failure.of(FailureCode.BAD_RESPONSE, what.formatted(id) + "; run again later");
  }
}
