package dev.ghsync.git.pack;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.ObjectHasher;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A pack as it arrives: every byte goes into the spool file and into the pack's checksum. */
final class PackStream extends PackInput {
  private static final int BUFFER_BYTES = 64 << 10;

  private final InputStream source;
  private final SpoolFile spool;
  private final MessageDigest digest = ObjectHasher.sha1();
  private int filled;

  PackStream(InputStream source, SpoolFile spool) {
    super(BUFFER_BYTES);
    this.source = source;
    this.spool = spool;
  }

  @Override
  int fill() throws IOException {
    digest.update(buffer, 0, filled);
    filled = 0;
    int got = source.read(buffer, 0, buffer.length);
    if (got > 0) {
      spool.append(buffer, 0, got);
      filled = got;
    }
    return got;
  }

  /**
   * Reads the checksum behind the last object, and that nothing follows.
   *
   * @throws GitFormatException where either is not so
   */
  void readTrailer() throws IOException {
    digest.update(buffer, 0, at);
    byte[] sum = digest.digest();
    for (byte expected : sum) {
      if ((byte) u8() != expected) {
        throw new GitFormatException("the pack's checksum does not fit its content");
      }
    }
    if (at < limit || fill() >= 0) {
      throw new GitFormatException("something follows the end of the pack");
    }
  }
}
