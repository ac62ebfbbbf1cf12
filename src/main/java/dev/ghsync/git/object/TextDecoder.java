package dev.ghsync.git.object;

import dev.ghsync.model.git.GitText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Decodes the text of one object: by the encoding that it names, else as UTF-8, both strictly; what
 * fits neither stays bytes.
 */
record TextDecoder(Charset charset) {
  static final TextDecoder UTF_8 = new TextDecoder(StandardCharsets.UTF_8);

  /** For the value of an {@code encoding} line; an unknown name means UTF-8, as for git. */
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
      // Nearly all names in trees; and a decoder for each is what would cost.
      return GitText.of(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
    }
    byte[] part = Arrays.copyOfRange(bytes, from, to);
    Optional<String> text = GitText.decode(part, charset);
    return text.isPresent() ? GitText.of(text.get()) : GitText.utf8(part);
  }

  /** The bytes of a text that is kept without an encoding. */
  static byte[] encode(GitText text) {
    if (text instanceof GitText.Raw raw) {
      return raw.bytes();
    }
    return ((GitText.Text) text).value().getBytes(StandardCharsets.UTF_8);
  }

  /** What follows the blank line where nothing is odd: the text and one newline. */
  static byte[] encodeMessage(GitText message) {
    byte[] text = encode(message);
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
