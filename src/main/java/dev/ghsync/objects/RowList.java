package dev.ghsync.objects;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;

/** Numbers of rows, 8 bytes each. */
final class RowList {
  private static final int FIRST = 256;

  private long[] rows = new long[FIRST];
  private int size;

  void add(long row) {
    if (size == rows.length) {
      rows = Arrays.copyOf(rows, 2 * size);
    }
    rows[size++] = row;
  }

  int size() {
    return size;
  }

  /** Passes on all numbers in ascending order, at most {@code most} at a time. */
  void forEachBatch(int most, Consumer<Collection<Long>> consumer) {
    Arrays.sort(rows, 0, size);
    for (int from = 0; from < size; from += most) {
      int to = Math.min(size, from + most);
      consumer.accept(Arrays.stream(rows, from, to).boxed().toList());
    }
  }
}
