package dev.ghsync.github.json;

import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The body of an answer, unpacked.
 *
 * @param contentType as the header has it; empty where none came
 * @param length in bytes, where announced and not compressed
 * @param notes what a list's reader notices besides the items
 */
public record Body(InputStream stream, String contentType, OptionalLong length, PageNotes notes) {

  public Body(InputStream stream, String contentType, OptionalLong length) {
    this(stream, contentType, length, new PageNotes());
  }
}
