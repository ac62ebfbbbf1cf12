package dev.ghsync.cli;

/** What the user asked for cannot be done as it was asked; the message says how it can. Exit 2. */
public final class UsageError extends RuntimeException {
  public UsageError(String message) {
    super(message);
  }
}
