package dev.ghsync.cli;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.store.Store;
import dev.ghsync.store.sql.StoreException;
import java.nio.file.Path;
import java.util.function.Function;

/** Opens databases for commands and turns their errors into failures. */
final class Stores {
  private Stores() {}

  /**
   * Opens a database for the time of the work.
   *
   * @return {@code storage} if it cannot be opened, read or written
   */
  static <T> Result<T> with(Function<Path, Store> open, Path db, Function<Store, Result<T>> work) {
    try (Store store = open.apply(db)) {
      return work.apply(store);
    } catch (StoreException e) {
      return Result.failed(failure(e));
    }
  }

  static Failure failure(StoreException e) {
    return Failure.of(FailureCode.STORAGE, String.valueOf(e.getMessage()));
  }
}
