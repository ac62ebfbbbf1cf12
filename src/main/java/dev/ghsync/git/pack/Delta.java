package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Applies deltas, one after the other: two sizes, then instructions that copy a part of the base or
 * insert new bytes; see gitformat-pack(5). Every length is checked against the declared sizes
 * before anything is copied.
 */
final class Delta {
  private static final int COPY = 0x80;
  private static final int SIZE_OF_ZERO = 0x10000;
  private static final int LAST_SHIFT = 56;
  private static final int PIECE_BYTES = 64 << 10;

  private final byte[] window = new byte[8 << 10];
  private InputStream instructions = InputStream.nullInputStream();
  private int at;
  private int limit;
  private long baseSize;
  private long resultSize;

  /** Opens a delta and reads its two sizes. */
  void open(InputStream data) throws IOException {
    instructions = data;
    at = 0;
    limit = 0;
    baseSize = size();
    resultSize = size();
  }

  /** Returns the declared size of the result, in bytes. */
  long resultSize() {
    return resultSize;
  }

  /** Expands in memory. The caller has checked {@link #resultSize}. */
  byte[] apply(Content base) throws IOException {
    byte[] result = new byte[Math.toIntExact(resultSize)];
    run(base, result, null);
    return result;
  }

  /** Expands into a file. */
  void apply(Content base, SpoolFile result) throws IOException {
    run(base, new byte[PIECE_BYTES], result);
  }

  /** Fills the buffer. If there is a file, a full buffer is appended to it and filled again. */
  private void run(Content base, byte[] buffer, @Nullable SpoolFile file) throws IOException {
    require(base.size() == baseSize, "a delta does not fit its base");
    long left = resultSize;
    int filled = 0;
    for (int code = next(); code >= 0; code = next()) {
      boolean copy = (code & COPY) != 0;
      long from = copy ? littleEndian(code, 4) : 0;
      int length = copy ? copySize(code) : code;
      require(length > 0, "a delta has an instruction that is not defined");
      require(length <= left, "a delta expands to more than it declares");
      require(!copy || from + length <= baseSize, "a delta copies from beyond its base's end");
      left -= length;
      while (length > 0) {
        if (file != null && filled == buffer.length) {
          file.append(buffer, 0, filled);
          filled = 0;
        }
        int piece = Math.min(length, buffer.length - filled);
        if (copy) {
          base.read(from, buffer, filled, piece);
          from += piece;
        } else {
          insert(buffer, filled, piece);
        }
        filled += piece;
        length -= piece;
      }
    }
    require(left == 0, "a delta expands to less than it declares");
    if (file != null) {
      file.append(buffer, 0, filled);
    }
  }

  private void insert(byte[] to, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      require(at < limit || refill(), "a delta ends in the middle of an instruction");
      int piece = Math.min(length - done, limit - at);
      System.arraycopy(window, at, to, offset + done, piece);
      at += piece;
      done += piece;
    }
  }

  /** Reads a size: seven bits a byte, the lowest first. */
  private long size() throws IOException {
    long size = 0;
    int shift = 0;
    int b = COPY;
    while ((b & COPY) != 0) {
      require(shift < LAST_SHIFT, "a delta has an impossible size");
      b = u8();
      size |= (long) (b & 0x7f) << shift;
      shift += 7;
    }
    return size;
  }

  private int copySize(int code) throws IOException {
    int size = (int) littleEndian(code >> 4, 3);
    return size == 0 ? SIZE_OF_ZERO : size;
  }

  /** Reads a number of up to so many bytes. Only bytes whose bit is set are present. */
  private long littleEndian(int bits, int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      if ((bits >> i & 1) != 0) {
        number |= (long) u8() << (8 * i);
      }
    }
    return number;
  }

  private int u8() throws IOException {
    int b = next();
    require(b >= 0, "a delta ends in the middle of an instruction");
    return b;
  }

  /** Returns the next byte, or -1 at the end. */
  private int next() throws IOException {
    return at < limit || refill() ? window[at++] & 0xff : -1;
  }

  private boolean refill() throws IOException {
    at = 0;
    limit = Math.max(0, instructions.read(window));
    return limit > 0;
  }
}
