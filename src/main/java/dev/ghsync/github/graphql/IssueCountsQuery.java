package dev.ghsync.github.graphql;

import java.util.Optional;

/**
 * A page of issues or pull requests, the oldest first, with their counts.
 *
 * @param after {@link IssueCountsPage#next} of the page before; empty for the first
 * @param withLinks whether the links of each are asked for
 */
public record IssueCountsQuery(Kind kind, Optional<String> after, boolean withLinks) {

  /** The items whose counts are queried; pull requests are no issues here. */
  public enum Kind {
    ISSUES("issues"),
    PULLS("pullRequests");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** Returns the name of their list in GraphQL. */
    String field() {
      return field;
    }
  }
}
