package dev.ghsync.git;

/** A temporary file could not be made, written or read: the disk's fault, not the server's. */
final class SpoolException extends RuntimeException {
  SpoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
