package dev.ghsync.github.json;

import java.io.IOException;

/** Converts the body of a 200 to a value, and reads no more of it than necessary. */
public interface BodyReader<T> {
  /**
   * Reads a body, which is possible only once.
   *
   * @throws MalformedBody if it is not what was requested
   * @throws IOException if it could not be read to its end
   */
  T read(Body body) throws IOException;
}
