package dev.ghsync.objects.export;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;

/** Reports why something cannot be exported. */
public final class ExportException extends RuntimeException {
  private final transient Failure failure;

  public ExportException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** The database lacks something. The message is for people and says what to do. */
  ExportException(String message) {
    this(Failure.of(FailureCode.STORAGE, message));
  }

  public Failure failure() {
    return failure;
  }
}
