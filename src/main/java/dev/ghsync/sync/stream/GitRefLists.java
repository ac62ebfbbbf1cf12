package dev.ghsync.sync.stream;

import dev.ghsync.git.RemoteRef;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.git.Refs;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lists of refs by git, where REST cannot deliver them: GitHub's lists have no pages, and of very
 * many refs it answers 504. It is remembered, so that later runs ask git at once.
 */
final class GitRefLists {
  private static final Set<FailureCode> FOR_GIT =
      EnumSet.of(FailureCode.SERVER_ERROR, FailureCode.BAD_RESPONSE, FailureCode.NETWORK);

  /** REST may deliver the list again some day. */
  private static final Duration REMEMBERED = Duration.ofDays(7);

  private final SyncContext context;

  GitRefLists(SyncContext context) {
    this.context = context;
  }

  /** Returns whether git may succeed where REST failed in this way. */
  static boolean isForGit(Failure failure) {
    return FOR_GIT.contains(failure.code());
  }

  boolean mayAskGit() {
    return context.settings().objects().source() != ObjectsMode.REST;
  }

  /** Returns whether the list is requested by git first. */
  boolean isDue(String list) {
    return mayAskGit() && context.store().read(s -> isRemembered(s, list));
  }

  private boolean isRemembered(Reads s, String list) {
    return s.gitMemory()
        .findListByGit(context.repo(), list)
        .filter(since -> since.plus(REMEMBERED).isAfter(context.now()))
        .isPresent();
  }

  /** REST has delivered the list. */
  void forget(String list) {
    if (context.store().read(s -> s.gitMemory().findListByGit(context.repo(), list)).isPresent()) {
      context.store().write(s -> s.gitMemory().removeListByGit(context.repo(), list));
    }
  }

  /**
   * Makes the stored refs equal to git's list. Where they differ the validator of REST's list is
   * dropped: it is of an older list.
   *
   * @param list {@code refs/heads} or {@code refs/tags}
   * @param kind {@code branch} or {@code tag}
   */
  Result<Refs.Changes> replace(String list, String kind) {
    return context
        .connection()
        .git()
        .listRefs(list + "/")
        .map(refs -> context.store().inTransaction(s -> replace(s, list, kind, refs)));
  }

  private Refs.Changes replace(Session s, String list, String kind, List<RemoteRef> listed) {
    Map<String, Ref> stored = new HashMap<>();
    s.refs().list(context.repo(), kind).forEach(ref -> stored.put(ref.name(), ref));
    List<Ref> refs =
        listed.stream().map(ref -> ref(ref, Optional.ofNullable(stored.get(ref.name())))).toList();
    Refs.Changes changes = s.refs().replace(context.repo(), kind, refs, context.now());
    if (!changes.counts().isNone()) {
      s.validators().save(context.repo(), list, Optional.empty());
    }
    if (!isRemembered(s, list)) {
      s.gitMemory().saveListByGit(context.repo(), list, context.now());
    }
    return changes;
  }

  /** See {@link Refs#peel} for tags of trees and blobs. */
  private static Ref ref(RemoteRef ref, Optional<Ref> stored) {
    ObjectType type = ref.peeled().isPresent() ? ObjectType.TAG : ObjectType.COMMIT;
    Ref read = new Ref(ref.name(), ref.target(), type);
    return stored.filter(known -> known.target().equals(ref.target())).orElse(read);
  }
}
