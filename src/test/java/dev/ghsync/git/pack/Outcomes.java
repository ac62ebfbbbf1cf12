package dev.ghsync.git.pack;

import dev.ghsync.model.Failure;
import dev.ghsync.model.Result;

/** Takes a result for what the test expects it to be. */
public final class Outcomes {
  private Outcomes() {}

  public static <T> T value(Result<T> result) {
    if (result instanceof Result.Ok<T> ok) {
      return ok.value();
    }
    throw new AssertionError("should not have failed: " + result);
  }

  public static <T> Failure failure(Result<T> result) {
    if (result instanceof Result.Failed<T> failed) {
      return failed.failure();
    }
    throw new AssertionError("should have failed: " + result);
  }
}
