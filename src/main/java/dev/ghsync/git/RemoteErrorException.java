package dev.ghsync.git;

/** The server said in git's own protocol why it does not do what was asked. */
final class RemoteErrorException extends RuntimeException {
  /** With the server's words, made fit to be shown. */
  RemoteErrorException(String text) {
    super(RemoteText.clean(text));
  }
}
