package dev.ghsync.store.state;

import dev.ghsync.model.Failure;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.List;

/**
 * The table {@code stream_errors}: the error of each stream, until a run of that stream succeeds. A
 * run of other streams does not clear it.
 */
public class StreamErrors {
  /** In place of a stream: the error is of the run itself. */
  public static final String RUN = "";

  private final ReadConnection db;

  public StreamErrors(ReadConnection db) {
    this.db = db;
  }

  /** Code and message are texts, since a newer ghsync may have written them. */
  public record StreamError(String stream, String code, String message) {
    public static StreamError of(String stream, Failure failure) {
      return new StreamError(stream, failure.code().text(), failure.message());
    }
  }

  public List<StreamError> list(long repo) {
    return db.list(
        "SELECT stream, code, message FROM stream_errors WHERE repo_id = :repo",
        row -> new StreamError(row.text("stream"), row.text("code"), row.text("message")),
        repo);
  }

  /** Adds the statements that write. */
  public static final class Writer extends StreamErrors {
    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    public void put(long repo, StreamError error) {
      db.update(
          "INSERT OR REPLACE INTO stream_errors (repo_id, stream, code, message) VALUES (?, ?, ?, ?)",
          repo,
          error.stream(),
          error.code(),
          error.message());
    }

    public void remove(long repo, String stream) {
      db.update(
          "DELETE FROM stream_errors WHERE repo_id = :repo AND stream = :stream", repo, stream);
    }
  }
}
