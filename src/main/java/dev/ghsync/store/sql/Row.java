package dev.ghsync.store.sql;

import dev.ghsync.model.Times;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The current row of a result, by names of columns. */
public final class Row {
  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  long firstNumber() throws SQLException {
    return result.getLong(1);
  }

  String firstText() throws SQLException {
    return result.getString(1);
  }

  /** Returns a number, or 0 in place of null. */
  public long number(String column) throws SQLException {
    return result.getLong(column);
  }

  public OptionalLong optionalNumber(String column) throws SQLException {
    long number = result.getLong(column);
    return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** Returns a truth value, or false in place of null. */
  public boolean flag(String column) throws SQLException {
    return number(column) != 0;
  }

  public String text(String column) throws SQLException {
    return result.getString(column);
  }

  public Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(result.getString(column));
  }

  public Instant time(String column) throws SQLException {
    return Times.parse(text(column));
  }

  public Optional<Instant> optionalTime(String column) throws SQLException {
    return optionalText(column).map(Instant::parse);
  }

  public byte[] bytes(String column) throws SQLException {
    return result.getBytes(column);
  }

  public Optional<byte[]> optionalBytes(String column) throws SQLException {
    return Optional.ofNullable(result.getBytes(column));
  }

  /** Returns an object id from 40 hex digits. */
  public ObjectId id(String column) throws SQLException {
    return new ObjectId(text(column));
  }

  /** Returns a text out of a git object: a BLOB is one that could not be decoded. */
  public GitText gitText(String column) throws SQLException {
    return result.getObject(column) instanceof byte[] bytes
        ? new GitText.Raw(bytes)
        : GitText.of(text(column));
  }

  /** Returns the value of a column by its position from 1, as {@link SqlValues#of} gives it. */
  public Object value(int position) throws SQLException {
    Object value = result.getObject(position);
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }
}
