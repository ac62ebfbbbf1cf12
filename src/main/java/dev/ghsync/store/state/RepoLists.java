package dev.ghsync.store.state;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Validator;
import dev.ghsync.model.item.ListedRepo;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table {@code repo_lists}: the pages of lists of repositories, with their ETags. */
public class RepoLists {
  private final ReadConnection db;

  public RepoLists(ReadConnection db) {
    this.db = db;
  }

  /**
   * A page as it was when it had its validator.
   *
   * @param nextUrl the page after it
   */
  public record Page(Validator validator, Optional<String> nextUrl, List<ListedRepo> repos) {}

  /**
   * Lists the pages of a list in order.
   *
   * @param list {@code orgs/NAME}, {@code users/NAME}, {@code user}, {@code installation/ID}
   */
  public List<Page> list(Host host, String list) {
    return db.list(
        "SELECT * FROM repo_lists WHERE host = :host AND list = :list ORDER BY page",
        RepoLists::page,
        host.name(),
        list);
  }

  private static Page page(Row row) throws SQLException {
    return new Page(
        new Validator(row.text("url"), row.text("accept"), row.text("etag"), row.text("token")),
        row.optionalText("next_url"),
        Stream.of(row.text("repos").split("\"", -1))
            .filter(text -> text.contains(" "))
            .map(RepoLists::parse)
            .toList());
  }

  /** Writes a repository as words; no name has a space or a quotation mark. */
  private static String text(ListedRepo repo) {
    return "\"%d %s %s %s %s\""
        .formatted(
            repo.githubId(),
            repo.name(),
            repo.archived() ? "archived" : "active",
            repo.fork() ? "fork" : "source",
            repo.visibility());
  }

  private static ListedRepo parse(String text) {
    String[] words = text.split(" ", 5);
    return new ListedRepo(
        Long.parseLong(words[0]),
        RepoName.parse(words[1]).orElseThrow(),
        words[2].equals("archived"),
        words[3].equals("fork"),
        words[4]);
  }

  /** Adds the statements that write. */
  public static final class Writer extends RepoLists {
    private static final String SAVE =
        """
        INSERT INTO repo_lists (host, list, page, url, accept, etag, token, next_url, repos)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores the pages of a list that was read to its end, in place of those before. */
    public void replace(Host host, String list, List<Page> pages) {
      db.update("DELETE FROM repo_lists WHERE host = :host AND list = :list", host.name(), list);
      int number = 0;
      for (Page page : pages) {
        Validator validator = page.validator();
        db.update(
            SAVE,
            host.name(),
            list,
            number++,
            validator.url(),
            validator.accept(),
            validator.etag(),
            validator.tokenFingerprint(),
            page.nextUrl(),
            page.repos().stream().map(RepoLists::text).collect(Collectors.joining(",", "[", "]")));
      }
    }
  }
}
