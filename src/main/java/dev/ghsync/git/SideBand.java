package dev.ghsync.git;

import dev.ghsync.git.object.GitFormatException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pack that is sent in the side-band: packets whose first byte says whether the rest is pack
 * data (1), progress (2), or an error message (3). The stream ends with the flush packet. If the
 * connection breaks in the middle of a packet, the stream delivers the part that arrived before it
 * fails, because a packet can contain many whole objects.
 */
final class SideBand extends InputStream {
  private static final byte PACK = 1;

  private final PktReader packets;
  private @Nullable IOException cut;
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
    while (length > 0 && at == limit && !ended) {
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
    if (cut != null) {
      throw cut;
    }
    at = 0;
    limit = 0;
    PktReader.Kind kind = nextOrPart();
    if (kind == PktReader.Kind.FLUSH) {
      ended = true;
      return;
    }
    int band = kind == PktReader.Kind.DATA && packets.length() > 0 ? packets.data()[0] : 0;
    switch (band) {
      case PACK -> {
        at = 1;
        limit = packets.length();
      }
      case 2 -> {} // progress for people, which some servers send in spite of no-progress
      case 3 -> throw new RemoteErrorException(packets.text().substring(1));
      default -> throw new GitFormatException("the pack does not come in a side-band");
    }
  }

  private PktReader.Kind nextOrPart() throws IOException {
    try {
      return packets.next();
    } catch (IOException e) {
      if (packets.length() == 0 || packets.data()[0] != PACK) {
        throw e;
      }
      cut = e;
      return PktReader.Kind.DATA;
    }
  }
}
