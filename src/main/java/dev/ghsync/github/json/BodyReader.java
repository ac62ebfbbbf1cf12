package dev.ghsync.github.json;

import java.io.IOException;

/** Turns the body of a 200 into a value, reading no more of it than it must. */
public interface BodyReader<T> {
  /**
   * Reads it once.
   *
   * @throws MalformedBody where it is not what was asked for
   * @throws IOException where it could not be read to its end
   */
  public T read(Body body) throws IOException;
}
