package dev.ghsync.sync.phase;

import dev.ghsync.store.Session;
import dev.ghsync.store.Written;
import java.util.List;

/** Stores the items of a page, as part of the transaction that also moves the cursor. */
@FunctionalInterface
interface PageWriter<T> {
  Written write(Session session, List<T> items);
}
