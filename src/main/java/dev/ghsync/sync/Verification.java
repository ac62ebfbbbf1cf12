package dev.ghsync.sync;

import dev.ghsync.model.RepoName;
import java.util.List;
import java.util.Optional;

/**
 * What {@code ghsync verify} found when it held the database against GitHub.
 *
 * @param streams in the order of the phases
 */
public record Verification(RepoName repo, List<Stream> streams) {
  public Verification {
    streams = List.copyOf(streams);
  }

  public boolean equal() {
    return streams.stream().allMatch(stream -> stream.differences().isEmpty());
  }

  /**
   * One stream held against GitHub.
   *
   * @param name {@code issues}
   * @param compared items that were compared
   * @param skipped why it could not be compared, where it could not
   * @param differences a line each, for people: {@code issue 12: not in the database}; at most 100
   */
  public record Stream(
      String name, long compared, Optional<String> skipped, List<String> differences) {
    public Stream {
      differences = List.copyOf(differences);
    }
  }
}
