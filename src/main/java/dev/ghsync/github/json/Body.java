package dev.ghsync.github.json;

import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The decompressed body of an answer.
 *
 * @param contentType the header's value; empty if there is none
 * @param length in bytes; empty if not announced or if the body is compressed
 * @param notes filled by the reader of a list
 */
public record Body(InputStream stream, String contentType, OptionalLong length, PageNotes notes) {

  public Body(InputStream stream, String contentType, OptionalLong length) {
    this(stream, contentType, length, new PageNotes());
  }
}
