package dev.ghsync.github.graphql;

import dev.ghsync.model.item.ItemLinks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Some issues or pull requests by number, with the counts that reveal a deletion.
 *
 * @param entries those that could be read; items that GitHub could not deliver are left out
 * @param next the cursor of the following page; empty after the last
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
   * @param allComments every comment that GitHub counts for a pull request: those of its issue,
   *     those on its diff, and possibly more; empty for issues and where it is not known
   * @param links empty where they were not asked for
   */
  public record Entry(
      long number,
      Instant updatedAt,
      long comments,
      OptionalLong reviews,
      OptionalLong allComments,
      Optional<ItemLinks> links) {}
}
