package dev.ghsync.git.pack;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.ObjectHasher;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A pack that is arriving. Every byte goes into the spool file and into the checksum. */
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
   * Checks the checksum after the last object, and that nothing follows it.
   *
   * @throws GitFormatException if either is wrong
   */
  void readTrailer() throws IOException {
    digest.update(buffer, 0, at);
    byte[] sum = digest.digest();
    for (byte expected : sum) {
      require((byte) u8() == expected, "the pack's checksum does not match its content");
    }
    require(at == limit && fill() < 0, "something follows the end of the pack");
  }
}
