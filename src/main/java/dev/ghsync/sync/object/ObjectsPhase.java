package dev.ghsync.sync.object;

import dev.ghsync.git.pack.PackLimits;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.git.ContentSettings.Settings;
import dev.ghsync.store.git.MissingContent.Extent;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Fetches commits, tags, trees and blobs: reads from the database what is missing and fetches it,
 * until nothing is missing. It does so even if no ref has moved, to complete an interrupted run.
 */
public final class ObjectsPhase implements SyncPhase {
  public static final StreamName NAME = new StreamName("objects");

  /** The number of left-out files whose sizes one request shows. */
  public static final int SIZES_IN_ONE_REQUEST = BlobSizes.IN_ONE_QUERY;

  private static final Set<FailureCode> REFUSED =
      EnumSet.of(FailureCode.FORBIDDEN, FailureCode.SSO_REQUIRED, FailureCode.REPO_NOT_FOUND);

  /** After so many objects that the server does not have, the rest is left to the next run. */
  private static final int MOST_GONE = 10;

  /** How many stored commits a request for new ones names. */
  private static final int MOST_KNOWN_TIPS = 1_000;

  /** How often the same objects are requested again in a row although something arrived. */
  private static final int MOST_REPETITIONS = 3;

  /** How many missing trees and blobs are read and requested at a time. */
  private static final int AT_ONCE = 50_000;

  private final SyncContext context;
  private final SyncPhase refs;
  private final ObjectWriter writer;
  private final UnreadObjects unread;
  private final UnfinishedPack unfinished;
  private final Completeness completeness;
  private final SyncSettings.Objects objects;
  private final CommitScope content;
  private final boolean byGitAlone;
  private final ObjectsTurn turn = new ObjectsTurn();

  /** Wanted objects that the git server does not have. */
  private final Set<ObjectId> gone = new HashSet<>();

  private Optional<String> note = Optional.empty();

  /** The objects that are left to the next run. */
  private Optional<String> unavailable = Optional.empty();

  private Optional<Failure> skipped = Optional.empty();

  /** The objects that were requested last. */
  private List<Missing> requested = List.of();

  /** How often in a row they were requested before. */
  private int repetitions;

  private boolean bounded;

  /** Whether the refs name only commits that an earlier run found to be complete. */
  private boolean rootsAreComplete;

  /** Whether every commit and tag that the refs reach was stored when it was read last. */
  private boolean historyIsComplete;

  private long largestBlob;

  /** Whether objects are missing too if their exact bytes are not stored. */
  private boolean exact;

  /**
   * Creates the phase.
   *
   * @param refs lists the refs again if one of them has moved since it was listed
   */
  public ObjectsPhase(SyncContext context, SyncPhase refs) {
    this(context, refs, false);
  }

  /** Returns the phase for a repository that REST does not show, such as a wiki. */
  public static ObjectsPhase byGitAlone(SyncContext context, SyncPhase refs) {
    return new ObjectsPhase(context, refs, true);
  }

  private ObjectsPhase(SyncContext context, SyncPhase refs, boolean byGitAlone) {
    this.byGitAlone = byGitAlone;
    this.context = context;
    this.refs = refs;
    this.unread = new UnreadObjects(context);
    this.unfinished = new UnfinishedPack(context);
    this.completeness = new Completeness(context);
    this.objects = context.settings().objects();
    this.content = objects.content();
    this.writer =
        new ObjectWriter(
            context, stored -> context.listener().progressed(name(), stored, OptionalLong.empty()));
  }

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public PhaseOutcome run() {
    try (turn) {
      return runWhole();
    }
  }

  private PhaseOutcome runWhole() {
    // The default branch's files may be wanted alone.
    context.store().write(s -> s.repos().setHead(context.repo()));
    Optional<Failure> failure;
    try {
      unfinished.finish();
      failure = fetch();
    } catch (ObjectWriter.StoppedException e) {
      failure = Optional.of(Failure.STOPPED);
    }
    writer.flush();
    update();
    if (!context.connection().github().isStopped()) {
      Optional<String> unfolded = new Unfolding(context).run();
      note = note.or(() -> unfolded);
    }
    if (failure.isPresent()) {
      return isGitPause(failure.get())
          ? PhaseOutcome.passedOver(writer.counts(), failure.get())
          : PhaseOutcome.stopped(writer.counts(), failure.get());
    }
    context.store().write(unread::removeNotesOfRead);
    Optional<Failure> notRead = skipped.or(unread::failure);
    if (notRead.isPresent()) {
      return PhaseOutcome.passedOver(writer.counts(), notRead.get());
    }
    if (unavailable.isPresent()) {
      return PhaseOutcome.bounded(writer.counts(), unavailable.get());
    }
    if (bounded) {
      return PhaseOutcome.bounded(
          writer.counts(), "--max-commits was reached; the next run continues from there");
    }
    context.store().write(this::complete);
    return TreesLeftOut.failure(context)
        .map(left -> PhaseOutcome.passedOver(writer.counts(), left))
        .orElseGet(() -> PhaseOutcome.done(writer.counts(), note));
  }

  /** Returns whether the git host asked for a pause, which leaves the objects to a later run. */
  private boolean isGitPause(Failure failure) {
    return failure.code() == FailureCode.SERVER_ERROR
        && context.connection().git().pause().isPresent();
  }

  private Optional<Failure> fetch() {
    GitHub github = context.github(name());
    ObjectSource rest = new RestSource(context, github, unread);
    ObjectsMode mode = byGitAlone ? ObjectsMode.GIT : objects.source();
    if (mode == ObjectsMode.REST) {
      return fetch(rest);
    }
    ObjectSource git = new GitSource(context, context.connection().git(), sizes(github), unread);
    Optional<Failure> failure = fetch(git);
    boolean useRest = mode == ObjectsMode.AUTO && failure.stream().anyMatch(this::isGitUnusable);
    if (!useRest) {
      return failure;
    }
    note = Optional.of("by REST, since git did not work: " + failure.get().message());
    return fetch(rest);
  }

  private BlobSizes sizes(GitHub github) {
    return byGitAlone ? BlobSizes.none(context, github) : new BlobSizes(context, github);
  }

  /** Returns whether git is refused or incompatible. A broken pack is neither. */
  private boolean isGitUnusable(Failure failure) {
    return REFUSED.contains(failure.code())
        || (failure.code() == FailureCode.BAD_RESPONSE
            && !context.connection().git().isCompatible());
  }

  private Optional<Failure> fetch(ObjectSource source) {
    largestBlob = source.largestBlob();
    exact = source.isExact();
    BrokenTransfers transfers = new BrokenTransfers();
    boolean more = true;
    while (more && unavailable.isEmpty()) {
      ObjectSource.Wanted missing = missing();
      ObjectSource.Wanted left = missing.without(transfers.skipped()).without(unread.ids());
      ObjectSource.Wanted wanted = left.without(gone).first(transfers.batchSize());
      if (wanted.size() == 0 && completeness.check(extent(exact), !gone.isEmpty())) {
        continue;
      }
      if (wanted.size() == 0) {
        unavailable = left.first().map(ObjectsPhase::unavailable);
        skipped = transfers.failure();
        return Optional.empty();
      }
      turn.take();
      Result<Boolean> result = fetch(source, wanted, transfers);
      if (result instanceof Result.Failed<Boolean> failed) {
        return Optional.of(failed.failure());
      }
      more = ((Result.Ok<Boolean>) result).value();
    }
    return Optional.empty();
  }

  /** Fetches and stores some of the wanted objects. Returns whether to continue with the rest. */
  private Result<Boolean> fetch(
      ObjectSource source, ObjectSource.Wanted wanted, BrokenTransfers transfers) {
    long storedBefore = writer.objects();
    int unreadBefore = unread.ids().size();
    Result<ObjectSource.Brought> result = source.fetch(wanted, writer);
    if (result instanceof Result.Ok) {
      writer.finishPacks();
    }
    writer.flush();
    return result.flatMap(
        brought -> {
          if (brought.gone().isPresent()) {
            return listRefsAgain(brought.gone().get());
          }
          bounded |= brought.bounded();
          boolean progress = writer.objects() > storedBefore && !isRepeated(wanted);
          if (transfers.shouldContinue(brought.brokenOff(), progress, wanted)) {
            return Result.ok(true);
          }
          if (brought.brokenOff().isPresent()) {
            return Result.failed(brought.brokenOff().get());
          }
          if (progress || unread.ids().size() > unreadBefore) {
            return Result.ok(true);
          }
          return bounded ? Result.ok(false) : Result.failed(undelivered(wanted));
        });
  }

  /**
   * Records a request. Returns whether the same objects were requested several times in a row: a
   * server that sends other objects each time would otherwise be asked without end.
   */
  private boolean isRepeated(ObjectSource.Wanted wanted) {
    List<Missing> now = wanted.all().toList();
    repetitions = now.equals(requested) ? repetitions + 1 : 0;
    requested = now;
    return repetitions >= MOST_REPETITIONS;
  }

  /**
   * Lists the refs again, because one may have moved between the list and the fetch so that its
   * object is gone. Objects that refs still name and the server does not have are left to the next
   * run.
   */
  private Result<Boolean> listRefsAgain(ObjectId object) {
    if (gone.size() == MOST_GONE || !gone.add(object)) {
      unavailable = Optional.of(unavailable("object " + object));
      return Result.ok(false);
    }
    historyIsComplete = false;
    boolean listed = context.settings().phases().contains(refs.name());
    Optional<Failure> failure = listed ? refs.run().failure() : Optional.empty();
    return failure.<Result<Boolean>>map(Result::failed).orElse(Result.ok(true));
  }

  private ObjectSource.Wanted missing() {
    MissingHistory history = bounded ? MissingHistory.NONE : MissingHistory.find(context, exact);
    historyIsComplete = !bounded && history.isNone();
    return context.store().read(s -> missing(s, history));
  }

  private ObjectSource.Wanted missing(Reads s, MissingHistory history) {
    List<Missing> missingContent = missingContent(s);
    if (history.isNone() && missingContent.isEmpty()) {
      return ObjectSource.Wanted.NOTHING;
    }
    return new ObjectSource.Wanted(
        history.named(),
        history.parents(),
        missingContent,
        s.content().listTips(context.repo(), MOST_KNOWN_TIPS),
        history.isNone() ? List.of() : s.missing().listKnownTips(context.repo(), MOST_KNOWN_TIPS));
  }

  /** Lists roots that are not stored and objects that stored trees name, trees first. */
  private List<Missing> missingContent(Reads s) {
    if (content == CommitScope.NONE) {
      return List.of();
    }
    Extent extent = extent(exact && !s.inexact().listTrees().isEmpty());
    rootsAreComplete = s.content().isComplete(context.repo(), extent);
    long largestTree = PackLimits.LARGEST_TREE;
    List<Missing> roots =
        rootsAreComplete
            ? List.of()
            : s.content().rootsNotStored(context.repo(), extent, largestTree, most());
    return Stream.concat(
            roots.stream(), s.absent().list(context.repo(), largestTree, most()).stream())
        .distinct()
        .sorted(Comparator.comparing(missing -> missing.type() == ObjectType.BLOB))
        .limit(most())
        .toList();
  }

  private Extent extent(boolean withExactTrees) {
    return new Extent(content, largestBlob, withExactTrees);
  }

  /** Returns the limit of one query. Skipped objects stay missing and must not hide the others. */
  private int most() {
    return AT_ONCE + gone.size() + unread.ids().size();
  }

  private static Failure undelivered(ObjectSource.Wanted wanted) {
    return Failure.of(
        FailureCode.BAD_RESPONSE,
        "GitHub names %s and does not deliver it; run again later"
            .formatted(wanted.first().orElse("an object")));
  }

  private static String unavailable(String what) {
    return "the git server does not have %s any more; the next run continues from there"
        .formatted(what);
  }

  /** Updates what depends on the stored objects. */
  private void update() {
    long repo = context.repo();
    context
        .store()
        .write(
            s -> {
              if (!historyIsComplete) {
                s.refs().peel(repo);
              }
              s.repos().setHead(repo);
              s.contentSettings()
                  .save(repo, new Settings(content, objects.expand(), objects.maxBlobSize()));
            });
    Map<Long, Boolean> forced = context.store().read(s -> s.refs().decideForced(repo));
    if (!forced.isEmpty()) {
      context.store().write(s -> s.refs().setForced(forced));
    }
  }

  private void complete(Session s) {
    if (content != CommitScope.NONE && !rootsAreComplete) {
      s.content().complete(context.repo(), extent(exact));
    }
    s.streams()
        .complete(context.repo(), name().text(), Optional.empty(), Optional.empty(), context.now());
  }
}
