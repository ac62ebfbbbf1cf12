package dev.ghsync.sync.list;

import dev.ghsync.github.json.UnreadItem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The ids that a list showed, in its order. */
public final class SeenIds {
  private static final String NUMBER = "\\d{1,18}";

  private SeenIds() {}

  /**
   * Returns all ids, those of items that could not be read too; empty where one of these has no id,
   * since then nothing can be said of what the list does not show.
   */
  public static Optional<Set<Long>> of(List<List<Long>> pages, List<UnreadItem> unread) {
    Set<Long> ids = new LinkedHashSet<>();
    pages.forEach(ids::addAll);
    for (UnreadItem item : unread) {
      Optional<String> name = item.name().filter(text -> text.matches(NUMBER));
      if (name.isEmpty()) {
        return Optional.empty();
      }
      ids.add(Long.valueOf(name.get()));
    }
    return Optional.of(ids);
  }
}
