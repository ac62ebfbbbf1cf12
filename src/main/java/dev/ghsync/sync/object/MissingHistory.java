package dev.ghsync.sync.object;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.MissingObjects.Missing;
import dev.ghsync.sync.SyncContext;
import java.util.List;

/**
 * The commits and tags that the refs reach and that are not stored.
 *
 * @param named commits and tags that refs name
 * @param parents commits at which a history was cut
 */
record MissingHistory(List<Missing> named, List<Missing> parents) {
  static final MissingHistory NONE = new MissingHistory(List.of(), List.of());

  private record Found(MissingHistory missing, List<ObjectId> newTips) {}

  /**
   * Reads what is missing, and stores which refs have a complete history. It walks only behind refs
   * of which that is not known yet.
   *
   * @param exact whether objects are missing too if their exact bytes are not stored
   */
  static MissingHistory find(SyncContext context, boolean exact) {
    long repo = context.repo();
    if (context.store().read(s -> s.historyTips().isComplete(repo, exact))) {
      return NONE;
    }
    context.store().write(s -> s.refs().peel(repo));
    Found found = context.store().read(s -> find(s, repo, exact));
    if (found.missing().parents().isEmpty() && !found.newTips().isEmpty()) {
      context.store().write(s -> s.historyTips().insert(repo, found.newTips(), exact));
    }
    if (found.missing().isNone()) {
      context.store().write(s -> s.historyTips().removeOthers(repo));
    }
    return found.missing();
  }

  private static Found find(Reads s, long repo, boolean exact) {
    return new Found(
        new MissingHistory(s.missing().named(repo, exact), s.missing().parents(repo, exact)),
        s.historyTips().listNew(repo, exact));
  }

  boolean isNone() {
    return named.isEmpty() && parents.isEmpty();
  }
}
