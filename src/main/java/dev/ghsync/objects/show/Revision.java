package dev.ghsync.objects.show;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name of an object as git reads it, see gitrevisions(7): {@code main}, {@code v1.0^{commit}},
 * {@code main~3:src/Main.java}.
 *
 * @param name a ref, {@code HEAD}, or an id or its first digits
 * @param steps from there to another object: {@code ~N}, {@code ^N} and <code>^{TYPE}</code>
 * @param path the text after the colon; empty if there is no colon
 */
record Revision(String name, List<String> steps, Optional<String> path) {
  private static final String STEP = "~\\d{0,9}|\\^\\{(?:commit|tree|blob|tag)?\\}|\\^\\d{0,9}";
  private static final Pattern STEPS = Pattern.compile(STEP);
  private static final Pattern WHOLE =
      Pattern.compile("([^~^:]+)((?:" + STEP + ")*)(?::(.*))?", Pattern.DOTALL);

  Revision {
    steps = List.copyOf(steps);
  }

  /** Returns empty if the text cannot name an object. */
  static Optional<Revision> parse(String text) {
    Matcher parts = WHOLE.matcher(text);
    if (!parts.matches() || parts.group(1).contains("@{")) {
      return Optional.empty();
    }
    List<String> steps = STEPS.matcher(parts.group(2)).results().map(MatchResult::group).toList();
    return Optional.of(new Revision(parts.group(1), steps, Optional.ofNullable(parts.group(3))));
  }
}
