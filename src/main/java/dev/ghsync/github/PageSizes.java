package dev.ghsync.github;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How large the pages of each list may be. A list is named by its path within the repository.
 *
 * <p>One item that cannot be delivered breaks every page around it, whatever its size. A server
 * that cannot send so many items breaks at the same size in several places: only then is the whole
 * list read in smaller pages.
 */
final class PageSizes {
  static final List<Integer> ALL = List.of(100, 50, 25, 10, 5, 1);

  /** A list is not read in smaller pages than these because some of them broke. */
  private static final int SMALLEST = 5;

  private final Map<String, Integer> largest = new ConcurrentHashMap<>();
  private final Map<String, Integer> lastThatWorked = new ConcurrentHashMap<>();
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  /** Returns the largest page that the list is asked for in. */
  int largest(String list) {
    return largest.getOrDefault(list, ALL.get(0));
  }

  /** A page of this list broke before: what breaks again is not tried in the same size. */
  boolean hasBroken(String list) {
    return broken.contains(list);
  }

  /** A page broke. */
  void broke(String list) {
    broken.add(list);
  }

  /** Where a larger page broke, a page of this size came. */
  void worked(String list, int size) {
    Integer before = lastThatWorked.put(list, size);
    if (before != null && before == size) {
      limit(list, Math.max(size, SMALLEST));
    }
  }

  /** The list is asked for in pages of at most this size from now on. */
  void limit(String list, int size) {
    largest.merge(list, size, Math::min);
  }
}
