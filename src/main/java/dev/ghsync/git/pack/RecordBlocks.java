package dev.ghsync.git.pack;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records of a fixed size, numbered from 0, in blocks that never move. The first blocks are on the
 * heap, up to a budget. All others are in a temporary file that is mapped into memory, from where
 * the system can write them to disk. So the memory that is needed does not grow with the number of
 * records.
 *
 * <p>One thread adds blocks. Others may read and write records meanwhile.
 */
final class RecordBlocks implements Closeable {
  /** Records in a block. */
  static final int BLOCK = 4096;

  private final Path folder;
  private final int recordBytes;
  private long heapBudget;
  private Optional<SpoolFile> file = Optional.empty();

  /** Volatile because other threads use it while blocks are added. */
  private volatile @Nullable ByteBuffer[] blocks = new ByteBuffer[16];

  /**
   * Creates an empty table.
   *
   * @param folder for the temporary file
   * @param heapBudget how many bytes of records may be on the heap
   */
  RecordBlocks(Path folder, int recordBytes, long heapBudget) {
    this.folder = folder;
    this.recordBytes = recordBytes;
    this.heapBudget = heapBudget;
  }

  /**
   * Makes room for a record. All before it have room already.
   *
   * @param expected how many records there will be at least, so that a small table stays small
   */
  void makeRoom(int record, int expected) {
    int number = record / BLOCK;
    if (number == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * number);
    }
    @Nullable ByteBuffer block = blocks[number];
    if (block == null) {
      set(number, allocate(Math.min(BLOCK, expected - number * BLOCK)));
    } else if (at(record) >= block.capacity()) {
      set(number, allocate(BLOCK).put(0, block, 0, block.capacity()));
    }
  }

  /** Makes room for this many records. */
  void makeRoomForAll(int records) {
    for (int last = BLOCK - 1; last < records; last += BLOCK) {
      makeRoom(last, records);
    }
    if (records % BLOCK > 0) {
      makeRoom(records - 1, records);
    }
  }

  private void set(int number, ByteBuffer block) {
    @Nullable ByteBuffer[] all = blocks;
    all[number] = block;
    blocks = all; // publishes the block
  }

  /** Returns the block that holds the record, at {@link #at}. */
  ByteBuffer block(int record) {
    return requireNonNull(blocks[record / BLOCK]);
  }

  /** Returns where the record begins in its {@link #block}. */
  int at(int record) {
    return record % BLOCK * recordBytes;
  }

  /** Frees the heap. The system frees the file when the buffers are collected. */
  @Override
  public void close() {
    blocks = new ByteBuffer[0];
    file.ifPresent(SpoolFile::close);
  }

  private ByteBuffer allocate(int records) {
    int bytes = records * recordBytes;
    if (bytes <= heapBudget) {
      heapBudget -= bytes;
      return ByteBuffer.allocate(bytes);
    }
    if (file.isEmpty()) {
      file = Optional.of(SpoolFile.create(folder));
    }
    return file.get().appendMapped(bytes);
  }
}
