package dev.ghsync.git.pack;

/** A temporary file could not be made, written or read: the disk's fault, not the server's. */
public final class SpoolException extends RuntimeException {
  SpoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
