package dev.ghsync.github.json;

/**
 * A body that is not what was asked for. The message says what is wrong and where in the JSON, not
 * in which answer.
 */
public final class MalformedBody extends RuntimeException {
  /** What follows from it. */
  public enum Kind {
    /** It ends too early: asking again may help. */
    CUT,
    /** More than is read at once: a smaller page may help. */
    TOO_LARGE,
    /** Asking again brings the same. */
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
