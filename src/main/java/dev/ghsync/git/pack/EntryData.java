package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The inflated data of pack entries, one after the other. The stream ends after exactly the bytes
 * that the entry's header declared, or fails. The input is then positioned after the entry.
 */
final class EntryData extends InputStream {
  private static final int FIRST_BYTES = 64 << 10;

  private final PackInput in;
  private final Inflater inflater = new Inflater();

  /** Reused for all entries; grows to the largest. */
  private byte[] whole = new byte[FIRST_BYTES];

  private long left;
  private boolean ended;

  EntryData(PackInput in) {
    this.in = in;
  }

  /** Opens the entry whose compressed data follow in the input. */
  void open(long size) {
    inflater.reset();
    inflater.setInput(in.buffer, in.at, in.limit - in.at);
    left = size;
    ended = false;
  }

  /** Reads the rest of the entry, which must fit into an array. */
  byte[] readWhole() throws IOException {
    int size = Math.toIntExact(left);
    int length = 0;
    int got = 0;
    while (got >= 0) {
      length += got;
      if (length == whole.length) {
        // The declared size is not trusted, so it is not allocated at once.
        whole = Arrays.copyOf(whole, (int) Math.min(2L * length, size + 1L));
      }
      got = read(whole, length, whole.length - length);
    }
    return Arrays.copyOf(whole, length);
  }

  /** Reads and drops the rest of the entry. */
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
    // If the array has room for one more byte, zlib reaches its end in the same call.
    int got = inflate(to, offset, (int) Math.min(length, left + 1));
    left -= got;
    require(left >= 0, "an object in the pack is longer than it declares");
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
        require(!inflater.needsDictionary(), "the pack's data is not compressed as git does it");
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
    require(left <= 0, "an object in the pack is shorter than it declares");
  }
}
