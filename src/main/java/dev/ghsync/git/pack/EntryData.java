package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The inflated data of one pack entry after the other. The stream ends after exactly the bytes that
 * the entry's header promised, or fails; then the input stands behind the entry.
 */
final class EntryData extends InputStream {
  private static final int FIRST_BYTES = 64 << 10;

  private final PackInput in;
  private final Inflater inflater = new Inflater();

  /** Kept from entry to entry: it grows to the largest. */
  private byte[] whole = new byte[FIRST_BYTES];

  private long left;
  private boolean ended;

  EntryData(PackInput in) {
    this.in = in;
  }

  /** Begins with the entry whose compressed data follow in the input. */
  void open(long size) {
    inflater.reset();
    inflater.setInput(in.buffer, in.at, in.limit - in.at);
    left = size;
    ended = false;
  }

  /** Reads all that is left, which must fit into an array. */
  byte[] readWhole() throws IOException {
    int size = Math.toIntExact(left);
    int length = 0;
    int got = 0;
    while (got >= 0) {
      length += got;
      if (length == whole.length) {
        // Not the promised size at once: it is a stranger's number.
        whole = Arrays.copyOf(whole, (int) Math.min(2L * length, size + 1L));
      }
      got = read(whole, length, whole.length - length);
    }
    return Arrays.copyOf(whole, length);
  }

  /** Reads what is left and drops it. */
  void skipRest() throws IOException {
    int got = 0;
    while (got >= 0) {
      got = read(whole, 0, FIRST_BYTES);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    // Room for one byte more, where there is: then zlib sees its end in the same call.
    int got = inflate(to, offset, (int) Math.min(length, left + 1));
    left -= got;
    if (left < 0) {
      throw new GitFormatException("an object in the pack is longer than it says");
    }
    if (inflater.finished()) {
      end();
    }
    return got == 0 ? -1 : got;
  }

  @Override
  public void close() {
    inflater.end();
  }

  private int inflate(byte[] to, int offset, int length) throws IOException {
    try {
      int got = inflater.inflate(to, offset, length);
      while (got == 0 && !inflater.finished()) {
        if (inflater.needsDictionary()) {
          throw new GitFormatException("the pack's data is not compressed as git does it");
        }
        in.more();
        inflater.setInput(in.buffer, in.at, in.limit - in.at);
        got = inflater.inflate(to, offset, length);
      }
      return got;
    } catch (DataFormatException e) {
      throw new GitFormatException("the pack's compressed data is damaged", e);
    }
  }

  private void end() {
    in.at = in.limit - inflater.getRemaining();
    ended = true;
    if (left > 0) {
      throw new GitFormatException("an object in the pack is shorter than it says");
    }
  }
}
