package dev.ghsync.store.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Finds {@code :name} and {@code ?} in the program's own SQL. Jdbi's parser is made for any SQL, by
 * ANTLR: in a short run it takes longer than SQLite itself.
 */
public final class NamedParameters implements SqlParser {
  private final Map<String, ParsedSql> known = new ConcurrentHashMap<>();

  @Override
  public ParsedSql parse(String sql, StatementContext context) {
    return known.computeIfAbsent(sql, NamedParameters::parse);
  }

  @Override
  public String nameParameter(String rawName, StatementContext context) {
    return ":" + rawName;
  }

  /** Texts in quotes and comments to a line's end are left as they are; there are no others. */
  public static ParsedSql parse(String sql) {
    ParsedSql.Builder parsed = ParsedSql.builder();
    int done = 0;
    int at = 0;
    while (at < sql.length()) {
      int end = endOfToken(sql, at);
      char first = sql.charAt(at);
      if (first == '?') {
        parsed.append(sql.substring(done, at)).appendPositionalParameter();
        done = end;
      } else if (first == ':' && end > at + 1) {
        parsed.append(sql.substring(done, at)).appendNamedParameter(sql.substring(at + 1, end));
        done = end;
      }
      at = end;
    }
    return parsed.append(sql.substring(done)).build();
  }

  private static int endOfToken(String sql, int start) {
    char first = sql.charAt(start);
    if (first == '\'' || first == '"') {
      return after(sql, first, start + 1);
    }
    if (sql.startsWith("--", start)) {
      return after(sql, '\n', start);
    }
    int end = start + 1;
    if (first == ':') {
      while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  private static int after(String sql, char last, int from) {
    int at = sql.indexOf(last, from);
    return at < 0 ? sql.length() : at + 1;
  }
}
