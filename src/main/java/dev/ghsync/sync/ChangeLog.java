package dev.ghsync.sync;

import dev.ghsync.store.sql.RowChanges;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The changes of a run, by stream and kind of change: {@code changes} of the report. */
public final class ChangeLog {
  private static final int MOST = 100;

  private final Map<String, Map<String, List<Object>>> changes = new TreeMap<>();

  /**
   * Adds changes.
   *
   * @param stream {@code issues}
   * @param what {@code created}, {@code updated}, {@code closed}, {@code reopened}, {@code merged},
   *     {@code deleted}, {@code moved}
   * @param keys numbers, ids or names
   */
  public synchronized void note(String stream, String what, Collection<?> keys) {
    if (keys.isEmpty()) {
      return;
    }
    List<Object> list =
        changes
            .computeIfAbsent(stream, s -> new LinkedHashMap<>())
            .computeIfAbsent(what, w -> new ArrayList<>());
    keys.stream().filter(key -> !list.contains(key)).limit(MOST - list.size()).forEach(list::add);
  }

  public void note(String stream, RowChanges written) {
    note(stream, "created", written.created());
    note(stream, "updated", written.updated());
    note(stream, "deleted", written.deleted());
  }

  /** Returns all changes so far; a stream without changes is left out. */
  public synchronized Map<String, Map<String, List<Object>>> all() {
    Map<String, Map<String, List<Object>>> copy = new LinkedHashMap<>();
    changes.forEach(
        (stream, kinds) -> {
          Map<String, List<Object>> lists = new LinkedHashMap<>();
          kinds.forEach((what, keys) -> lists.put(what, List.copyOf(keys)));
          copy.put(stream, lists);
        });
    return copy;
  }
}
