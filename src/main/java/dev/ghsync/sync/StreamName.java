package dev.ghsync.sync;

import java.util.regex.Pattern;

/**
 * The name of a stream and of the phase that reads it.
 *
 * @param text the spelling in options, reports and the database: {@code review-comments}
 */
public record StreamName(String text) {
  private static final Pattern SPELLING = Pattern.compile("[a-z]+(-[a-z]+)*");

  public static final StreamName METADATA = new StreamName("metadata");
  public static final StreamName REFS = new StreamName("refs");
  public static final StreamName OBJECTS = new StreamName("objects");
  public static final StreamName LABELS = new StreamName("labels");
  public static final StreamName MILESTONES = new StreamName("milestones");
  public static final StreamName ISSUES = new StreamName("issues");
  public static final StreamName COMMENTS = new StreamName("comments");
  public static final StreamName PULLS = new StreamName("pulls");
  public static final StreamName REVIEWS = new StreamName("reviews");
  public static final StreamName REVIEW_COMMENTS = new StreamName("review-comments");
  public static final StreamName COMMIT_COMMENTS = new StreamName("commit-comments");
  public static final StreamName EVENTS = new StreamName("events");
  public static final StreamName RELEASES = new StreamName("releases");
  public static final StreamName COUNTS = new StreamName("counts");

  public StreamName {
    if (!SPELLING.matcher(text).matches()) {
      throw new IllegalArgumentException("not the name of a stream: " + text);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
