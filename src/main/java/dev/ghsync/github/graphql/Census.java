package dev.ghsync.github.graphql;

/** What a census counts; pull requests are no issues here. */
public enum Census {
  ISSUES("issues"),
  PULLS("pullRequests");

  private final String field;

  Census(String field) {
    this.field = field;
  }

  /** What GraphQL calls them. */
  String field() {
    return field;
  }
}
