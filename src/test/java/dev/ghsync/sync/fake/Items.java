package dev.ghsync.sync.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Items of one kind by their number or id, in its order. Whoever asks for one knows it is there.
 */
final class Items {
  private final NavigableMap<Long, ObjectNode> byKey = new TreeMap<>();

  ObjectNode get(long key) {
    return Objects.requireNonNull(byKey.get(key));
  }

  boolean has(long key) {
    return byKey.containsKey(key);
  }

  ObjectNode put(long key, ObjectNode item) {
    byKey.put(key, item);
    return item;
  }

  ObjectNode remove(long key) {
    return Objects.requireNonNull(byKey.remove(key));
  }

  List<Long> keys() {
    return List.copyOf(byKey.keySet());
  }

  List<ObjectNode> all() {
    return List.copyOf(byKey.values());
  }

  List<ObjectNode> newestFirst() {
    return List.copyOf(byKey.descendingMap().values());
  }

  List<ObjectNode> behind(long key) {
    return List.copyOf(byKey.tailMap(key, false).values());
  }

  /** Those that hang on an issue or pull request. */
  List<ObjectNode> of(long number) {
    return all().stream().filter(item -> World.parent(item) == number).toList();
  }

  void removeOf(long number) {
    byKey.values().removeIf(item -> World.parent(item) == number);
  }
}
