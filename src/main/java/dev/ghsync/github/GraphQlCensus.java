package dev.ghsync.github;

/** Counts of issues and pull requests, 100 a query. */
final class GraphQlCensus {
  /**
   * So many of a pull request's reviews are asked for the number of their comments. GitHub's price
   * grows with it: 100 pull requests cost 22 points.
   */
  static final int REVIEWS_LOOKED_INTO = 20;

  private GraphQlCensus() {}
}
