package dev.ghsync.github;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The page sizes of lists, each named by its path within the repository.
 *
 * <p>One item that cannot be delivered fails every page around it, whatever the size. A server that
 * cannot send so many items fails at the same size in several places: only then is the whole list
 * read in smaller pages.
 */
final class PageSizes {
  static final List<Integer> ALL = List.of(100, 50, 25, 10, 5, 1);

  /** A list is not read in smaller pages than these because some of them failed. */
  private static final int SMALLEST = 5;

  private final Map<String, Integer> largest = new ConcurrentHashMap<>();
  private final Map<String, Integer> lastSuccess = new ConcurrentHashMap<>();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  /** Returns the largest page that the list is read in. */
  int largest(String list) {
    return largest.getOrDefault(list, ALL.get(0));
  }

  /** Whether a page of the list failed before: then another is not retried in the same size. */
  boolean hasFailed(String list) {
    return failed.contains(list);
  }

  void noteFailure(String list) {
    failed.add(list);
  }

  /** Notes that a page of this size was delivered where a larger one failed. */
  void noteSuccess(String list, int size) {
    Integer before = lastSuccess.put(list, size);
    if (before != null && before == size) {
      limit(list, Math.max(size, SMALLEST));
    }
  }

  /** Limits the page size of the list from now on. */
  void limit(String list, int size) {
    largest.merge(list, size, Math::min);
  }
}
