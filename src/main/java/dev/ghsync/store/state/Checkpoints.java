package dev.ghsync.store.state;

import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code walks}: the places inside lists that were not read to their end, and the packed
 * objects that are still to be unfolded.
 */
public class Checkpoints {
  private final ReadConnection db;

  public Checkpoints(ReadConnection db) {
    this.db = db;
  }

  /**
   * A part of a list, and the place up to which it was read.
   *
   * @param place the time from which to continue; empty: from the beginning
   * @param url the page with which to continue, where the time alone does not identify it
   * @param bound the time at which the next part begins; empty: the end of the list
   * @param newest the newest change that was read in this part
   */
  public record Checkpoint(
      int number,
      Optional<Instant> place,
      Optional<String> url,
      Optional<Instant> bound,
      Optional<Instant> newest,
      boolean done) {

    /** Returns a checkpoint without a bound, before anything was read. */
    public static Checkpoint from(int number, Optional<Instant> place) {
      return new Checkpoint(
          number, place, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** Returns the checkpoint at a later time. */
    public Checkpoint at(Instant time, Optional<Instant> newestRead) {
      return new Checkpoint(number, Optional.of(time), Optional.empty(), bound, newestRead, false);
    }

    /** Returns the checkpoint at another page of the same time. */
    public Checkpoint at(String page, Optional<Instant> newestRead) {
      return new Checkpoint(number, place, Optional.of(page), bound, newestRead, false);
    }

    /** Returns the checkpoint of a part that ends where another one begins now. */
    public Checkpoint until(Instant otherBound) {
      return new Checkpoint(number, place, url, Optional.of(otherBound), newest, done);
    }

    /** Returns the checkpoint at the end of the part. */
    public Checkpoint ended(Optional<Instant> newestRead) {
      return new Checkpoint(number, place, Optional.empty(), bound, newestRead, true);
    }
  }

  public List<Checkpoint> list(long repo, String stream) {
    return db.list(
        "SELECT * FROM walks WHERE repo_id = :repo AND stream = :stream ORDER BY part",
        Checkpoints::checkpoint,
        repo,
        stream);
  }

  public Optional<Checkpoint> find(long repo, String stream, int number) {
    return db.find(
        "SELECT * FROM walks WHERE repo_id = :repo AND stream = :stream AND part = :part",
        Checkpoints::checkpoint,
        repo,
        stream,
        number);
  }

  private static Checkpoint checkpoint(Row row) throws SQLException {
    return new Checkpoint(
        (int) row.number("part"),
        row.optionalTime("place"),
        row.optionalText("url"),
        row.optionalTime("bound"),
        row.optionalTime("newest"),
        row.flag("done"));
  }

  /** Adds the statements that write. */
  public static final class Writer extends Checkpoints {
    private static final String SAVE =
        """
        INSERT OR REPLACE INTO walks (repo_id, stream, part, place, url, bound, newest, done)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    public void save(long repo, String stream, Checkpoint part) {
      db.update(
          SAVE,
          repo,
          stream,
          part.number(),
          part.place(),
          part.url(),
          part.bound(),
          part.newest(),
          part.done());
    }

    /**
     * Removes the parts of a list that was read to its end, or is to be read from its beginning.
     */
    public void clear(long repo, String stream) {
      db.update("DELETE FROM walks WHERE repo_id = :repo AND stream = :stream", repo, stream);
    }
  }
}
