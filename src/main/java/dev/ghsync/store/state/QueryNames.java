package dev.ghsync.store.state;

import dev.ghsync.store.sql.SqlValues;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The table {@code graphql_lacks}: fields and types that GraphQL queries leave out, because the
 * schema of a host lacks them, or because a token lacks the scope for them. They are forgotten
 * after 30 days, since a server may be upgraded.
 */
public final class QueryNames {
  /** In place of a token: the name is not in the host's schema. */
  public static final String OF_SCHEMA = "";

  private static final Duration LASTS = Duration.ofDays(30);

  private static final String LIST =
      """
      SELECT name FROM graphql_lacks WHERE token = :token AND found_at > :expired
        AND host = (SELECT host FROM repos WHERE id = :repo)
      """;

  private static final String SAVE =
      """
      INSERT INTO graphql_lacks (host, token, name, found_at)
      SELECT host, :token, :name, :now FROM repos WHERE id = :repo
      ON CONFLICT (host, token, name) DO UPDATE SET found_at = excluded.found_at
      WHERE found_at <= :expired
      """;

  private final Handle handle;

  public QueryNames(Handle handle) {
    this.handle = handle;
  }

  /**
   * The names to leave out.
   *
   * @param repo any repository of the host
   * @param token tells the token and what it may do; {@link #OF_SCHEMA} for the host's schema
   */
  public Set<String> list(long repo, String token, Instant now) {
    return new HashSet<>(
        handle
            .createQuery(LIST)
            .bind("repo", repo)
            .bind("token", token)
            .bind("expired", SqlValues.text(now.minus(LASTS)))
            .mapTo(String.class)
            .list());
  }

  /** Remembers names; those that are known already keep their time. */
  public void save(long repo, String token, Set<String> names, Instant now) {
    try (PreparedBatch batch = handle.prepareBatch(SAVE)) {
      for (String name : names) {
        batch
            .bind("repo", repo)
            .bind("token", token)
            .bind("name", name)
            .bind("now", SqlValues.text(now))
            .bind("expired", SqlValues.text(now.minus(LASTS)))
            .add();
      }
      if (batch.size() > 0) {
        batch.execute();
      }
    }
  }
}
