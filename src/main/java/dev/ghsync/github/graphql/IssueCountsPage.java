package dev.ghsync.github.graphql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Some issues or pull requests by number, with the counts by which a deletion shows.
 *
 * @param entries those that could be read; one that GitHub could not deliver is left out
 * @param next where the following page begins; empty after the last
 */
public record IssueCountsPage(List<Entry> entries, Optional<String> next) {
  public IssueCountsPage {
    entries = List.copyOf(entries);
  }

  /**
   * One issue or pull request.
   *
   * @param comments issue comments
   * @param reviews empty for issues
   * @param allComments every comment that GitHub counts of a pull request: those of its issue,
   *     those on its diff, and possibly more; empty for issues and where GitHub does not tell
   */
  public record Entry(
      long number,
      Instant updatedAt,
      long comments,
      OptionalLong reviews,
      OptionalLong allComments) {}
}
