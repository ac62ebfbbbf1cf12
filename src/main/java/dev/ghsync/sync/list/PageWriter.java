package dev.ghsync.sync.list;

import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import java.util.List;

/** Stores the items of a page in the transaction that also moves the cursor. */
@FunctionalInterface
public interface PageWriter<T> {
  public RowChanges write(Session session, List<T> items);
}
