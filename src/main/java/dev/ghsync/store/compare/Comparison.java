package dev.ghsync.store.compare;

import dev.ghsync.store.Connections;
import dev.ghsync.store.DatabaseFile;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.StoreException;
import dev.ghsync.store.sql.WriteConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A comparison of one repository of a database with GitHub. The database is only read, also where
 * this user may not write it, and is not migrated.
 *
 * <p>Each page of items is written into an empty database in memory, by the code that writes it in
 * a sync, compared there with the stored rows, and removed. Only the keys of the items are kept:
 * {@link #gone} lists the stored items that no page has shown.
 */
public final class Comparison implements AutoCloseable {
  private final Path file;
  private final WriteConnection scratch;
  private final Session scratchSession;
  private final ComparisonSql sql;
  private ReadConnection mirror;
  private State opened;

  private Comparison(Path file, long repo, WriteConnection scratch) {
    this.file = file;
    this.scratch = scratch;
    this.scratchSession = new Session(scratch);
    this.opened = State.of(file);
    this.mirror = Connections.openToRead(file);
    attach();
    this.sql = new ComparisonSql(scratch, repo);
  }

  /**
   * Opens the database of a repository.
   *
   * @throws StoreException where it cannot be read, or has another version of the schema
   */
  public static Comparison open(Path named, long repo) {
    Path file = DatabaseFile.real(named);
    WriteConnection scratch = Connections.inMemory(file);
    try {
      return new Comparison(file, repo, scratch);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  /**
   * A stored item that differs from GitHub.
   *
   * @param item {@code issue 12}
   * @param what {@code title, labels differ}
   */
  public record Difference(String item, String what) {
    @Override
    public String toString() {
      return item + ": " + what;
    }
  }

  /**
   * The items that GitHub is expected to have shown.
   *
   * @param from the earliest time of change
   * @param drafts whether drafts of releases are among them
   */
  public record Shown(Optional<Instant> from, boolean drafts) {
    public static final Shown ALL = new Shown(Optional.empty(), true);
  }

  /**
   * Reads the stored rows.
   *
   * @throws StoreException where the database fails
   */
  public <R> R read(Function<Reads, R> work) {
    return steadily(() -> work.apply(new Reads(mirror)));
  }

  /**
   * Reads the whole file and checks that its pages are consistent.
   *
   * @throws StoreException where it is damaged
   */
  public void check() {
    if (!steadily(() -> mirror.texts("PRAGMA quick_check(1)")).equals(List.of("ok"))) {
      throw StoreException.damaged(file);
    }
  }

  /**
   * The result of one page.
   *
   * @param newItems how many items no page before had shown
   * @param differences what differs and was not found before
   */
  public record Page(long newItems, List<Difference> differences) {
    public Page {
      differences = List.copyOf(differences);
    }
  }

  /**
   * Compares items with the stored rows of the same keys, and notes that GitHub has them.
   *
   * @param writer writes the items
   * @throws StoreException where the database fails
   */
  public Page compare(Compared kind, Consumer<Session> writer) {
    return steadily(
        () ->
            scratch.inTransaction(
                () -> {
                  writer.accept(scratchSession);
                  Page page = sql.compare(kind);
                  sql.clear();
                  return page;
                }));
  }

  /** Compares the row of the repository itself. */
  public Page compareRepository(Consumer<Session> writer) {
    return steadily(
        () ->
            scratch.inTransaction(
                () -> {
                  sql.copyRepository();
                  writer.accept(scratchSession);
                  return sql.compare(Compared.REPOSITORY);
                }));
  }

  /** Notes that GitHub has these items, which were not compared. */
  public void see(Compared kind, Collection<Long> keys) {
    steadily(
        () -> {
          sql.see(kind, keys);
          return true;
        });
  }

  /** Counts the stored items of a kind that GitHub should have shown and did not. */
  public long countGone(Compared kind, Shown shown) {
    return steadily(() -> sql.countGone(kind, shown));
  }

  /** Lists the first {@code most} stored items that GitHub should have shown and did not. */
  public List<Difference> gone(Compared kind, Shown shown, int most) {
    return steadily(() -> sql.gone(kind, shown, most));
  }

  @Override
  public void close() {
    scratch.close();
    mirror.close();
  }

  /**
   * The state of the file, by which a write is noticed. A file without a write-ahead log is opened
   * as immutable, and SQLite itself does not notice writes to such a file.
   */
  private record State(boolean hasLog, long size, Optional<FileTime> modified) {
    static State of(Path file) {
      try {
        return new State(
            DatabaseFile.hasLog(file),
            Files.size(file),
            Optional.of(Files.getLastModifiedTime(file)));
      } catch (IOException e) {
        return new State(false, 0, Optional.empty()); // SQLite will report the error
      }
    }
  }

  /** Repeats {@code work} where a sync began to write while it was done. */
  private synchronized <R> R steadily(Supplier<R> work) {
    while (true) {
      if (hasChanged()) {
        reopen();
      }
      try {
        R result = work.get();
        if (!hasChanged()) {
          return result;
        }
      } catch (StoreException e) {
        if (!hasChanged()) {
          throw e;
        }
      }
    }
  }

  /** Returns whether others have written. SQLite notices it itself if there is a log. */
  private boolean hasChanged() {
    State now = State.of(file);
    boolean logged = opened.hasLog() && now.hasLog();
    return !logged && !now.equals(opened);
  }

  private void reopen() {
    mirror.close();
    scratch.update("DETACH mirror");
    opened = State.of(file);
    mirror = Connections.openToRead(file);
    attach();
  }

  private void attach() {
    scratch.update("ATTACH :address AS mirror", Connections.addressToRead(file));
  }
}
