package dev.ghsync.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A valid {@code owner/name}. Like GitHub, {@link #sameAs} ignores case. */
public record RepoName(String owner, String name) {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern WHOLE = Pattern.compile("([^/\\s]+)/([^/\\s]+?)(?:\\.git)?/?");

  public RepoName {
    if (!OWNER.matcher(owner).matches()) {
      throw new IllegalArgumentException("not an owner's name: " + owner);
    }
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("not a repository's name: " + name);
    }
  }

  /**
   * Reads {@code owner/name}; see {@link RepoAddress} for URLs.
   *
   * @return empty if the text is something else
   */
  public static Optional<RepoName> parse(String text) {
    Matcher m = WHOLE.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new RepoName(m.group(1), m.group(2)));
    } catch (IllegalArgumentException notAName) {
      return Optional.empty();
    }
  }

  public boolean sameAs(RepoName other) {
    return toString().equalsIgnoreCase(other.toString());
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
