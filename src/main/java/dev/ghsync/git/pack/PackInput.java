package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitFormatException;
import java.io.IOException;

/**
 * A buffered position in a pack. {@link EntryData} works directly on the buffer, since an inflater
 * only tells afterwards how much it has taken.
 */
abstract class PackInput {
  final byte[] buffer;

  /** The next byte to read; {@code limit} where the buffer is used up. */
  int at;

  int limit;

  private long bufferStart;

  PackInput(int bufferBytes) {
    buffer = new byte[bufferBytes];
  }

  /**
   * Puts the bytes from {@link #position} on at the start of the buffer.
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
    if (got < 0) {
      throw new GitFormatException("the pack ends in the middle of an object");
    }
    limit = got;
  }

  final int u8() throws IOException {
    if (at == limit) {
      more();
    }
    return buffer[at++] & 0xff;
  }
}
