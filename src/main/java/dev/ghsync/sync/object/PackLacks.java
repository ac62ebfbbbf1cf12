package dev.ghsync.sync.object;

import dev.ghsync.model.git.IdSet;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.sync.SyncContext;
import java.util.ArrayList;
import java.util.List;

/** Lists as absent what trees of stored packs name and what is not stored. */
final class PackLacks {
  /** How many ids are looked up, and listed, at once. */
  private static final int AT_ONCE = 5_000;

  private PackLacks() {}

  /**
   * Lists those of the named objects that are not stored.
   *
   * @param type the type of all of them
   */
  static void add(SyncContext context, ObjectType type, IdSet named) {
    List<ObjectId> some = new ArrayList<>();
    named.forEach(
        id -> {
          some.add(id);
          if (some.size() == AT_ONCE) {
            addSome(context, type, some);
            some.clear();
          }
        });
    addSome(context, type, some);
  }

  private static void addSome(SyncContext context, ObjectType type, List<ObjectId> named) {
    if (named.isEmpty()) {
      return;
    }
    List<ObjectId> absent = context.store().read(s -> s.absent().listNotStored(type, named));
    if (!absent.isEmpty()) {
      context.store().write(s -> s.absent().add(context.repo(), type, absent));
    }
  }
}
