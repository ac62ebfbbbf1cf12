package dev.ghsync.git.object;

/** Bytes that are not what git's formats allow. The message is for people and names the place. */
public class GitFormatException extends RuntimeException {
  public GitFormatException(String message) {
    super(message);
  }

  public GitFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
