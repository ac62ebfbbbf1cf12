package dev.ghsync.git.object;

import dev.ghsync.model.git.GitText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the text of one object, strictly: with the encoding that the object names, else as UTF-8.
 * Text that is valid in neither stays bytes.
 */
record TextDecoder(Charset charset) {
  static final TextDecoder UTF_8 = new TextDecoder(StandardCharsets.UTF_8);

  /**
   * Returns a decoder for the value of an {@code encoding} line. As in git, an unknown name means
   * UTF-8.
   */
  static TextDecoder named(byte[] encoding) {
    String name = new String(encoding, StandardCharsets.ISO_8859_1).strip();
    try {
      return new TextDecoder(Charset.forName(name));
    } catch (IllegalArgumentException unknown) {
      return UTF_8;
    }
  }

  GitText decode(byte[] bytes, int from, int to) {
    if (charset.equals(StandardCharsets.UTF_8) && isAscii(bytes, from, to)) {
      // Nearly all names in trees are ASCII, and a new decoder for each would be expensive.
      return GitText.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }
    byte[] part = Arrays.copyOfRange(bytes, from, to);
    Optional<String> text = GitText.decode(part, charset);
    return text.isPresent() ? GitText.of(text.get()) : GitText.utf8(part);
  }

  /** Returns the bytes after the blank line: the raw ones, else the text and one newline. */
  static byte[] encodeMessage(GitText message, byte @Nullable [] raw) {
    if (raw != null) {
      return raw;
    }
    byte[] text = message.bytes();
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }

  private static boolean isAscii(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
