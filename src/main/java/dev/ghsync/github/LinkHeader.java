package dev.ghsync.github;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Link} header (RFC 8288), read by relation: GitHub also sends relations that have
 * nothing to do with pages, in any order.
 */
final class LinkHeader {
  private static final Pattern LINK = Pattern.compile("<([^>]*)>((?:[^,<\"]|\"[^\"]*\")*)");
  private static final Pattern REL =
      Pattern.compile(";\\s*rel\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,\"]+))", Pattern.CASE_INSENSITIVE);

  private final List<String> values;

  /**
   * Reads the headers of one response.
   *
   * @param values of every {@code Link} header
   */
  LinkHeader(List<String> values) {
    this.values = List.copyOf(values);
  }

  /** Returns the target of a relation, as it is written. */
  Optional<String> target(String relation) {
    for (String value : values) {
      for (Matcher link = LINK.matcher(value); link.find(); ) {
        if (hasRelation(link.group(2), relation)) {
          return Optional.of(link.group(1));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hasRelation(String parameters, String relation) {
    Matcher rel = REL.matcher(parameters);
    if (!rel.find()) {
      return false;
    }
    String relations = rel.group(1) != null ? rel.group(1) : rel.group(2);
    return Arrays.stream(relations.split("\\s+")).anyMatch(relation::equalsIgnoreCase);
  }
}
