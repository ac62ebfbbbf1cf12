package dev.ghsync.git.object;

/** Reports bytes that git's formats do not allow. The message is for people and names the place. */
public class GitFormatException extends RuntimeException {
  public GitFormatException(String message) {
    super(message);
  }

  public GitFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Checks a condition.
   *
   * @throws GitFormatException with the message {@code otherwise}, if it does not hold
   */
  public static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new GitFormatException(otherwise);
    }
  }
}
