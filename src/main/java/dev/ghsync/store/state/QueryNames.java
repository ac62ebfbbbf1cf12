package dev.ghsync.store.state;

import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * The table {@code graphql_lacks}: fields and types that GraphQL queries leave out, because the
 * schema of a host lacks them, or because a token lacks the scope for them. They expire after 30
 * days, since a server may be upgraded.
 */
public class QueryNames {
  /** In place of a token: the name is not in the host's schema. */
  public static final String OF_SCHEMA = "";

  private static final Duration VALID_FOR = Duration.ofDays(30);

  private final ReadConnection db;

  public QueryNames(ReadConnection db) {
    this.db = db;
  }

  /**
   * Lists the names to leave out.
   *
   * @param repo any repository of the host
   * @param token identifies the token and its scopes; {@link #OF_SCHEMA} for the host's schema
   */
  public Set<String> list(long repo, String token, Instant now) {
    return new HashSet<>(
        db.texts(
            """
            SELECT name FROM graphql_lacks WHERE token = :token AND found_at > :expired
              AND host = (SELECT host FROM repos WHERE id = :repo)
            """,
            token,
            now.minus(VALID_FOR),
            repo));
  }

  /** Adds the statements that write. */
  public static final class Writer extends QueryNames {
    private static final String SAVE =
        """
        INSERT INTO graphql_lacks (host, token, name, found_at)
        SELECT host, :token, :name, :now FROM repos WHERE id = :repo
        ON CONFLICT (host, token, name) DO UPDATE SET found_at = excluded.found_at
        WHERE found_at <= :expired
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores names; those that are stored already keep their time. */
    public void save(long repo, String token, Set<String> names, Instant now) {
      try (Batch batch = db.batch(SAVE)) {
        names.forEach(name -> batch.run(token, name, now, repo, now.minus(VALID_FOR)));
      }
    }
  }
}
