package dev.ghsync.sync.object;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.ghsync.git.FetchRequest;
import dev.ghsync.git.FetchStats;
import dev.ghsync.git.Filter;
import dev.ghsync.git.GitRemote;
import dev.ghsync.git.pack.ObjectSink;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.Blob;
import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Tree;
import dev.ghsync.store.git.MissingObjects.ContentTip;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncSettings.ContentMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Objects by git's own protocol: one pack for what REST would need thousands of requests for.
 *
 * <p>A first sync asks for the history alone (commits and tags), then for the trees of what the
 * refs name, with their files. Later ones ask for what the new tips have beyond those that are
 * here. What only an older commit had, and the server so believes to be here, is asked for after
 * that by the trees that lack it; then trees are the haves too, since they promise nothing of older
 * commits.
 */
final class GitSource implements ObjectSource {
  private final SyncContext context;
  private final GitRemote remote;
  private final BlobSizes sizes;
  private final UnreadObjects unread;

  /** Blobs may be missing that no filter has left out. */
  private boolean gaps = true;

  /** A pack of this run broke off. */
  private volatile boolean brokeOff;

  GitSource(SyncContext context, GitRemote remote, BlobSizes sizes, UnreadObjects unread) {
    this.unread = unread;
    this.context = context;
    this.remote = remote;
    this.sizes = sizes;
  }

  @Override
  public long largestBlob() {
    return context.settings().objects().maxBlobSize();
  }

  @Override
  public Result<Brought> bring(Wanted wanted, ObjectWriter writer) {
    if (isFirst(wanted)) {
      return first(wanted, writer);
    }
    if (!wanted.named().isEmpty() || !wanted.parents().isEmpty()) {
      return fetch(history(wanted), writer)
          .map(stats -> new Brought(stats.shallow(), stats.brokenOff(), stats.notOurRef()));
    }
    List<ObjectId> trees = ids(wanted.content(), ObjectType.TREE);
    List<ObjectId> blobs = ids(wanted.content(), ObjectType.BLOB);
    Result<FetchStats> brought =
        trees.isEmpty()
            ? blobs(blobs, wanted.contentTips(), writer)
            : fetch(content(withFolders(trees, blobs), wanted.contentTips()), writer);
    return brought.map(stats -> new Brought(false, stats.brokenOff(), stats.notOurRef()));
  }

  /** With the trees that hold these blobs, where there may be gaps: this fetch closes them. */
  private List<ObjectId> withFolders(List<ObjectId> trees, List<ObjectId> blobs) {
    if (!gaps || brokeOff) {
      return trees;
    }
    gaps = false;
    Map<ObjectId, ObjectId> folders = context.store().read(s -> s.trees().findFolders(blobs));
    return Stream.concat(trees.stream(), folders.values().stream()).distinct().toList();
  }

  /**
   * What a filtered pack has left out is large, and its size is asked for; where there was none in
   * this run that had to bring it, one comes first. By their own ids blobs come whatever the
   * filter.
   */
  private Result<FetchStats> blobs(
      List<ObjectId> blobs, List<ContentTip> tips, ObjectWriter writer) {
    List<ObjectId> small = context.store().read(s -> s.blobs().listKnown(blobs));
    if (!small.isEmpty()) {
      return fetch(FetchRequest.everything(small), writer);
    }
    // A pack that broke off leaves gaps too; whole folders would break off at the same place again.
    if (gaps && !brokeOff && !blobs.isEmpty()) {
      Result<FetchStats> found = fetch(content(withFolders(List.of(), blobs), tips), writer);
      if (!(found instanceof Result.Ok<FetchStats> ok) || ok.value().objects() > 0) {
        return found;
      }
    }
    Optional<Failure> unknown = sizes.ask(blobs);
    List<ObjectId> rest = new ArrayList<>();
    for (ObjectId blob : blobs) {
      OptionalLong size = sizes.find(blob);
      if (size.isEmpty() && unknown.isPresent()) {
        unread.leaveOut(blob, unknown.get()); // it may be of any size
      } else if (size.orElse(0) > largestBlob()) {
        writer.blob(new Blob(blob, size.getAsLong(), null));
      } else {
        rest.add(blob); // a blob that is in no tree is asked for as if it were small
      }
    }
    return fetch(FetchRequest.everything(rest), writer);
  }

  /** Nothing is here to build upon, and only what the refs name is wanted with its files. */
  private boolean isFirst(Wanted wanted) {
    return wanted.contentTips().isEmpty()
        && wanted.parents().isEmpty()
        && wanted.knownTips().isEmpty()
        && !wanted.named().isEmpty()
        && context.settings().objects().content() == ContentMode.HEADS
        && context.settings().objects().maxCommits().isEmpty();
  }

  /** The history comes, and is stored, while the server still puts the files together. */
  private Result<Brought> first(Wanted wanted, ObjectWriter writer) {
    gaps = false;
    List<ObjectId> wants = wanted.named().stream().map(Missing::id).toList();
    FetchRequest history = new FetchRequest(wants, List.of(), Filter.TREELESS, 0);
    FetchRequest files = new FetchRequest(wants, List.of(), Filter.blobsUpTo(largestBlob()), 1);
    Queue<FetchStats> fetched = new ConcurrentLinkedQueue<>();
    Optional<Failure> failure =
        context.inParallel(
            Stream.of(history, files)
                .<Supplier<Optional<Failure>>>map(
                    request -> () -> fetchAndStore(request, writer, fetched))
                .toList());
    return failure
        .<Result<Brought>>map(Result::failed)
        .orElseGet(
            () ->
                Result.ok(
                    new Brought(
                        false,
                        fetched.stream().flatMap(stats -> stats.brokenOff().stream()).findFirst(),
                        fetched.stream()
                            .flatMap(stats -> stats.notOurRef().stream())
                            .findFirst())));
  }

  /** Nothing is left for when the other comes: then the writer is what all wait for. */
  private Optional<Failure> fetchAndStore(
      FetchRequest request, ObjectWriter writer, Queue<FetchStats> fetched) {
    Result<FetchStats> result = fetch(request, writer);
    writer.flush();
    return result.fold(
        stats -> {
          fetched.add(stats);
          return Optional.empty();
        },
        Optional::of);
  }

  private FetchRequest history(Wanted wanted) {
    List<ObjectId> wants =
        Stream.concat(wanted.named().stream(), wanted.parents().stream())
            .map(Missing::id)
            .distinct()
            .toList();
    boolean whole = wanted.parents().isEmpty();
    boolean bounded = context.settings().objects().maxCommits().isPresent();
    ContentMode content = context.settings().objects().content();
    boolean withContent =
        content == ContentMode.ALL
            || (content == ContentMode.HEADS && whole && !wanted.contentTips().isEmpty());
    if (withContent && !bounded) {
      gaps = !wanted.contentTips().isEmpty() || !whole;
      return filtered(wants, wanted.contentTips().stream().map(ContentTip::id).toList());
    }
    return new FetchRequest(
        wants,
        whole ? wanted.knownTips() : List.of(),
        Filter.TREELESS,
        (int) Math.min(Integer.MAX_VALUE, context.settings().objects().maxCommits().orElse(0)));
  }

  private FetchRequest content(List<ObjectId> wants, List<ContentTip> tips) {
    return filtered(wants, tips.stream().map(ContentTip::tree).distinct().toList());
  }

  private FetchRequest filtered(List<ObjectId> wants, List<ObjectId> haves) {
    Filter filter = Filter.blobsUpTo(largestBlob());
    return new FetchRequest(wants, haves, filter, 0);
  }

  private Result<FetchStats> fetch(FetchRequest request, ObjectWriter writer) {
    // What a wanted tag names comes with it, whatever the filter.
    boolean wantsContent = context.settings().objects().content() != ContentMode.NONE;
    Result<FetchStats> fetched =
        remote.fetch(
            request,
            new ObjectSink() {
              @Override
              public void commit(Commit commit) {
                writer.commit(commit);
              }

              @Override
              public void tree(Tree tree) {
                if (wantsContent) {
                  writer.tree(tree);
                }
              }

              @Override
              public void tag(AnnotatedTag tag) {
                writer.tag(tag);
              }

              @Override
              public void blob(ObjectId id, byte[] content) {
                if (wantsContent) {
                  writer.blob(new Blob(id, content.length, content));
                }
              }

              @Override
              public void oversized(ObjectId id, long size) {
                if (wantsContent) {
                  writer.blob(new Blob(id, size, null));
                }
              }
            });
    if (fetched.fold(stats -> stats.brokenOff().isPresent(), failure -> false)) {
      brokeOff = true;
    }
    return fetched.fold(Result::ok, failure -> Result.failed(withoutLimit(failure)));
  }

  /** The git host's limit must not pass for one of the API, which would hold up all of the run. */
  private static Failure withoutLimit(Failure failure) {
    if (failure.code() != FailureCode.SECONDARY_RATE_LIMITED) {
      return failure;
    }
    String until = failure.retryAt().map(at -> " until " + at.truncatedTo(SECONDS)).orElse("");
    return new Failure(
        FailureCode.SERVER_ERROR,
        "git pauses%s: %s".formatted(until, failure.message()),
        failure.retryAt());
  }

  private static List<ObjectId> ids(List<Missing> content, ObjectType type) {
    return content.stream().filter(m -> m.type() == type).map(Missing::id).toList();
  }
}
