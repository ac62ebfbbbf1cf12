package dev.ghsync.store.state;

import dev.ghsync.model.Validator;
import dev.ghsync.store.sql.SqlValues;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code validators}: the ETags of what was asked, page by page. */
public final class Validators {
  private static final String LIST =
      "SELECT * FROM validators WHERE repo_id = :repo AND slot = :slot ORDER BY page";

  private static final String SAVE =
      """
      INSERT OR REPLACE INTO validators (repo_id, slot, page, url, accept, etag, token, next_url, ids)
      VALUES (:repo, :slot, :page, :url, :accept, :etag, :token, :next_url, :ids)
      """;

  private static final String CLEAR_FROM =
      "DELETE FROM validators WHERE repo_id = :repo AND slot = :slot AND page >= :page";

  private final Handle handle;

  public Validators(Handle handle) {
    this.handle = handle;
  }

  /**
   * A page as it was when its validator was got.
   *
   * @param nextUrl the page after it
   * @param ids what it held
   */
  public record Page(Validator validator, Optional<String> nextUrl, List<Long> ids) {}

  /** The pages of a list in order; a slot of one answer has one. */
  public List<Page> list(long repo, String slot) {
    return handle
        .createQuery(LIST)
        .bind("repo", repo)
        .bind("slot", slot)
        .map(
            (row, context) ->
                new Page(
                    new Validator(
                        row.getString("url"),
                        row.getString("accept"),
                        row.getString("etag"),
                        row.getString("token")),
                    Optional.ofNullable(row.getString("next_url")),
                    ids(row.getString("ids"))))
        .list();
  }

  /** The validator of a slot that is one answer. */
  public Optional<Validator> find(long repo, String slot) {
    return list(repo, slot).stream().findFirst().map(Page::validator);
  }

  /** Keeps the validator of a slot that is one answer; an empty one forgets the old. */
  public void save(long repo, String slot, Optional<Validator> validator) {
    clearFrom(repo, slot, 0);
    validator.ifPresent(v -> save(repo, slot, 0, new Page(v, Optional.empty(), List.of())));
  }

  public void save(long repo, String slot, int page, Page kept) {
    handle
        .createUpdate(SAVE)
        .bind("repo", repo)
        .bind("slot", slot)
        .bind("page", page)
        .bind("url", kept.validator().url())
        .bind("accept", kept.validator().accept())
        .bind("etag", kept.validator().etag())
        .bind("token", kept.validator().tokenFingerprint())
        .bind("next_url", kept.nextUrl().orElse(null))
        .bind("ids", SqlValues.array(kept.ids()))
        .execute();
  }

  /** Forgets the pages from {@code page} on. */
  public void clearFrom(long repo, String slot, int page) {
    handle
        .createUpdate(CLEAR_FROM)
        .bind("repo", repo)
        .bind("slot", slot)
        .bind("page", page)
        .execute();
  }

  private static List<Long> ids(String array) {
    String inner = array.substring(1, array.length() - 1);
    Collection<String> numbers = inner.isEmpty() ? List.of() : Arrays.asList(inner.split(","));
    return numbers.stream().map(Long::valueOf).toList();
  }
}
