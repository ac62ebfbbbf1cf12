package dev.ghsync.model.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A text of a git object: a string if the bytes could be decoded, else the bytes. */
public sealed interface GitText {
  /** Returns the bytes: as they are, or encoded as UTF-8. */
  byte[] bytes();

  record Text(String value) implements GitText {
    @Override
    public byte[] bytes() {
      return value.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Bytes that are not valid in any known encoding. */
  @SuppressWarnings("ArrayRecordComponent") // equality is given below; the bytes are never changed
  record Raw(byte[] bytes) implements GitText {
    @Override
    public boolean equals(Object other) {
      return other instanceof Raw raw && Arrays.equals(raw.bytes, bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  static GitText of(String value) {
    return new Text(value);
  }

  /** Decodes UTF-8 strictly. Invalid bytes stay bytes. */
  static GitText utf8(byte[] bytes) {
    return decode(bytes, StandardCharsets.UTF_8)
        .<GitText>map(Text::new)
        .orElseGet(() -> new Raw(bytes));
  }

  /** Decodes strictly. Empty if a byte is invalid. */
  static Optional<String> decode(byte[] bytes, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
