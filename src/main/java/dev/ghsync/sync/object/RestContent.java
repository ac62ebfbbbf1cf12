package dev.ghsync.sync.object;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.TreeListing;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.SyncContext;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Trees and blobs by REST: a tree with all that is below it, a blob raw. */
final class RestContent {
  /** These two are known without asking. */
  private static final ObjectId EMPTY_TREE = GitObjects.id(ObjectType.TREE, new byte[0]);

  private static final ObjectId EMPTY_BLOB = GitObjects.id(ObjectType.BLOB, new byte[0]);

  /** Each was a request: so many are lost at most where the program is killed. */
  private static final int KEPT_AT_ONCE = 25;

  private final SyncContext context;
  private final GitHub github;
  private final BlobSizes sizes;
  private final long largestBlob;
  private final UnreadObjects unread;
  private final ContentRoom room = new ContentRoom();
  private final AtomicInteger asked = new AtomicInteger();

  /** A blob of more than {@code largestBlob} bytes is stored without its content. */
  RestContent(SyncContext context, GitHub github, UnreadObjects unread, long largestBlob) {
    this.context = context;
    this.github = github;
    this.sizes = new BlobSizes(context, github);
    this.unread = unread;
    this.largestBlob = largestBlob;
  }

  /** Brings the trees, or where none is missing the blobs; gives what stopped it. */
  Optional<Failure> bring(List<Missing> content, ObjectWriter writer) {
    List<ObjectId> trees = ids(content, ObjectType.TREE);
    if (!trees.isEmpty()) {
      Set<ObjectId> brought = new HashSet<>();
      for (ObjectId tree : trees) {
        Optional<Failure> failure =
            brought.contains(tree) ? Optional.empty() : tree(tree, brought, writer);
        if (failure.isPresent() && !unread.add(tree, "tree", failure.get())) {
          return failure;
        }
      }
      return Optional.empty();
    }
    return inParallel(ids(content, ObjectType.BLOB), id -> blob(id, writer));
  }

  private static List<ObjectId> ids(List<Missing> content, ObjectType type) {
    return content.stream().filter(m -> m.type() == type).map(Missing::id).toList();
  }

  private Optional<Failure> inParallel(
      List<ObjectId> ids, Function<ObjectId, Optional<Failure>> work) {
    Queue<ObjectId> queue = new ConcurrentLinkedQueue<>(ids);
    int atOnce = Math.min(context.settings().limits().concurrency(), ids.size());
    return context.inParallel(Collections.nCopies(atOnce, () -> drain(queue, work)));
  }

  private static Optional<Failure> drain(
      Queue<ObjectId> queue, Function<ObjectId, Optional<Failure>> work) {
    for (ObjectId id = queue.poll(); id != null; id = queue.poll()) {
      Optional<Failure> failure = work.apply(id);
      if (failure.isPresent()) {
        queue.clear();
        return failure;
      }
    }
    return Optional.empty();
  }

  // ------------------------------------------------------------------ trees

  /**
   * A tree with all below it; where GitHub leaves entries out or cannot list them all, the tree
   * alone: the rest follows.
   */
  private Optional<Failure> tree(ObjectId id, Set<ObjectId> brought, ObjectWriter writer) {
    if (id.equals(EMPTY_TREE)) {
      writer.tree(new Tree(id, List.of()));
      return Optional.empty();
    }
    Result<TreeListing> whole = listing(id, true);
    if (whole.fold(TreeListing::truncated, RestContent::mayBeTooMuch)) {
      whole = listing(id, false);
    }
    return whole
        .flatMap(listing -> store(listing, brought, writer))
        .fold(stored -> Optional.empty(), Optional::of);
  }

  private static boolean mayBeTooMuch(Failure failure) {
    return failure.code() == FailureCode.SERVER_ERROR;
  }

  private Result<TreeListing> listing(ObjectId id, boolean recursive) {
    return RestSource.page(github.fetch(context.endpoints().tree(id, recursive)), "tree " + id)
        .map(Fetched.Page::value);
  }

  private Result<Boolean> store(TreeListing listing, Set<ObjectId> brought, ObjectWriter writer) {
    sizes.learn(listing);
    for (Tree tree : TreeShape.of(listing)) {
      if (!brought.add(tree.id())) {
        continue;
      }
      Optional<Tree> sound = TreeShape.sound(tree);
      if (sound.isEmpty()) {
        return Result.failed(
            FailureCode.BAD_RESPONSE,
            "the entries that GitHub lists do not make up tree %s; run again later"
                .formatted(tree.id()));
      }
      writer.tree(sound.get());
    }
    writer.flush();
    unread.read();
    return Result.ok(true);
  }

  // ------------------------------------------------------------------ blobs

  private Optional<Failure> blob(ObjectId id, ObjectWriter writer) {
    if (id.equals(EMPTY_BLOB)) {
      writer.blob(new Blob(id, 0, new byte[0]));
      return Optional.empty();
    }
    try (ContentRoom.Share share = room.share()) {
      return content(id, share)
          .fold(
              blob -> {
                unread.read();
                writer.blob(blob);
                if (asked.incrementAndGet() % KEPT_AT_ONCE == 0 || share.isTaken()) {
                  writer.flush();
                }
                return Optional.empty();
              },
              failure -> unread.add(id, "blob", failure) ? Optional.empty() : Optional.of(failure));
    }
  }

  private Result<Blob> content(ObjectId id, ContentRoom.Share share) {
    OptionalLong size = sizes.find(id);
    if (size.isPresent() && size.getAsLong() > largestBlob) {
      return Result.ok(new Blob(id, size.getAsLong(), null));
    }
    Result<Fetched.Page<Blob>> answer =
        RestSource.page(
            github.fetch(context.endpoints().blob(id, largestBlob, share::take)), "blob " + id);
    if (answer instanceof Result.Failed<Fetched.Page<Blob>> failed) {
      // GitHub refuses what is above its own limit.
      boolean refused = failed.failure().code() == FailureCode.FORBIDDEN;
      return refused ? withheld(id, 0, failed.failure()) : failed.cast();
    }
    Blob raw = ((Result.Ok<Fetched.Page<Blob>>) answer).value().value();
    byte[] content = raw.content();
    return content == null
        ? withheld(id, raw.size(), wrong("GitHub sends more as blob %s than its tree says", id))
        : checked(id, content);
  }

  /**
   * A blob whose content did not come is left out only where its size, as a tree tells it, is the
   * reason: what is left out is not asked for again. Of a blob that is in no tree the answer itself
   * has to be believed.
   */
  private Result<Blob> withheld(ObjectId id, long announced, Failure otherwise) {
    Optional<Failure> unknown =
        sizes.find(id).isEmpty() ? sizes.ask(List.of(id)) : Optional.empty();
    long size = sizes.find(id).orElse(unknown.isPresent() ? 0 : announced);
    return size > largestBlob
        ? Result.ok(new Blob(id, size, null))
        : Result.failed(unknown.orElse(otherwise));
  }

  private static Result<Blob> checked(ObjectId id, byte[] content) {
    return GitObjects.id(ObjectType.BLOB, content).equals(id)
        ? Result.ok(new Blob(id, content.length, content))
        : Result.failed(wrong("what GitHub sent as blob %s is not that blob", id));
  }

  private static Failure wrong(String what, ObjectId id) {
    return Failure.of(FailureCode.BAD_RESPONSE, what.formatted(id) + "; run again later");
  }
}
