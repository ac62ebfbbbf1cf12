package dev.ghsync.git.pack;

import java.io.Closeable;

/** The bytes of an expanded object: in memory, or in a temporary file if they are too many. */
sealed interface Content extends Closeable permits Content.InMemory, SpoolFile {
  long size();

  /** Reads up to {@code length} bytes; fewer only at the end. Returns how many were read. */
  int read(long position, byte[] to, int at, int length);

  /** Returns all bytes, which must fit into an array. It must not be modified. */
  default byte[] whole() {
    byte[] bytes = new byte[Math.toIntExact(size())];
    read(0, bytes, 0, bytes.length);
    return bytes;
  }

  /** Releases resources outside of the heap. */
  @Override
  void close();

  /** The usual case. */
  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  record InMemory(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public int read(long position, byte[] to, int at, int length) {
      int count = (int) Math.min(length, bytes.length - position);
      System.arraycopy(bytes, (int) position, to, at, count);
      return count;
    }

    @Override
    public byte[] whole() {
      return bytes;
    }

    @Override
    public void close() {
      // nothing is held outside of the heap
    }
  }
}
