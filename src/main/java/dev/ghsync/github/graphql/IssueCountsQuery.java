package dev.ghsync.github.graphql;

/** The items whose counts are queried; pull requests are no issues here. */
public enum IssueCountsQuery {
  ISSUES("issues"),
  PULLS("pullRequests");

  private final String field;

  IssueCountsQuery(String field) {
    this.field = field;
  }

  /** Returns the name of their list in GraphQL. */
  String field() {
    return field;
  }
}
