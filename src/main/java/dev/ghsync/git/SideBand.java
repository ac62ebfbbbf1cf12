package dev.ghsync.git;

import dev.ghsync.git.object.GitFormatException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The pack that is sent in the side-band: packets whose first byte says whether the rest is pack
 * data (1), progress (2), or an error message (3). The stream ends with the flush packet.
 */
final class SideBand extends InputStream {
  private final PktReader packets;
  private int at;
  private int limit;
  private boolean ended;

  SideBand(PktReader packets) {
    this.packets = packets;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Returns the rest of a packet, which is usually less than {@code length}. */
  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    while (at == limit && !ended) {
      nextPacket();
    }
    if (ended) {
      return -1;
    }
    int got = Math.min(length, limit - at);
    System.arraycopy(packets.data(), at, to, offset, got);
    at += got;
    return got;
  }

  private void nextPacket() throws IOException {
    PktReader.Kind kind = packets.next();
    at = 0;
    limit = 0;
    if (kind == PktReader.Kind.FLUSH) {
      ended = true;
      return;
    }
    int band = kind == PktReader.Kind.DATA && packets.length() > 0 ? packets.data()[0] : 0;
    switch (band) {
      case 1 -> {
        at = 1;
        limit = packets.length();
      }
      case 2 -> {} // progress for people, which some servers send in spite of no-progress
      case 3 -> throw new RemoteErrorException(packets.text().substring(1));
      default -> throw new GitFormatException("the pack does not come in a side-band");
    }
  }
}
