package dev.ghsync.github.graphql;

/** What a census counts; pull requests are no issues here. */
public enum IssueCountsQuery {
  ISSUES("issues"),
  PULLS("pullRequests");

  private final String field;

  IssueCountsQuery(String field) {
    this.field = field;
  }

  /** What GraphQL calls them. */
  String field() {
    return field;
  }
}
