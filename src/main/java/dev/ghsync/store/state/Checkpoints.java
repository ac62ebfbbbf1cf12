package dev.ghsync.store.state;

import dev.ghsync.store.sql.SqlValues;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code walks}: the places inside walks that have not come to their end. */
public final class Checkpoints {
  private static final String LIST =
      "SELECT * FROM walks WHERE repo_id = :repo AND stream = :stream ORDER BY part";

  private static final String SAVE =
      """
      INSERT OR REPLACE INTO walks (repo_id, stream, part, place, url, bound, newest, done)
      VALUES (:repo, :stream, :part, :place, :url, :bound, :newest, :done)
      """;

  private static final String CLEAR =
      "DELETE FROM walks WHERE repo_id = :repo AND stream = :stream";

  private final Handle handle;

  public Checkpoints(Handle handle) {
    this.handle = handle;
  }

  /**
   * A part of a walk, and where it is.
   *
   * @param place go on from this time; empty: from the beginning
   * @param url the very page to go on with, where the time alone does not tell it
   * @param bound where the next part begins; empty: to the end
   * @param newest the newest change that this part has read
   */
  public record Part(
      int number,
      Optional<Instant> place,
      Optional<String> url,
      Optional<Instant> bound,
      Optional<Instant> newest,
      boolean done) {

    /** A part without a bound that has read nothing yet. */
    public static Part from(int number, Optional<Instant> place) {
      return new Part(number, place, Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /** The part, gone on to a later time. */
    public Part at(Instant time, Optional<Instant> newestRead) {
      return new Part(number, Optional.of(time), Optional.empty(), bound, newestRead, false);
    }

    /** The part, gone on to a page of the time where it is. */
    public Part at(String page, Optional<Instant> newestRead) {
      return new Part(number, place, Optional.of(page), bound, newestRead, false);
    }

    /** The part, at its end. */
    public Part ended(Optional<Instant> newestRead) {
      return new Part(number, place, Optional.empty(), bound, newestRead, true);
    }
  }

  public List<Part> list(long repo, String stream) {
    return handle
        .createQuery(LIST)
        .bind("repo", repo)
        .bind("stream", stream)
        .map(
            (row, context) ->
                new Part(
                    row.getInt("part"),
                    Optional.ofNullable(SqlValues.instant(row.getString("place"))),
                    Optional.ofNullable(row.getString("url")),
                    Optional.ofNullable(SqlValues.instant(row.getString("bound"))),
                    Optional.ofNullable(SqlValues.instant(row.getString("newest"))),
                    row.getBoolean("done")))
        .list();
  }

  public void save(long repo, String stream, Part part) {
    handle
        .createUpdate(SAVE)
        .bind("repo", repo)
        .bind("stream", stream)
        .bind("part", part.number())
        .bind("place", SqlValues.text(part.place().orElse(null)))
        .bind("url", part.url().orElse(null))
        .bind("bound", SqlValues.text(part.bound().orElse(null)))
        .bind("newest", SqlValues.text(part.newest().orElse(null)))
        .bind("done", part.done())
        .execute();
  }

  /** The walk has come to its end, or begins anew. */
  public void clear(long repo, String stream) {
    handle.createUpdate(CLEAR).bind("repo", repo).bind("stream", stream).execute();
  }
}
