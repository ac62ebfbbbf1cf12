package dev.ghsync.github.json;

/**
 * Reports a body that is not what was requested. The message says what is wrong and where in the
 * JSON, but not in which answer.
 */
public final class MalformedBody extends RuntimeException {
  /** The action that the caller can take. */
  public enum Kind {
    /** The body ends too early: a retry may help. */
    CUT,
    /** The body exceeds a limit: a smaller page may help. */
    TOO_LARGE,
    /** A retry does not help. */
    WRONG
  }

  private final Kind kind;

  public MalformedBody(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public MalformedBody(String message) {
    this(Kind.WRONG, message);
  }

  public Kind kind() {
    return kind;
  }
}
