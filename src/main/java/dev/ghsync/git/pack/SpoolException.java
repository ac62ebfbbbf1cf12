package dev.ghsync.git.pack;

/** Reports that a temporary file could not be created, written or read. */
public final class SpoolException extends RuntimeException {
  SpoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
