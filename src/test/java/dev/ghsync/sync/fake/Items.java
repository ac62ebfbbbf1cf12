package dev.ghsync.sync.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Items of one kind by their number or id, in its order. Whoever asks for one knows it is there.
 */
public final class Items {
  private final NavigableMap<Long, ObjectNode> byKey = new TreeMap<>();

  public ObjectNode get(long key) {
    return Objects.requireNonNull(byKey.get(key));
  }

  public boolean has(long key) {
    return byKey.containsKey(key);
  }

  public ObjectNode put(long key, ObjectNode item) {
    byKey.put(key, item);
    return item;
  }

  public ObjectNode remove(long key) {
    return Objects.requireNonNull(byKey.remove(key));
  }

  public List<Long> keys() {
    return List.copyOf(byKey.keySet());
  }

  public List<ObjectNode> all() {
    return List.copyOf(byKey.values());
  }

  public List<ObjectNode> newestFirst() {
    return List.copyOf(byKey.descendingMap().values());
  }

  public List<ObjectNode> behind(long key) {
    return List.copyOf(byKey.tailMap(key, false).values());
  }

  /** Those that hang on an issue or pull request. */
  public List<ObjectNode> of(long number) {
    return all().stream().filter(item -> World.parent(item) == number).toList();
  }

  public void removeOf(long number) {
    byKey.values().removeIf(item -> World.parent(item) == number);
  }
}
