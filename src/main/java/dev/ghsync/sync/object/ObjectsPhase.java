package dev.ghsync.sync.object;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.Session;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.SyncSettings.ContentMode;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Commits, tags, trees and blobs. Asks the database what is missing and a source to bring it, until
 * nothing is missing: also when the refs have not moved, so that whatever was cut short is mended.
 */
public final class ObjectsPhase implements SyncPhase {
  private static final Set<FailureCode> REFUSED =
      EnumSet.of(FailureCode.FORBIDDEN, FailureCode.SSO_REQUIRED, FailureCode.REPO_NOT_FOUND);

  /** After so many objects that the server does not have the rest is left to the next run. */
  private static final int MOST_LOST = 10;

  /** So many missing trees and blobs are in memory, and asked for, at a time. */
  private static final int AT_ONCE = 50_000;

  private final SyncContext context;
  private final SyncPhase refs;
  private final ObjectWriter writer;
  private final UnreadObjects unread;

  /** Wanted objects that the git server said it does not have. */
  private final Set<ObjectId> lost = new HashSet<>();

  private Optional<String> note = Optional.empty();
  private Optional<String> left = Optional.empty();
  private Optional<Failure> passedOver = Optional.empty();
  private boolean bounded;
  private long largestBlob;

  /**
   * The objects of a repository.
   *
   * @param refs lists the refs again, where one of them has moved since it was listed
   */
  public ObjectsPhase(SyncContext context, SyncPhase refs) {
    this.context = context;
    this.refs = refs;
    this.unread = new UnreadObjects(context);
    this.writer =
        new ObjectWriter(
            context.store(),
            context.repo(),
            context.threads(),
            done -> context.listener().progressed(name(), done, OptionalLong.empty()),
            context.connection().github()::isStopped);
  }

  @Override
  public StreamName name() {
    return StreamName.OBJECTS;
  }

  @Override
  public PhaseOutcome run() {
    Optional<Failure> failure;
    try {
      failure = bring();
    } catch (ObjectWriter.StoppedException e) {
      failure = Optional.of(Failure.STOPPED);
    }
    writer.flush();
    context.store().write(this::settle);
    if (failure.isPresent()) {
      return isGitPause(failure.get())
          ? PhaseOutcome.passedOver(writer.counts(), failure.get())
          : PhaseOutcome.stopped(writer.counts(), failure.get());
    }
    context.store().write(unread::forgetRead);
    Optional<Failure> notRead = passedOver.or(unread::failure);
    if (notRead.isPresent()) {
      return PhaseOutcome.passedOver(writer.counts(), notRead.get());
    }
    if (left.isPresent()) {
      return PhaseOutcome.bounded(writer.counts(), left.get());
    }
    if (bounded) {
      return PhaseOutcome.bounded(
          writer.counts(), "--max-commits was reached; the next run goes on from there");
    }
    context.store().write(this::complete);
    return PhaseOutcome.done(writer.counts(), note);
  }

  /** A pause that the git host asked for leaves the objects to a later run. */
  private boolean isGitPause(Failure failure) {
    return failure.code() == FailureCode.SERVER_ERROR
        && context.connection().git().pause().isPresent();
  }

  private Optional<Failure> bring() {
    GitHub github = context.github(name());
    ObjectSource rest = new RestSource(context, github, unread);
    ObjectsMode mode = context.settings().objects().source();
    if (mode == ObjectsMode.REST) {
      return bring(rest);
    }
    ObjectSource git =
        new GitSource(context, context.connection().git(), new BlobSizes(context, github), unread);
    Optional<Failure> failure = bring(git);
    boolean fallBack = mode == ObjectsMode.AUTO && failure.stream().anyMatch(this::mayRestDo);
    if (!fallBack) {
      return failure;
    }
    note = Optional.of("by REST, since git did not work: " + failure.get().message());
    return bring(rest);
  }

  /** Where git is refused, or does not speak what we speak; a broken pack may come whole later. */
  private boolean mayRestDo(Failure failure) {
    return REFUSED.contains(failure.code())
        || (failure.code() == FailureCode.BAD_RESPONSE
            && !context.connection().git().isCompatible());
  }

  private Optional<Failure> bring(ObjectSource source) {
    largestBlob = source.largestBlob();
    BrokenTransfers broken = new BrokenTransfers();
    while (left.isEmpty()) {
      ObjectSource.Wanted missing = context.store().inTransaction(this::missing);
      ObjectSource.Wanted tried = missing.without(broken.passedOver()).without(unread.ids());
      ObjectSource.Wanted wanted = tried.without(lost);
      if (wanted.isEmpty()) {
        left = tried.first().map(ObjectsPhase::notThere);
        passedOver = broken.failure();
        return Optional.empty();
      }
      wanted = wanted.first(broken.most());
      long before = writer.objects();
      int unreadBefore = unread.ids().size();
      Result<ObjectSource.Brought> result = source.bring(wanted, writer);
      writer.flush();
      if (result instanceof Result.Failed<ObjectSource.Brought> failed) {
        return Optional.of(failed.failure());
      }
      ObjectSource.Brought brought = ((Result.Ok<ObjectSource.Brought>) result).value();
      if (brought.gone().isPresent()) {
        Optional<Failure> failure = listAgain(brought.gone().get());
        if (failure.isPresent()) {
          return failure;
        }
        continue;
      }
      bounded |= brought.bounded();
      boolean progress = writer.objects() > before;
      if (broken.mayGoOn(brought.brokenOff(), progress, wanted)) {
        continue;
      }
      if (brought.brokenOff().isPresent()) {
        return brought.brokenOff();
      }
      if (!progress && unread.ids().size() == unreadBefore) {
        return bounded ? Optional.empty() : Optional.of(undelivered(wanted));
      }
    }
    return Optional.empty();
  }

  /**
   * A ref may move between the list and the fetch, and what it named be gone: then the refs are
   * listed again. What they still name and the server does not have is left to the next run.
   */
  private Optional<Failure> listAgain(ObjectId gone) {
    if (lost.size() == MOST_LOST || !lost.add(gone)) {
      left = Optional.of(notThere("object " + gone));
      return Optional.empty();
    }
    boolean listed = context.settings().phases().contains(StreamName.REFS);
    return listed ? refs.run().failure() : Optional.empty();
  }

  private ObjectSource.Wanted missing(Session s) {
    long repo = context.repo();
    s.refs().peel(repo);
    ContentMode content = context.settings().objects().content();
    return new ObjectSource.Wanted(
        bounded ? List.of() : s.missing().named(repo),
        bounded ? List.of() : s.missing().parents(repo),
        content == ContentMode.NONE
            ? List.of()
            : s.missing().content(repo, content == ContentMode.ALL, largestBlob, most()),
        s.missing().listContentTips(repo),
        s.missing().listKnownTips(repo));
  }

  /** Those that are passed over stay missing, and must not hide the others. */
  private int most() {
    return AT_ONCE + lost.size() + unread.ids().size();
  }

  private static Failure undelivered(ObjectSource.Wanted wanted) {
    return Failure.of(
        FailureCode.BAD_RESPONSE,
        "GitHub names %s and does not hand it over; run again later"
            .formatted(wanted.first().orElse("an object")));
  }

  private static String notThere(String what) {
    return "the git server does not have %s any more; the next run goes on from there"
        .formatted(what);
  }

  /** What follows from the objects that are here now. */
  private void settle(Session s) {
    s.refs().peel(context.repo());
    s.repos().setHead(context.repo());
    s.refs().decideForced(context.repo());
  }

  private void complete(Session s) {
    ContentMode content = context.settings().objects().content();
    if (content != ContentMode.NONE) {
      s.missing().contentComplete(context.repo(), content == ContentMode.ALL, largestBlob);
    }
    s.streams()
        .complete(context.repo(), name().text(), Optional.empty(), Optional.empty(), context.now());
  }
}
