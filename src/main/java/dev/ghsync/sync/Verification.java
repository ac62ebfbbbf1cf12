package dev.ghsync.sync;

import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoName;
import java.util.List;
import java.util.Optional;

/**
 * The result of {@code ghsync verify}: how the database differs from GitHub.
 *
 * @param streams in the order of the phases
 */
public record Verification(RepoName repo, List<Stream> streams) {
  public Verification {
    streams = List.copyOf(streams);
  }

  /** Returns whether everything was compared and nothing differs. */
  public boolean equal() {
    return differing() == 0 && notCompared() == 0;
  }

  /** The number of items that differ, including those that are not listed. */
  public long differing() {
    return streams.stream().mapToLong(Stream::differing).sum();
  }

  /** The number of streams that were not compared, or only in part. */
  public long notCompared() {
    return streams.stream().filter(stream -> stream.notCompared().isPresent()).count();
  }

  /** The failure that prevented a comparison, if any. */
  public Optional<Failure> failure() {
    return RunOutcome.mostImportant(
        streams.stream().flatMap(stream -> stream.notCompared().stream()).toList());
  }

  /**
   * One stream compared with GitHub.
   *
   * @param name {@code issues}
   * @param compared items that GitHub has shown and that were compared
   * @param differing items that differ
   * @param differences a line each, for people: {@code issue 12: title differs}; at most 100
   * @param note something worth knowing of a stream that was compared, such as that it is switched
   *     off in the repository
   * @param notCompared why it was not compared, or only in part; what was not seen is then in no
   *     difference
   */
  public record Stream(
      String name,
      long compared,
      long differing,
      List<String> differences,
      Optional<String> note,
      Optional<Failure> notCompared) {
    public Stream {
      differences = List.copyOf(differences);
    }
  }
}
