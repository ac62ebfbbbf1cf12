package dev.ghsync.model.item;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commits and the changed files of a pull request.
 *
 * @param commits the ids, oldest first; null if the source does not have all of them
 * @param files null if the source does not have all of them, or not all of their earlier paths
 */
public record PullContent(
    long number, @Nullable List<String> commits, @Nullable List<ChangedFile> files) {

  /**
   * A file that a pull request changes.
   *
   * @param previousPath of a renamed or copied file; otherwise null
   * @param status added, removed, modified, renamed, copied or changed
   */
  public record ChangedFile(
      String path, @Nullable String previousPath, String status, long additions, long deletions) {}

  /** A pull request of which nothing was read yet. */
  public static PullContent unread(long number) {
    return new PullContent(number, null, null);
  }

  public boolean isWhole() {
    return commits != null && files != null;
  }

  public PullContent withCommits(List<String> all) {
    return new PullContent(number, List.copyOf(all), files);
  }

  public PullContent withFiles(List<ChangedFile> all) {
    return new PullContent(number, commits, List.copyOf(all));
  }
}
