package dev.ghsync.cli.env;

/**
 * A command line or an environment that cannot be used; the message says what to change. Exit 2.
 */
public final class UsageError extends RuntimeException {
  public UsageError(String message) {
    super(message);
  }
}
