package dev.ghsync.git.object;

import dev.ghsync.model.git.ObjectId;
import java.util.Arrays;
import java.util.Optional;

/**
 * The two parts of a commit or tag: lines of {@code key SP value}, and the message after the first
 * blank line. A line that begins with a space continues the one before, so it has no key.
 *
 * <p>If no blank line follows the header, the header is kept without its last newline. {@link
 * #join} thereby distinguishes an object without a message from one with an empty message.
 */
final class HeaderLines {
  private final byte[] content;
  private final int headerEnd;
  private final int messageStart;
  private int at;

  HeaderLines(byte[] content) {
    this.content = content;
    int blank = blankLine(content);
    if (blank < 0) {
      headerEnd = Bytes.withoutNewlines(content, 0, content.length);
      messageStart = headerEnd;
    } else {
      headerEnd = blank;
      messageStart = blank + 1;
    }
  }

  /** Returns the bytes of an object from its two parts. */
  static byte[] join(byte[] header, byte[] message) {
    boolean blankLine = header[header.length - 1] == '\n';
    int messageAt = header.length + (blankLine ? 1 : 0);
    byte[] all = Arrays.copyOf(header, messageAt + message.length);
    if (blankLine) {
      all[header.length] = '\n';
    }
    System.arraycopy(message, 0, all, messageAt, message.length);
    return all;
  }

  /** Returns the header, with its last newline if a blank line follows. */
  byte[] header() {
    return Arrays.copyOf(content, headerEnd);
  }

  /** Returns all bytes after the blank line. */
  byte[] message() {
    return Arrays.copyOfRange(content, messageStart, content.length);
  }

  /** Reads the next line if it is this key and an id; otherwise does not move. */
  Optional<ObjectId> takeId(String key) {
    Optional<ObjectId> id =
        hasKey(at, key) ? Bytes.hexId(content, valueStart(at, key), lineEnd(at)) : Optional.empty();
    if (id.isPresent()) {
      at = nextLine(at);
    }
    return id;
  }

  /** Reads the next line if it has this key; otherwise does not move. */
  Optional<byte[]> take(String key) {
    Optional<byte[]> value = hasKey(at, key) ? Optional.of(value(at, key)) : Optional.empty();
    if (value.isPresent()) {
      at = nextLine(at);
    }
    return value;
  }

  /** Returns the value of the next line with this key, without moving. */
  Optional<byte[]> find(String key) {
    for (int line = at; line < headerEnd; line = nextLine(line)) {
      if (hasKey(line, key)) {
        return Optional.of(value(line, key));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the position of the second of the first two adjacent newlines; -1 if there are none.
   */
  private static int blankLine(byte[] content) {
    for (int i = 1; i < content.length; i++) {
      if (content[i] == '\n' && content[i - 1] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean hasKey(int line, String key) {
    int space = line + key.length();
    return Bytes.startsWith(content, line, headerEnd, key)
        && space < headerEnd
        && content[space] == ' ';
  }

  private byte[] value(int line, String key) {
    return Arrays.copyOfRange(content, valueStart(line, key), lineEnd(line));
  }

  private static int valueStart(int line, String key) {
    return line + key.length() + 1;
  }

  private int lineEnd(int line) {
    return Bytes.indexOf(content, '\n', line, headerEnd);
  }

  private int nextLine(int line) {
    return Math.min(lineEnd(line) + 1, headerEnd);
  }
}
