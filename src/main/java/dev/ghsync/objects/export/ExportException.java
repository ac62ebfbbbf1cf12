package dev.ghsync.objects.export;

/** Reports why something cannot be exported. The message is for people and says what to do. */
public final class ExportException extends RuntimeException {
  public ExportException(String message) {
    super(message);
  }
}
