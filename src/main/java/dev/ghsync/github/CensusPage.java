package dev.ghsync.github;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Some issues or pull requests by number, with the counts by which a deletion shows.
 *
 * @param next where the following page begins; empty after the last
 */
public record CensusPage(List<Entry> entries, Optional<String> next) {
  public CensusPage {
    entries = List.copyOf(entries);
  }

  /**
   * One issue or pull request.
   *
   * @param comments issue comments
   * @param reviews empty for issues
   * @param reviewComments empty for issues, and for pull requests with more than {@value
   *     GraphQlCensus#THREADS_LOOKED_INTO} review threads
   */
  public record Entry(
      long number,
      Instant updatedAt,
      long comments,
      OptionalLong reviews,
      OptionalLong reviewComments) {}
}
