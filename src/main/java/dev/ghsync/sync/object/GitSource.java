package dev.ghsync.sync.object;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.ghsync.git.FetchRequest;
import dev.ghsync.git.FetchStats;
import dev.ghsync.git.Filter;
import dev.ghsync.git.GitRemote;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.git.AbsentObjects.LargeTree;
import dev.ghsync.store.git.MissingContent.ContentTip;
import dev.ghsync.store.git.MissingContent.Extent;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Fetches objects by git's protocol: one pack instead of thousands of REST requests.
 *
 * <p>A first sync fetches the history alone (commits and tags), and in parallel the trees and files
 * of the commits that refs name. Later syncs fetch what the new tips have beyond the stored ones.
 * The server does not send objects that only an older commit has, because it assumes that they are
 * stored. They are fetched afterwards by the new tips' trees. The haves are then trees, which imply
 * nothing about older commits.
 */
final class GitSource implements ObjectSource {
  private final SyncContext context;
  private final SyncSettings.Objects settings;
  private final GitRemote remote;
  private final BlobSizes sizes;
  private final UnreadObjects unread;

  /** Gaps are not closed by the trees of more tips than this. */
  private static final int MOST_ROOTS = 1000;

  /** Whether blobs may be missing that no filter has left out. */
  private boolean gaps = true;

  /** Whether a pack of this run broke off. */
  private volatile boolean brokeOff;

  GitSource(SyncContext context, GitRemote remote, BlobSizes sizes, UnreadObjects unread) {
    this.context = context;
    settings = context.settings().objects();
    this.remote = remote;
    this.sizes = sizes;
    this.unread = unread;
  }

  @Override
  public boolean isExact() {
    return true;
  }

  @Override
  public long largestBlob() {
    return settings.maxBlobSize();
  }

  @Override
  public Result<Brought> fetch(Wanted wanted, ObjectWriter writer) {
    if (isFirst(wanted)) {
      return fetchFirst(wanted, writer);
    }
    if (!wanted.history().isEmpty()) {
      return fetchHistory(wanted, writer).map(stats -> brought(stats, stats.shallow()));
    }
    List<ObjectId> trees = wanted.content(ObjectType.TREE);
    List<ObjectId> alone = wantedAlone(trees);
    if (!alone.isEmpty()) {
      return fetch(new FetchRequest(alone, List.of(), Filter.TREELESS, 0), writer)
          .map(stats -> brought(stats, false));
    }
    List<ObjectId> blobs = wanted.content(ObjectType.BLOB);
    Result<FetchStats> stats;
    if (trees.isEmpty()) {
      stats = fetchBlobs(blobs, wanted.contentTips(), writer);
    } else if (!blobs.isEmpty() && !wanted.contentTips().isEmpty()) {
      List<ObjectId> roots = incompleteRoots();
      stats =
          mayCloseGaps(roots)
              ? closeGaps(roots, wanted.contentTips(), writer)
              : fetch(content(trees, wanted.contentTips()), writer);
    } else {
      stats = fetch(content(trees, wanted.contentTips()), writer);
    }
    return stats.map(s -> brought(s, false));
  }

  /**
   * Returns those of the trees that did not fit into the memory of an earlier run, or that are
   * stored without their exact bytes. The server would assume that the tips have them.
   */
  private List<ObjectId> wantedAlone(List<ObjectId> trees) {
    Set<ObjectId> alone = new HashSet<>(context.store().read(s -> s.inexact().listTrees()));
    context.store().read(s -> s.absent().listTooLarge(context.repo(), 0)).stream()
        .map(LargeTree::id)
        .forEach(alone::add);
    return trees.stream().filter(alone::contains).toList();
  }

  private static Brought brought(FetchStats stats, boolean bounded) {
    return new Brought(bounded, stats.brokenOff(), stats.notOurRef());
  }

  /**
   * Returns whether nothing is stored, and only the files of the commits that refs name are wanted.
   */
  private boolean isFirst(Wanted wanted) {
    return wanted.contentTips().isEmpty()
        && wanted.parents().isEmpty()
        && wanted.knownTips().isEmpty()
        && !wanted.named().isEmpty()
        && settings.content() == CommitScope.HEADS
        && settings.maxCommits().isEmpty();
  }

  /** Fetches and stores the history while the server still prepares the files. */
  private Result<Brought> fetchFirst(Wanted wanted, ObjectWriter writer) {
    gaps = false;
    List<ObjectId> wants = wanted.named().stream().map(Missing::id).toList();
    List<FetchRequest> requests =
        List.of(
            new FetchRequest(wants, List.of(), Filter.TREELESS, 0),
            new FetchRequest(wants, List.of(), Filter.blobsUpTo(largestBlob()), 1));
    Queue<FetchStats> fetched = new ConcurrentLinkedQueue<>();
    List<Supplier<Optional<Failure>>> tasks = new ArrayList<>();
    for (FetchRequest request : requests) {
      tasks.add(
          () -> {
            Result<FetchStats> result = fetch(request, writer);
            writer.flush(); // otherwise the slower fetch would store the objects of both
            return result.map(fetched::add).fold(added -> Optional.empty(), Optional::of);
          });
    }
    Optional<Failure> failure = context.inParallel(tasks);
    if (failure.isPresent()) {
      return Result.failed(failure.get());
    }
    return Result.ok(
        new Brought(
            false,
            fetched.stream().flatMap(stats -> stats.brokenOff().stream()).findFirst(),
            fetched.stream().flatMap(stats -> stats.notOurRef().stream()).findFirst()));
  }

  private Result<FetchStats> fetchHistory(Wanted wanted, ObjectWriter writer) {
    FetchRequest request = history(wanted);
    return basesAreStored(wanted)
        ? noted(remote.fetch(request, writer, new StoredBases(context)))
        : fetch(request, writer);
  }

  /**
   * Returns whether a thin pack is of use: its deltas' bases are in the commits on which the new
   * ones build, of which not all files need be stored. They are if refs moved from commits whose
   * files are stored.
   */
  private boolean basesAreStored(Wanted wanted) {
    List<ObjectId> commits =
        wanted.named().stream()
            .filter(missing -> missing.type() == ObjectType.COMMIT)
            .map(Missing::id)
            .toList();
    return settings.content() == CommitScope.ALL
        || context.store().read(s -> s.content().areMovedTips(context.repo(), commits));
  }

  private FetchRequest history(Wanted wanted) {
    List<ObjectId> wants = wanted.history().stream().map(Missing::id).distinct().toList();
    List<ObjectId> haves =
        wanted.contentTips().stream().filter(ContentTip::isExact).map(ContentTip::id).toList();
    boolean whole = wanted.parents().isEmpty();
    if (comesWithContent(wants, haves, wanted)) {
      gaps = !wanted.contentTips().isEmpty() || !whole;
      return filtered(wants, haves);
    }
    return new FetchRequest(
        wants,
        whole ? wanted.knownTips() : List.of(),
        Filter.TREELESS,
        (int) Math.min(Integer.MAX_VALUE, settings.maxCommits().orElse(0)));
  }

  /**
   * Returns whether trees and files are requested with the history. They are stored already if the
   * commits are stored and only their exact bytes are not; then no commit can be a have either.
   */
  private boolean comesWithContent(List<ObjectId> wants, List<ObjectId> haves, Wanted wanted) {
    if (settings.maxCommits().isPresent()
        || !context.store().read(s -> s.commits().listKnown(context.repo(), wants)).isEmpty()) {
      return false;
    }
    return switch (settings.content()) {
      case ALL -> !haves.isEmpty() || wanted.contentTips().isEmpty();
      case HEADS -> !haves.isEmpty() && wanted.parents().isEmpty();
      default -> false;
    };
  }

  private FetchRequest content(List<ObjectId> wants, List<ContentTip> tips) {
    return filtered(wants, tips.stream().map(ContentTip::tree).distinct().toList());
  }

  private FetchRequest filtered(List<ObjectId> wants, List<ObjectId> haves) {
    return new FetchRequest(wants, haves, Filter.blobsUpTo(largestBlob()), 0);
  }

  /**
   * Fetches blobs. By their own ids they come whatever the filter, so their sizes are needed first:
   * a blob that a filtered pack of this run left out is large. If no such pack had to contain it,
   * one is fetched.
   */
  private Result<FetchStats> fetchBlobs(
      List<ObjectId> blobs, List<ContentTip> tips, ObjectWriter writer) {
    List<ObjectId> known = context.store().read(s -> s.blobs().listUpTo(blobs, largestBlob()));
    if (!known.isEmpty()) {
      return fetch(FetchRequest.everything(known), writer);
    }
    List<ObjectId> roots = incompleteRoots();
    if (mayCloseGaps(roots)) {
      Result<FetchStats> found = closeGaps(roots, tips, writer);
      if (found.fold(stats -> isProgress(stats), failure -> true)) {
        return found;
      }
    }
    return withoutLarge(blobs, roots, writer)
        .flatMap(rest -> fetch(FetchRequest.everything(rest), writer));
  }

  /**
   * Returns whether blobs may be missing that the new tips' trees bring. A pack that broke off
   * leaves gaps too, but whole trees would break off at the same place.
   */
  private boolean mayCloseGaps(List<ObjectId> roots) {
    return gaps && !brokeOff && roots.size() <= MOST_ROOTS;
  }

  private Result<FetchStats> closeGaps(
      List<ObjectId> roots, List<ContentTip> tips, ObjectWriter writer) {
    gaps = false;
    return fetch(content(roots, tips), writer);
  }

  private List<ObjectId> incompleteRoots() {
    return context
        .store()
        .read(
            s ->
                s.content()
                    .roots(context.repo(), new Extent(settings.content(), largestBlob(), false)))
        .stream()
        .filter(root -> root.type() == ObjectType.TREE)
        .map(Missing::id)
        .toList();
  }

  private static boolean isProgress(FetchStats stats) {
    return stats.objects() > 0 || stats.notOurRef().isPresent();
  }

  /** Returns the blobs whose content is wanted, and stores the sizes of the others. */
  private Result<List<ObjectId>> withoutLarge(
      List<ObjectId> blobs, List<ObjectId> roots, ObjectWriter writer) {
    return sizes
        .fetch(
            blobs,
            roots,
            large -> {
              large.forEach(writer::blob);
              writer.flush(); // a killed run need not request them again
            })
        .map(
            failure -> {
              List<ObjectId> rest = new ArrayList<>();
              for (ObjectId blob : blobs) {
                OptionalLong size = sizes.find(blob);
                if (failure.isPresent() && size.isEmpty()) {
                  unread.skip(blob, failure.get()); // it may have any size
                } else if (size.orElse(0) <= largestBlob()) {
                  rest.add(blob); // a blob that is in no tree is treated as small
                }
              }
              return rest;
            });
  }

  private Result<FetchStats> fetch(FetchRequest request, ObjectWriter writer) {
    return noted(remote.fetch(request, writer));
  }

  /** Notes whether the pack broke off. */
  private Result<FetchStats> noted(Result<FetchStats> fetched) {
    if (fetched.fold(stats -> stats.brokenOff().isPresent(), failure -> false)) {
      brokeOff = true;
    }
    return fetched.fold(Result::ok, failure -> Result.failed(withoutLimit(failure)));
  }

  /** Converts a limit of the git host, which must not stop the requests to the API. */
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
}
