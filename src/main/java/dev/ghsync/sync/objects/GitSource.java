package dev.ghsync.sync.objects;

import dev.ghsync.git.FetchRequest;
import dev.ghsync.git.FetchStats;
import dev.ghsync.git.Filter;
import dev.ghsync.git.GitRemote;
import dev.ghsync.git.ObjectSink;
import dev.ghsync.model.AnnotatedTag;
import dev.ghsync.model.Blob;
import dev.ghsync.model.Commit;
import dev.ghsync.model.Failure;
import dev.ghsync.model.ObjectId;
import dev.ghsync.model.ObjectType;
import dev.ghsync.model.Result;
import dev.ghsync.model.Tree;
import dev.ghsync.store.MissingObjects.ContentTip;
import dev.ghsync.store.MissingObjects.Missing;
import dev.ghsync.sync.Scope;
import dev.ghsync.sync.SyncSettings.ContentMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Objects by git's own protocol: one pack for what REST would need thousands of requests for.
 *
 * <p>A first sync asks for the history alone (commits and tags), then for the trees of what the
 * refs name, with their files. Later ones ask for what the new tips have beyond those that are
 * here. A tip whose older trees are not here is sent as {@code shallow}: the server must not leave
 * out what only an older commit had.
 */
final class GitSource implements ObjectSource {
  private final Scope scope;
  private final GitRemote remote;
  private final BlobSizes sizes;

  GitSource(Scope scope, GitRemote remote, BlobSizes sizes) {
    this.scope = scope;
    this.remote = remote;
    this.sizes = sizes;
  }

  @Override
  public Result<Boolean> bring(Wanted wanted, ObjectWriter writer) {
    if (isFirst(wanted)) {
      return first(wanted, writer);
    }
    if (!wanted.named().isEmpty() || !wanted.parents().isEmpty()) {
      return fetch(history(wanted), writer).map(stats -> !stats.shallowBoundary().isEmpty());
    }
    List<ObjectId> trees = ids(wanted.content(), ObjectType.TREE);
    if (!trees.isEmpty()) {
      return fetch(content(trees, wanted.contentTips()), writer).map(stats -> false);
    }
    // A blob that a filtered pack has left out is known to be large by its directory. The others
    // are asked for without a filter: git may leave out even what is wanted by its own id.
    List<ObjectId> blobs = new ArrayList<>(ids(wanted.content(), ObjectType.BLOB));
    blobs.removeAll(sizes.storeLarge(blobs, writer));
    return blobs.isEmpty() ? Result.ok(false) : fetch(exactly(blobs), writer).map(stats -> false);
  }

  /** Nothing is here to build upon, and only what the refs name is wanted with its files. */
  private boolean isFirst(Wanted wanted) {
    return wanted.contentTips().isEmpty()
        && wanted.parents().isEmpty()
        && wanted.knownTips().isEmpty()
        && !wanted.named().isEmpty()
        && scope.settings().objects().content() == ContentMode.HEADS
        && scope.settings().objects().maxCommits().isEmpty();
  }

  /** The history comes, and is stored, while the server still puts the files together. */
  private Result<Boolean> first(Wanted wanted, ObjectWriter writer) {
    List<ObjectId> wants = wanted.named().stream().map(Missing::id).toList();
    FetchRequest history = new FetchRequest(wants, List.of(), List.of(), Filter.TREELESS, 0);
    FetchRequest files =
        new FetchRequest(
            wants,
            List.of(),
            List.of(),
            Filter.blobsUpTo(scope.settings().objects().maxBlobSize()),
            1);
    Optional<Failure> failure =
        scope.sideBySide(
            Stream.of(history, files)
                .<Supplier<Optional<Failure>>>map(
                    request ->
                        () -> fetch(request, writer).fold(stats -> Optional.empty(), Optional::of))
                .toList());
    return failure.<Result<Boolean>>map(Result::failed).orElseGet(() -> Result.ok(false));
  }

  private FetchRequest history(Wanted wanted) {
    List<ObjectId> wants =
        Stream.concat(wanted.named().stream(), wanted.parents().stream())
            .map(Missing::id)
            .distinct()
            .toList();
    boolean whole = wanted.parents().isEmpty();
    boolean bounded = scope.settings().objects().maxCommits().isPresent();
    ContentMode content = scope.settings().objects().content();
    boolean withContent =
        content == ContentMode.ALL
            || (content == ContentMode.HEADS && whole && !wanted.contentTips().isEmpty());
    if (withContent && !bounded) {
      return content(wants, wanted.contentTips());
    }
    return new FetchRequest(
        wants,
        whole ? wanted.knownTips() : List.of(),
        List.of(),
        Filter.TREELESS,
        (int) Math.min(Integer.MAX_VALUE, scope.settings().objects().maxCommits().orElse(0)));
  }

  private FetchRequest content(List<ObjectId> wants, List<ContentTip> tips) {
    return new FetchRequest(
        wants,
        tips.stream().map(ContentTip::id).toList(),
        tips.stream().filter(tip -> !tip.history()).map(ContentTip::id).toList(),
        Filter.blobsUpTo(scope.settings().objects().maxBlobSize()),
        0);
  }

  private static FetchRequest exactly(List<ObjectId> wants) {
    return new FetchRequest(wants, List.of(), List.of(), Filter.NONE, 0);
  }

  private Result<FetchStats> fetch(FetchRequest request, ObjectWriter writer) {
    return remote.fetch(
        request,
        new ObjectSink() {
          @Override
          public void commit(Commit commit) {
            writer.commit(commit);
          }

          @Override
          public void tree(Tree tree) {
            writer.tree(tree);
          }

          @Override
          public void tag(AnnotatedTag tag) {
            writer.tag(tag);
          }

          @Override
          public void blob(ObjectId id, byte[] content) {
            writer.blob(new Blob(id, content.length, content));
          }

          @Override
          public void oversized(ObjectId id, long size) {
            writer.blob(new Blob(id, size, null));
          }
        });
  }

  private static List<ObjectId> ids(List<Missing> content, ObjectType type) {
    return content.stream().filter(m -> m.type() == type).map(Missing::id).toList();
  }
}
