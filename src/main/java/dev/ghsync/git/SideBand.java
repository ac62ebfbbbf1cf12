package dev.ghsync.git;

import dev.ghsync.git.object.GitFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The pack out of the side-band: packets whose first byte says whether the rest is the pack's (1),
 * progress for people (2), or the reason why the server gives up (3). Ends with the flush.
 */
final class SideBand extends InputStream {
  private static final int LONGEST_LINE = 1000;

  private final PktReader packets;
  private final Consumer<String> progress;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int at;
  private int limit;
  private boolean ended;

  /** Progress is told line by line, cleaned. */
  SideBand(PktReader packets, Consumer<String> progress) {
    this.packets = packets;
    this.progress = progress;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /** Gives what is left of a packet, so seldom all that is asked for. */
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
      case 2 -> hear(packets.data(), packets.length());
      case 3 -> throw new RemoteErrorException(packets.text().substring(1));
      default -> throw new GitFormatException("the pack does not come in a side-band");
    }
  }

  private void hear(byte[] packet, int length) {
    for (int i = 1; i < length; i++) {
      boolean end = packet[i] == '\n' || packet[i] == '\r';
      if (!end && line.size() < LONGEST_LINE) {
        line.write(packet[i]);
      } else if (end && line.size() > 0) {
        progress.accept(RemoteText.clean(line.toString(StandardCharsets.UTF_8)));
        line.reset();
      }
    }
  }
}
