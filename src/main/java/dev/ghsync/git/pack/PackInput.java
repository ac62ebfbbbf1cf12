package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import java.io.IOException;

/**
 * A buffered position in a pack. {@link EntryData} works directly on the buffer, because an
 * inflater reports only afterwards how much it has consumed.
 */
abstract class PackInput {
  final byte[] buffer;

  /** The next byte to read; {@code limit} if the buffer is used up. */
  int at;

  int limit;

  private long bufferStart;

  PackInput(int bufferBytes) {
    buffer = new byte[bufferBytes];
  }

  /**
   * Fills the buffer with the bytes from {@link #position} on.
   *
   * @return how many, at least 1; -1 at the end
   */
  abstract int fill() throws IOException;

  final long position() {
    return bufferStart + at;
  }

  final void moveTo(long position) {
    long inBuffer = position - bufferStart;
    if (inBuffer >= 0 && inBuffer < limit) {
      at = (int) inBuffer;
    } else {
      bufferStart = position;
      at = 0;
      limit = 0;
    }
  }

  /** Replaces the buffer, all of which was read. */
  final void more() throws IOException {
    bufferStart += limit;
    at = 0;
    limit = 0;
    int got = fill();
    require(got >= 0, "the pack ends in the middle of an object");
    limit = got;
  }

  final int u8() throws IOException {
    if (at == limit) {
      more();
    }
    return buffer[at++] & 0xff;
  }

  /** Fills the array with the next bytes. */
  final void readFully(byte[] to) throws IOException {
    int done = 0;
    while (done < to.length) {
      if (at == limit) {
        more();
      }
      int piece = Math.min(to.length - done, limit - at);
      System.arraycopy(buffer, at, to, done, piece);
      at += piece;
      done += piece;
    }
  }
}
