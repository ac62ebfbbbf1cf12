package dev.ghsync.git.pack;

import java.nio.file.Path;

/** An unfolded object's bytes: in memory, or in a file of their own where they are too many. */
sealed interface Content {
  long size();

  /** Copies {@code [from, from + length)}, which must be inside. */
  void copy(long from, byte[] to, int at, int length);

  /** Gives back what it holds outside the heap. */
  void release();

  /** The usual case. */
  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  record InMemory(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void copy(long from, byte[] to, int at, int length) {
      System.arraycopy(bytes, (int) from, to, at, length);
    }

    @Override
    public void release() {
      // The garbage collector's.
    }

    /** The same out of the way. */
    InFile spill(Path folder) {
      SpoolFile file = SpoolFile.create(folder);
      file.append(bytes, 0, bytes.length);
      return new InFile(file);
    }
  }

  /** A large blob, or a base that has to wait long. */
  record InFile(SpoolFile file) implements Content {
    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void copy(long from, byte[] to, int at, int length) {
      file.read(from, to, at, length);
    }

    @Override
    public void release() {
      file.close();
    }
  }
}
