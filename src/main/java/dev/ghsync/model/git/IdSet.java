package dev.ghsync.model.git;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A set of object ids that takes about 30 bytes of memory an id. Thread-safe.
 *
 * <p>The ids are spread over 256 hash tables by their first byte, so that a table that grows copies
 * only a small part of them.
 */
public final class IdSet {
  private static final int ID_BYTES = 20;
  private static final int TABLES = 256;
  private static final int FIRST_SLOTS = 8;

  private final Table[] tables = new Table[TABLES];

  public IdSet() {
    Arrays.setAll(tables, i -> new Table());
  }

  /** Adds the id of 20 bytes at {@code offset}. Returns whether it is new. */
  public boolean add(byte[] bytes, int offset) {
    Table table = tables[bytes[offset] & 0xff];
    synchronized (table) {
      return table.add(bytes, offset);
    }
  }

  public boolean add(ObjectId id) {
    return add(id.bytes(), 0);
  }

  public boolean contains(byte[] bytes, int offset) {
    Table table = tables[bytes[offset] & 0xff];
    synchronized (table) {
      return table.isUsed(table.slot(bytes, offset));
    }
  }

  public boolean contains(ObjectId id) {
    return contains(id.bytes(), 0);
  }

  /** Removes the id of 20 bytes at {@code offset}, if it is there. */
  public void remove(byte[] bytes, int offset) {
    Table table = tables[bytes[offset] & 0xff];
    synchronized (table) {
      table.remove(bytes, offset);
    }
  }

  public void remove(ObjectId id) {
    remove(id.bytes(), 0);
  }

  public void clear() {
    for (Table table : tables) {
      synchronized (table) {
        table.clear();
      }
    }
  }

  public int size() {
    int size = 0;
    for (Table table : tables) {
      synchronized (table) {
        size += table.count;
      }
    }
    return size;
  }

  /** Passes on the ids in no particular order. The set must not be changed meanwhile. */
  public void forEach(Consumer<ObjectId> consumer) {
    for (Table table : tables) {
      for (int slot = 0; slot < table.slots; slot++) {
        if (table.isUsed(slot)) {
          consumer.accept(ObjectId.of(table.ids, slot * ID_BYTES));
        }
      }
    }
  }

  /** Returns the ids in no particular order. The set must not be changed meanwhile. */
  public List<ObjectId> toList() {
    List<ObjectId> ids = new ArrayList<>(size());
    forEach(ids::add);
    return ids;
  }

  /** Open addressing with linear probing. From 65 to 83 percent of the slots are used. */
  private static final class Table {
    /** The number of hashes: three bytes. */
    private static final int HASH_BITS = 24;

    private int slots = FIRST_SLOTS;
    private byte[] ids = new byte[FIRST_SLOTS * ID_BYTES];
    private long[] used = new long[1];
    private int count;

    void clear() {
      slots = FIRST_SLOTS;
      ids = new byte[FIRST_SLOTS * ID_BYTES];
      used = new long[1];
      count = 0;
    }

    boolean add(byte[] bytes, int offset) {
      int slot = slot(bytes, offset);
      if (isUsed(slot)) {
        return false;
      }
      put(slot, bytes, offset);
      if (++count > slots - slots / 6) {
        grow();
      }
      return true;
    }

    /** Returns the id's slot, or the free slot where it belongs. */
    int slot(byte[] bytes, int offset) {
      int slot = home(bytes, offset);
      while (isUsed(slot) && !isAt(slot, bytes, offset)) {
        slot = next(slot);
      }
      return slot;
    }

    boolean isUsed(int slot) {
      return (used[slot >> 6] >>> slot & 1) != 0;
    }

    /** Closes the gap, so that no later id of the same run of slots becomes unreachable. */
    void remove(byte[] bytes, int offset) {
      int gap = slot(bytes, offset);
      if (!isUsed(gap)) {
        return;
      }
      count--;
      free(gap);
      for (int next = next(gap); isUsed(next); next = next(next)) {
        int home = home(ids, next * ID_BYTES);
        boolean reachable = gap <= next ? gap < home && home <= next : gap < home || home <= next;
        if (!reachable) {
          put(gap, ids, next * ID_BYTES);
          free(next);
          gap = next;
        }
      }
    }

    private int next(int slot) {
      return slot + 1 == slots ? 0 : slot + 1;
    }

    /** The first byte is the same for the whole table. */
    private int home(byte[] bytes, int offset) {
      int hash =
          (bytes[offset + 1] & 0xff) << 16
              | (bytes[offset + 2] & 0xff) << 8
              | (bytes[offset + 3] & 0xff);
      return (int) (((long) hash * slots) >>> HASH_BITS);
    }

    private boolean isAt(int slot, byte[] bytes, int offset) {
      int at = slot * ID_BYTES;
      return Arrays.equals(ids, at, at + ID_BYTES, bytes, offset, offset + ID_BYTES);
    }

    private void put(int slot, byte[] bytes, int offset) {
      System.arraycopy(bytes, offset, ids, slot * ID_BYTES, ID_BYTES);
      used[slot >> 6] |= 1L << slot;
    }

    private void free(int slot) {
      used[slot >> 6] &= ~(1L << slot);
    }

    private void grow() {
      byte[] oldIds = ids;
      long[] oldUsed = used;
      int oldSlots = slots;
      slots += slots / 4;
      ids = new byte[slots * ID_BYTES];
      used = new long[(slots + 63) >> 6];
      for (int slot = 0; slot < oldSlots; slot++) {
        if ((oldUsed[slot >> 6] >>> slot & 1) != 0) {
          put(slot(oldIds, slot * ID_BYTES), oldIds, slot * ID_BYTES);
        }
      }
    }
  }
}
