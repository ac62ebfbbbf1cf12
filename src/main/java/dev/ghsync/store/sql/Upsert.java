package dev.ghsync.store.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Writes a page of rows and tells which are new and which have changed.
 *
 * @param existing selects the keys among {@code :keys} that are here
 * @param upsert inserts, or updates where a column other than {@code raw} differs
 * @param raw stores {@code :raw} where only that differs: reactions and embedded counts move
 *     without the item having been changed
 */
public record Upsert(String existing, String upsert, String raw) {

  public <T> RowChanges write(
      Handle handle,
      long repo,
      Collection<T> rows,
      ToLongFunction<T> key,
      BiConsumer<PreparedBatch, T> bind) {
    // The last of two rows with one key wins, as if they had come one after the other.
    Map<Long, T> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.put(key.applyAsLong(row), row));
    if (byKey.isEmpty()) {
      return RowChanges.NOTHING;
    }
    Set<Long> known = known(handle, repo, byKey.keySet());
    List<T> list = List.copyOf(byKey.values());
    int[] changed = batch(handle, upsert, repo, list, bind);
    List<Long> created = new ArrayList<>();
    List<Long> updated = new ArrayList<>();
    List<T> same = new ArrayList<>();
    for (int i = 0; i < changed.length; i++) {
      long k = key.applyAsLong(list.get(i));
      if (changed[i] == 0) {
        same.add(list.get(i));
      } else {
        (known.contains(k) ? updated : created).add(k);
      }
    }
    batch(handle, raw, repo, same, bind);
    return new RowChanges(created, updated, List.of());
  }

  private Set<Long> known(Handle handle, long repo, Collection<Long> keys) {
    return new HashSet<>(
        handle
            .createQuery(existing)
            .bind("repo", repo)
            .bind("keys", SqlValues.array(keys))
            .mapTo(Long.class)
            .list());
  }

  private static <T> int[] batch(
      Handle handle, String sql, long repo, List<T> rows, BiConsumer<PreparedBatch, T> bind) {
    if (rows.isEmpty() || sql.isEmpty()) {
      return new int[0];
    }
    try (PreparedBatch batch = handle.prepareBatch(sql)) {
      for (T row : rows) {
        batch.bind("repo", repo);
        bind.accept(batch, row);
        batch.add();
      }
      return batch.execute();
    }
  }
}
