package dev.ghsync.store.sql;

import dev.ghsync.model.Counts;
import java.util.ArrayList;
import java.util.List;

/** The keys (numbers or ids) of the rows that a write changed. */
public record RowChanges(List<Long> created, List<Long> updated, List<Long> deleted) {
  public static final RowChanges NOTHING = new RowChanges(List.of(), List.of(), List.of());

  public RowChanges {
    created = List.copyOf(created);
    updated = List.copyOf(updated);
    deleted = List.copyOf(deleted);
  }

  public static RowChanges deleted(List<Long> keys) {
    return new RowChanges(List.of(), List.of(), keys);
  }

  public Counts counts() {
    return new Counts(created.size(), updated.size(), deleted.size());
  }

  public RowChanges plus(RowChanges other) {
    return new RowChanges(
        join(created, other.created), join(updated, other.updated), join(deleted, other.deleted));
  }

  private static List<Long> join(List<Long> a, List<Long> b) {
    List<Long> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
