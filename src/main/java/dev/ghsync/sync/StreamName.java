package dev.ghsync.sync;

import java.util.regex.Pattern;

/**
 * The name of a stream and of the phase that reads it.
 *
 * @param text the spelling in options, reports and the database: {@code review-comments}
 */
public record StreamName(String text) {
  private static final Pattern SPELLING = Pattern.compile("[a-z]+(-[a-z]+)*");

  /** The first phase of every run. */
  public static final StreamName METADATA = new StreamName("metadata");

  /** The last phase of every run. */
  public static final StreamName COUNTS = new StreamName("counts");

  public StreamName {
    if (!SPELLING.matcher(text).matches()) {
      throw new IllegalArgumentException("not the name of a stream: " + text);
    }
  }

  // Java generates these two methods at their first call, which takes 20 ms of each start.
  @Override
  public boolean equals(Object other) {
    return other instanceof StreamName name && text.equals(name.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
