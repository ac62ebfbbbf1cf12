package dev.ghsync.store.state;

import dev.ghsync.model.Validator;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The table {@code validators}: the ETags of responses, page by page. */
public class Validators {
  private static final String LIST =
      "SELECT * FROM validators WHERE repo_id = :repo AND slot = :key ORDER BY page";

  private final ReadConnection db;

  public Validators(ReadConnection db) {
    this.db = db;
  }

  /**
   * A page of a list as it was when it had its validator.
   *
   * @param nextUrl the page after it
   * @param ids its items
   */
  public record Page(Validator validator, Optional<String> nextUrl, List<Long> ids) {}

  /** Lists the pages of a list in order. */
  public List<Page> list(long repo, String key) {
    return db.list(
        LIST,
        row -> new Page(validator(row), row.optionalText("next_url"), ids(row.text("ids"))),
        repo,
        key);
  }

  /** Finds the validator of a response that is no list. */
  public Optional<Validator> find(long repo, String key) {
    return db.find(LIST, Validators::validator, repo, key);
  }

  private static Validator validator(Row row) throws SQLException {
    return new Validator(row.text("url"), row.text("accept"), row.text("etag"), row.text("token"));
  }

  private static List<Long> ids(String array) {
    return Stream.of(array.split("[\\[\\],]", -1))
        .filter(id -> !id.isEmpty())
        .map(Long::valueOf)
        .toList();
  }

  /** Adds the statements that write. */
  public static final class Writer extends Validators {
    private static final String SAVE =
        """
        INSERT OR REPLACE INTO validators (repo_id, slot, page, url, accept, etag, token, next_url, ids)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores the validator of a response that is no list; an empty one removes the old. */
    public void save(long repo, String key, Optional<Validator> validator) {
      clearFrom(repo, key, 0);
      validator.ifPresent(v -> save(repo, key, 0, new Page(v, Optional.empty(), List.of())));
    }

    public void save(long repo, String key, int number, Page page) {
      Validator validator = page.validator();
      db.update(
          SAVE,
          repo,
          key,
          number,
          validator.url(),
          validator.accept(),
          validator.etag(),
          validator.tokenFingerprint(),
          page.nextUrl(),
          page.ids());
    }

    /** Removes the pages from {@code page} on. */
    public void clearFrom(long repo, String key, int page) {
      db.update(
          "DELETE FROM validators WHERE repo_id = :repo AND slot = :key AND page >= :page",
          repo,
          key,
          page);
    }
  }
}
