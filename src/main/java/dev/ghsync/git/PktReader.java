package dev.ghsync.git;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads pkt-lines, see gitprotocol-common(5): four hex digits with the length, which includes them,
 * then the data. Lengths below four are special packets. An {@code ERR} packet is thrown as a
 * {@link RemoteErrorException}.
 */
final class PktReader {
  private static final int LENGTH_DIGITS = 4;
  private static final int LARGEST = 65_520;
  private static final String ERROR = "ERR ";
  private static final String NOT_GIT = "the answer is not in git's protocol";

  private final InputStream source;
  private final byte[] digits = new byte[LENGTH_DIGITS];
  private final byte[] packet = new byte[LARGEST];
  private int length;

  PktReader(InputStream source) {
    this.source = source;
  }

  /** The kind of a packet. */
  enum Kind {
    DATA,
    FLUSH,
    DELIMITER,
    RESPONSE_END
  }

  /**
   * Reads the next packet. If the source fails in the middle of a packet's data, {@link #data}
   * contains the part that arrived.
   *
   * @throws EOFException if the source ends: every answer ends with a flush packet
   */
  Kind next() throws IOException {
    length = 0;
    int announced = readLength();
    return switch (announced) {
      case 0 -> Kind.FLUSH;
      case 1 -> Kind.DELIMITER;
      case 2 -> Kind.RESPONSE_END;
      default -> readData(announced);
    };
  }

  /** Returns the last packet's data, {@link #length} bytes; overwritten by the next packet. */
  byte[] data() {
    return packet;
  }

  int length() {
    return length;
  }

  /** Returns the last packet's data as a line, without its newline. */
  String text() {
    int end = Bytes.withoutNewlines(packet, 0, length);
    return new String(packet, 0, end, StandardCharsets.UTF_8);
  }

  private Kind readData(int announced) throws IOException {
    require(announced >= LENGTH_DIGITS && announced <= LARGEST, NOT_GIT);
    read(announced - LENGTH_DIGITS);
    if (Bytes.startsWith(packet, 0, length, ERROR)) {
      throw new RemoteErrorException(text().substring(ERROR.length()));
    }
    return Kind.DATA;
  }

  private int readLength() throws IOException {
    if (source.readNBytes(digits, 0, LENGTH_DIGITS) < LENGTH_DIGITS) {
      throw endsEarly();
    }
    int number = 0;
    for (byte character : digits) {
      int digit = Character.digit(character, 16);
      require(digit >= 0, NOT_GIT);
      number = number << 4 | digit;
    }
    return number;
  }

  private void read(int count) throws IOException {
    while (length < count) {
      int read = source.read(packet, length, count - length);
      if (read < 0) {
        throw endsEarly();
      }
      length += read;
    }
  }

  private static EOFException endsEarly() {
    return new EOFException("the answer ends in the middle");
  }
}
