package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** Compresses and expands the data of single objects of a pack. Not thread-safe. */
public final class PackedData implements AutoCloseable {
  private final Inflater inflater = new Inflater();
  private final Deflater deflater = new Deflater();
  private final Delta delta = new Delta();

  /**
   * Returns an object's content.
   *
   * @param data the compressed content
   * @throws GitFormatException if it is damaged or has another size
   */
  public byte[] whole(byte[] data, long size) {
    byte[] content = new byte[Math.toIntExact(size)];
    inflater.reset();
    inflater.setInput(data);
    int got = inflate(content, 0);
    require(got == size && isEnd(), "a stored object does not have its size");
    return content;
  }

  /**
   * Returns what a delta makes of its base.
   *
   * @param data the compressed delta
   * @throws GitFormatException if it is damaged or does not fit the base
   */
  public byte[] apply(byte[] data, byte[] base) {
    try {
      inflater.reset();
      delta.open(new InflaterInputStream(new ByteArrayInputStream(data), inflater));
      return delta.apply(new Content.InMemory(base));
    } catch (IOException e) {
      throw new GitFormatException("a stored delta is damaged", e);
    }
  }

  /**
   * Returns the size of a delta, in bytes.
   *
   * @param data the compressed delta
   * @throws GitFormatException if it is damaged
   */
  public long deltaSize(byte[] data) {
    byte[] piece = new byte[4096];
    inflater.reset();
    inflater.setInput(data);
    long size = 0;
    while (!inflater.finished()) {
      int got = inflate(piece, 0);
      require(got > 0 || inflater.finished(), "a stored delta is damaged");
      size += got;
    }
    return size;
  }

  /** Returns the compressed content. */
  public byte[] compress(byte[] content) {
    int most = content.length + content.length / 1000 + 64; // zlib adds 5 bytes for each 16 KB
    byte[] out = new byte[Math.min(most, content.length / 2 + 64)];
    int length = 0;
    deflater.reset();
    deflater.setInput(content);
    deflater.finish();
    while (!deflater.finished()) {
      if (length == out.length) {
        out = Arrays.copyOf(out, length < most ? most : 2 * length);
      }
      length += deflater.deflate(out, length, out.length - length);
    }
    return Arrays.copyOf(out, length);
  }

  @Override
  public void close() {
    inflater.end();
    deflater.end();
  }

  /** Fills the array from {@code from} on as far as possible. Returns where the data ends in it. */
  private int inflate(byte[] to, int from) {
    try {
      int length = from;
      int got = inflater.inflate(to, length, to.length - length);
      while (got > 0) {
        length += got;
        got = inflater.inflate(to, length, to.length - length);
      }
      return length;
    } catch (DataFormatException e) {
      throw new GitFormatException("a stored object is damaged", e);
    }
  }

  private boolean isEnd() {
    return inflater.finished() || (inflate(new byte[1], 0) == 0 && inflater.finished());
  }
}
