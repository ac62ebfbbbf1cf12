package dev.ghsync.objects.compact;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.PackedData;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.PackedObject;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Store;
import dev.ghsync.store.compact.PackingOrder;
import dev.ghsync.store.compact.PackingOrder.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Packs trees and contents that are only unfolded, as deltas where similar objects are packed with
 * them. Unfolded rows stay. An object whose bytes do not have its id stays as it is: REST does not
 * deliver all bytes of unusual trees.
 */
final class Packing {
  private static final int ITEMS = 500;
  private static final long BYTES = Math.min(8_000_000, Runtime.getRuntime().maxMemory() / 28);

  private final Store store;
  private final Progress progress;
  private final DeltaWindow window = new DeltaWindow();
  private long packed;

  Packing(Store store, Progress progress) {
    this.store = store;
    this.progress = progress;
  }

  /** Counts the objects that are only unfolded. */
  static long count(Store store) {
    try (PackingOrder order = PackingOrder.ofUnpacked(store.file())) {
      return order.size();
    }
  }

  /** Returns how many objects were packed. */
  long run() {
    try (PackingOrder order = PackingOrder.ofUnpacked(store.file());
        PackedData data = new PackedData()) {
      long all = order.size();
      for (List<Item> items = order.next(ITEMS); !items.isEmpty(); items = order.next(ITEMS)) {
        pack(items, all, data);
      }
    }
    return packed;
  }

  private void pack(List<Item> items, long all, PackedData data) {
    int from = 0;
    while (from < items.size()) {
      long bytes = 0;
      int to = from;
      while (to < items.size() && (to == from || bytes + items.get(to).size() <= BYTES)) {
        bytes += items.get(to++).size();
      }
      List<Item> some = items.subList(from, to);
      List<PackedObject> objects = store.read(db -> objects(db, some, data));
      store.write(s -> s.packed().insert(objects));
      packed += objects.size();
      progress.report("pack", items.get(to - 1).number(), all);
      progress.check();
      from = to;
    }
  }

  private List<PackedObject> objects(Reads db, List<Item> items, PackedData data) {
    List<PackedObject> objects = new ArrayList<>();
    try (ObjectReader reader = new ObjectReader(db)) {
      for (Item item : items) {
        reader
            .read(item.id())
            .filter(object -> GitObjects.id(object.type(), object.content()).equals(item.id()))
            .ifPresent(object -> objects.add(packed(item.id(), object, data)));
      }
    }
    return objects;
  }

  private PackedObject packed(ObjectId id, RawObject object, PackedData data) {
    Optional<DeltaWindow.Found> delta = window.find(object);
    window.add(id, object, delta.map(DeltaWindow.Found::deltas).orElse(0));
    byte[] bytes = data.compress(delta.map(DeltaWindow.Found::data).orElse(object.content()));
    return new PackedObject(
        id, object.type(), object.content().length, delta.map(DeltaWindow.Found::base), bytes);
  }
}
