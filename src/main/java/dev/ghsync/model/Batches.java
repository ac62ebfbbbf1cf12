package dev.ghsync.model;

import java.util.ArrayList;
import java.util.List;

/** Divides a list for requests that take only so many items. */
public final class Batches {
  private Batches() {}

  /**
   * Returns consecutive parts of a list, as views of it.
   *
   * @param size the number of items in each part but the last, at least 1
   */
  public static <T> List<List<T>> of(List<T> items, int size) {
    List<List<T>> batches = new ArrayList<>();
    for (int i = 0; i < items.size(); i += size) {
      batches.add(items.subList(i, Math.min(i + size, items.size())));
    }
    return batches;
  }
}
