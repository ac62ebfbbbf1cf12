package dev.ghsync.store.sql;

import dev.ghsync.model.Counts;
import java.util.ArrayList;
import java.util.List;

/**
 * What a write did, by key (number or id). Rows that were written again unchanged are in no list.
 */
public record Written(List<Long> created, List<Long> updated, List<Long> deleted) {
  public static final Written NOTHING = new Written(List.of(), List.of(), List.of());

  public Written {
    created = List.copyOf(created);
    updated = List.copyOf(updated);
    deleted = List.copyOf(deleted);
  }

  public static Written deleted(List<Long> keys) {
    return new Written(List.of(), List.of(), keys);
  }

  public Counts counts() {
    return new Counts(created.size(), updated.size(), deleted.size());
  }

  public Written plus(Written other) {
    return new Written(
        join(created, other.created), join(updated, other.updated), join(deleted, other.deleted));
  }

  private static List<Long> join(List<Long> a, List<Long> b) {
    List<Long> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }
}
