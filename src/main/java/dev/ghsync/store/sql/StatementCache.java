package dev.ghsync.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prepared statements of one connection, kept for the next use of the same text: to prepare a short
 * statement takes longer than to execute it. At most {@value #MOST} statements are kept, without
 * their values.
 */
final class StatementCache {
  private static final int MOST = 64;

  private final Connection jdbc;

  /** Statements that nobody uses, the one that was used longest ago first. */
  private final Map<String, PreparedStatement> idle = new LinkedHashMap<>();

  StatementCache(Connection jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns a statement that the caller alone uses until it is given back or closed. */
  synchronized PreparedStatement take(String sql) throws SQLException {
    PreparedStatement kept = idle.remove(sql);
    return kept == null ? jdbc.prepareStatement(sql) : kept;
  }

  /** Takes back a statement whose execution has ended and whose result is closed. */
  synchronized void giveBack(String sql, PreparedStatement statement) throws SQLException {
    statement.clearParameters();
    PreparedStatement twin = idle.put(sql, statement);
    if (twin != null) {
      twin.close();
    }
    if (idle.size() > MOST) {
      Iterator<PreparedStatement> oldest = idle.values().iterator();
      PreparedStatement dropped = oldest.next();
      oldest.remove();
      dropped.close();
    }
  }

  /** Closes the statements that nobody uses. */
  synchronized void clear() throws SQLException {
    for (PreparedStatement statement : idle.values()) {
      statement.close();
    }
    idle.clear();
  }
}
