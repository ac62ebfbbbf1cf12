package dev.ghsync.store.compare;

import dev.ghsync.store.Checkpointer;
import dev.ghsync.store.DatabaseFile;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.StoreException;
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
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Compares one repository of a database with what GitHub says. The database is only read, also
 * where this user may not write it, and is not migrated.
 *
 * <p>Each page of items is written into an empty database in memory, by the code that writes it in
 * a sync, compared there with the stored rows, and removed. Only the keys of the items are kept, so
 * that {@link #gone} can tell which stored items no page has shown.
 */
public final class Comparison implements AutoCloseable {
  private final Path file;
  private final Handle scratch;
  private final Session scratchSession;
  private final ComparisonSql sql;
  private Handle mirror;
  private State opened;

  private Comparison(Path file, long repo, Handle scratch) {
    this.file = file;
    this.scratch = scratch;
    this.scratchSession = new Session(scratch);
    this.sql = new ComparisonSql(scratch, repo);
    this.opened = State.of(file);
    this.mirror = DatabaseFile.openToRead(file);
    attach();
    sql.prepare();
  }

  /**
   * Opens the database of a repository.
   *
   * @throws StoreException where it cannot be read, or has another version of the schema
   */
  public static Comparison open(Path named, long repo) {
    Path file = DatabaseFile.real(named);
    Handle scratch = DatabaseFile.inMemory(file);
    try {
      return new Comparison(file, repo, scratch);
    } catch (RuntimeException e) {
      scratch.close();
      throw e instanceof JdbiException ? StoreException.of(file, e) : e;
    }
  }

  /**
   * A stored item that is not what GitHub says.
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
   * What GitHub can be expected to have shown.
   *
   * @param from nothing that changed earlier
   * @param drafts whether drafts of releases are shown
   */
  public record Shown(Optional<Instant> from, boolean drafts) {
    public static final Shown ALL = new Shown(Optional.empty(), true);
  }

  /**
   * Reads the stored rows.
   *
   * @throws StoreException where the database fails
   */
  public <R> R read(Function<Session, R> work) {
    return steadily(() -> work.apply(new Session(mirror)));
  }

  /**
   * Reads the whole file and checks that its pages are consistent.
   *
   * @throws StoreException where it is damaged
   */
  public void check() {
    String found =
        steadily(() -> mirror.createQuery("PRAGMA quick_check(1)").mapTo(String.class).one());
    if (!found.equals("ok")) {
      throw StoreException.damaged(file);
    }
  }

  /**
   * What one page has shown.
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
   * Compares items with the stored rows of the same keys, and remembers that GitHub has them.
   *
   * @param writer writes what GitHub says
   * @throws StoreException where the database fails
   */
  public Page compare(Compared kind, Consumer<Session> writer) {
    return steadily(
        () ->
            scratch.inTransaction(
                h -> {
                  writer.accept(scratchSession);
                  Page page = sql.compare(kind);
                  sql.clear();
                  return page;
                }));
  }

  /** Compares what is stored of the repository itself. */
  public Page compareRepository(Consumer<Session> writer) {
    return steadily(
        () ->
            scratch.inTransaction(
                h -> {
                  sql.copyRepository();
                  writer.accept(scratchSession);
                  return sql.compare(Compared.METADATA);
                }));
  }

  /** Remembers that GitHub has these items, which were not compared. */
  public void see(Compared kind, Collection<Long> keys) {
    steadily(() -> sql.see(kind, keys));
  }

  /** How many stored items of a kind GitHub should have shown and did not. */
  public long countGone(Compared kind, Shown shown) {
    return steadily(() -> sql.countGone(kind, shown));
  }

  /** The first {@code most} stored items that GitHub should have shown and did not. */
  public List<Difference> gone(Compared kind, Shown shown, int most) {
    return steadily(() -> sql.gone(kind, shown, most));
  }

  @Override
  public void close() {
    scratch.close();
    mirror.close();
  }

  /**
   * What tells that the file is another one than was opened. Without a write-ahead log SQLite is
   * told that nobody writes the file, and then does not look by itself.
   */
  private record State(boolean hasLog, long size, Optional<FileTime> modified) {
    static State of(Path file) {
      try {
        return new State(
            Files.exists(Checkpointer.log(file)),
            Files.size(file),
            Optional.of(Files.getLastModifiedTime(file)));
      } catch (IOException e) {
        return new State(false, 0, Optional.empty()); // SQLite will say it better
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
      } catch (JdbiException e) {
        if (!hasChanged()) {
          throw StoreException.of(file, e);
        }
      }
    }
  }

  /** With a write-ahead log SQLite itself sees what others write. */
  private boolean hasChanged() {
    State now = State.of(file);
    boolean logged = opened.hasLog() && now.hasLog();
    return !logged && !now.equals(opened);
  }

  private void reopen() {
    mirror.close();
    scratch.execute("DETACH mirror");
    opened = State.of(file);
    mirror = DatabaseFile.openToRead(file);
    attach();
  }

  private void attach() {
    scratch
        .createUpdate("ATTACH :address AS mirror")
        .bind("address", DatabaseFile.addressToRead(file))
        .execute();
  }
}
