package dev.ghsync.store.state;

import dev.ghsync.model.Failure;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code stream_errors}: what went wrong with each stream, until a run of that stream
 * goes well. A run of other streams takes nothing back.
 */
public final class StreamErrors {
  /** Stands for the run itself: an error that is of no stream. */
  public static final String RUN = "";

  private static final String PUT =
      """
      INSERT INTO stream_errors (repo_id, stream, code, message)
      VALUES (:repo, :stream, :code, :message)
      ON CONFLICT (repo_id, stream) DO UPDATE SET code = excluded.code, message = excluded.message
      """;

  private final Handle handle;

  public StreamErrors(Handle handle) {
    this.handle = handle;
  }

  /** Code and message are texts, since a newer ghsync may have written them. */
  public record StreamError(String stream, String code, String message) {
    public static StreamError of(String stream, Failure failure) {
      return new StreamError(stream, failure.code().text(), failure.message());
    }
  }

  public List<StreamError> list(long repo) {
    return handle
        .createQuery("SELECT stream, code, message FROM stream_errors WHERE repo_id = :repo")
        .bind("repo", repo)
        .map(
            (row, context) ->
                new StreamError(
                    row.getString("stream"), row.getString("code"), row.getString("message")))
        .list();
  }

  public void put(long repo, StreamError error) {
    handle
        .createUpdate(PUT)
        .bind("repo", repo)
        .bind("stream", error.stream())
        .bind("code", error.code())
        .bind("message", error.message())
        .execute();
  }

  public void remove(long repo, String stream) {
    handle
        .createUpdate("DELETE FROM stream_errors WHERE repo_id = :repo AND stream = :stream")
        .bind("repo", repo)
        .bind("stream", stream)
        .execute();
  }
}
