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
   */
  static MissingHistory find(SyncContext context) {
    long repo = context.repo();
    if (context.store().read(s -> s.historyTips().isComplete(repo))) {
      return NONE;
    }
    context.store().write(s -> s.refs().peel(repo));
    Found found = context.store().read(s -> find(s, repo));
    if (found.missing().parents().isEmpty() && !found.newTips().isEmpty()) {
      context.store().write(s -> s.historyTips().insert(repo, found.newTips()));
    }
    return found.missing();
  }

  private static Found find(Reads s, long repo) {
    return new Found(
        new MissingHistory(s.missing().named(repo), s.missing().parents(repo)),
        s.historyTips().listNew(repo));
  }

  boolean isNone() {
    return named.isEmpty() && parents.isEmpty();
  }
}
