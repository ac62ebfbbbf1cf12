package dev.ghsync.git;

import dev.ghsync.git.object.Bytes;
import dev.ghsync.git.object.GitFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads pkt-lines, see gitprotocol-common(5): four hex digits that say the length, themselves
 * included, then the data; lengths below four are marks. An {@code ERR} packet becomes a {@link
 * RemoteErrorException} wherever it stands.
 */
final class PktReader {
  private static final int LENGTH_DIGITS = 4;
  private static final int LARGEST = 65_520;
  private static final String ERROR = "ERR ";

  private final InputStream source;
  private final byte[] packet = new byte[LARGEST];
  private int length;

  PktReader(InputStream source) {
    this.source = source;
  }

  /** What a packet is. */
  enum Kind {
    DATA,
    FLUSH,
    DELIMITER,
    RESPONSE_END
  }

  /**
   * Reads the next packet.
   *
   * @throws EOFException where the source ends: there is a flush at the end of every answer
   */
  Kind next() throws IOException {
    readFully(LENGTH_DIGITS);
    int announced = hexLength();
    length = 0;
    return switch (announced) {
      case 0 -> Kind.FLUSH;
      case 1 -> Kind.DELIMITER;
      case 2 -> Kind.RESPONSE_END;
      default -> readData(announced);
    };
  }

  /** The last packet's data, {@link #length} bytes from the start; overwritten by the next. */
  byte[] data() {
    return packet;
  }

  int length() {
    return length;
  }

  /** The last packet's data as a line, without its newline. */
  String text() {
    int end = Bytes.withoutNewlines(packet, 0, length);
    return new String(packet, 0, end, StandardCharsets.UTF_8);
  }

  private Kind readData(int announced) throws IOException {
    if (announced < LENGTH_DIGITS || announced > LARGEST) {
      throw new GitFormatException("the answer is not in git's protocol");
    }
    length = announced - LENGTH_DIGITS;
    readFully(length);
    if (Bytes.startsWith(packet, 0, length, ERROR)) {
      throw new RemoteErrorException(text().substring(ERROR.length()));
    }
    return Kind.DATA;
  }

  private int hexLength() {
    int number = 0;
    for (int i = 0; i < LENGTH_DIGITS; i++) {
      int digit = Character.digit(packet[i], 16);
      if (digit < 0) {
        throw new GitFormatException("the answer is not in git's protocol");
      }
      number = number << 4 | digit;
    }
    return number;
  }

  private void readFully(int count) throws IOException {
    if (source.readNBytes(packet, 0, count) < count) {
      throw new EOFException("the answer ends in the middle");
    }
  }
}
