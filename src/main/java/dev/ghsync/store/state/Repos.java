package dev.ghsync.store.state;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.Repository;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import dev.ghsync.store.table.RepoNames;
import dev.ghsync.store.table.Table;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The table {@code repos}. */
public class Repos {
  /** The columns of GitHub's; the others are ghsync's own. */
  public static final Table<Repository> TABLE =
      Table.<Repository>named("repos", "repository")
          .key("id", Repository::githubId)
          .columns(
              row ->
                  row.column("owner", r -> r.fullName().owner())
                      .column("name", r -> r.fullName().name())
                      .column("full_name", r -> r.fullName().toString())
                      .column("default_branch", Repository::defaultBranch)
                      .column("description", Repository::description)
                      .column("homepage", Repository::homepage)
                      .column("language", Repository::language)
                      .column("license", Repository::license)
                      .column("topics", Repository::topics)
                      .column("visibility", Repository::visibility)
                      .column("private", Repository::isPrivate)
                      .column("fork", Repository::fork)
                      .column("archived", Repository::archived)
                      .column("has_issues", Repository::hasIssues)
                      .column("has_pulls", Repository::hasPulls)
                      .column("has_discussions", Repository::hasDiscussions)
                      .column("has_wiki", Repository::hasWiki)
                      .column("stargazers_count", Repository::stargazersCount)
                      .column("forks_count", Repository::forksCount)
                      .column("open_issues_count", Repository::openIssuesCount)
                      .column("size", Repository::size)
                      .column("created_at", Repository::createdAt)
                      .column("updated_at", Repository::updatedAt)
                      .column("pushed_at", Repository::pushedAt)
                      .column("html_url", Repository::htmlUrl))
          .shownAs("r.full_name")
          .build();

  private static final String SELECT = "SELECT id, host, github_id, full_name FROM repos ";

  private static final String FIND_NAMED =
      SELECT
          + """
          WHERE host = :host AND full_name = :name AND parent_id IS NULL
          ORDER BY named_at IS NULL, named_at DESC LIMIT 1
          """;

  private static final String LIST_TRACKED =
      """
      SELECT r.id, r.host, r.github_id, r.full_name, r.archived, r.fork,
        coalesce(r.visibility, iif(r.private, 'private', 'public')) AS visibility,
        s.last_success_at, s.last_attempt_at
      FROM repos r LEFT JOIN repo_states s ON s.repo_id = r.id
      WHERE r.parent_id IS NULL
      ORDER BY r.full_name, r.host, r.named_at IS NULL, r.named_at DESC
      """;

  private static final String IS_HEAD_RIGHT =
      """
      SELECT head_ref_id IS (SELECT r.id FROM refs r
        WHERE r.repo_id = repos.id AND r.name = 'refs/heads/' || repos.default_branch)
      FROM repos WHERE id = :id
      """;

  private static final String FEATURES =
      """
      SELECT coalesce(has_issues, 1) AS has_issues, coalesce(has_pulls, 1) AS has_pulls,
        coalesce(has_discussions, 0) AS has_discussions, coalesce(has_wiki, 0) AS has_wiki,
        coalesce(private, 0) AS private, created_at
      FROM repos WHERE id = :id
      """;

  private final ReadConnection db;

  public Repos(ReadConnection db) {
    this.db = db;
  }

  /**
   * A repository of this database.
   *
   * @param id the database's own id
   * @param githubId empty until GitHub has answered once
   */
  public record RepoRow(long id, Host host, OptionalLong githubId, RepoName name) {}

  /**
   * The features that are switched on. Issues and pull requests are taken as switched on if GitHub
   * has not said; discussions and the wiki are not.
   *
   * @param isPrivate whether the repository is not public
   */
  public record Features(
      boolean issues,
      boolean pulls,
      boolean discussions,
      boolean wiki,
      boolean isPrivate,
      Optional<Instant> createdAt) {}

  /**
   * A repository that is kept in sync.
   *
   * @param visibility {@code public}, {@code private} or {@code internal}; as GitHub said last
   */
  public record Tracked(
      RepoRow row,
      boolean archived,
      boolean fork,
      String visibility,
      Optional<Instant> lastSuccessAt,
      Optional<Instant> lastAttemptAt) {}

  /** Lists all repositories without wikis; of several with one name the last that had it first. */
  public List<Tracked> listTracked() {
    return db.list(
        LIST_TRACKED,
        row ->
            new Tracked(
                repo(row),
                row.flag("archived"),
                row.flag("fork"),
                row.text("visibility"),
                row.optionalTime("last_success_at"),
                row.optionalTime("last_attempt_at")));
  }

  public Optional<RepoRow> find(Host host, RepoName name) {
    return db.find(FIND_NAMED, Repos::repo, host.name(), name.toString());
  }

  public Optional<RepoRow> find(Host host, long githubId) {
    return db.find(
        SELECT + "WHERE host = :host AND github_id = :id", Repos::repo, host.name(), githubId);
  }

  /** Finds the row of a repository's wiki. */
  public Optional<RepoRow> findWiki(long parent) {
    return db.find(SELECT + "WHERE parent_id = :parent", Repos::repo, parent);
  }

  /** Returns when git last said that the wiki of a repository does not exist. */
  public Optional<Instant> wikiMissingAt(long parent) {
    return db.one(
        "SELECT wiki_missing_at FROM repos WHERE id = :id",
        row -> row.optionalTime("wiki_missing_at"),
        parent);
  }

  /** Lists all repositories but wikis. */
  public List<RepoRow> listWithoutWikis() {
    return db.list(SELECT + "WHERE parent_id IS NULL ORDER BY full_name, host, id", Repos::repo);
  }

  /** Lists all repositories, also wikis. */
  public List<RepoRow> list() {
    return db.list(SELECT + "ORDER BY full_name, host, id", Repos::repo);
  }

  /** Returns GitHub's id of a row, once known. */
  public OptionalLong githubId(long id) {
    return db.find(
            "SELECT github_id FROM repos WHERE id = :id",
            row -> row.optionalNumber("github_id"),
            id)
        .orElse(OptionalLong.empty());
  }

  /** Returns whether {@code head_ref_id} is the default branch, or null if there is none. */
  public boolean isHeadRight(long id) {
    return db.isTrue(IS_HEAD_RIGHT, id);
  }

  /** Returns whether all columns of GitHub's are stored; an earlier version had fewer. */
  public boolean isWhole(long id) {
    return db.isTrue("SELECT has_discussions IS NOT NULL FROM repos WHERE id = :id", id);
  }

  public Features features(long id) {
    return db.one(
        FEATURES,
        row ->
            new Features(
                row.flag("has_issues"),
                row.flag("has_pulls"),
                row.flag("has_discussions"),
                row.flag("has_wiki"),
                row.flag("private"),
                row.optionalTime("created_at")),
        id);
  }

  private static RepoRow repo(Row row) throws SQLException {
    String[] name = row.text("full_name").split("/", 2);
    return new RepoRow(
        row.number("id"),
        new Host(row.text("host")),
        row.optionalNumber("github_id"),
        new RepoName(name[0], name[1]));
  }

  /** Adds the statements that write. */
  public static final class Writer extends Repos {
    private static final String SET_HEAD =
        """
        UPDATE repos SET head_ref_id = coalesce(
          (SELECT r.id FROM refs r
           WHERE r.repo_id = repos.id AND r.name = 'refs/heads/' || repos.default_branch),
          head_ref_id)
        WHERE id = :id
        """;

    private static final String INSERT_WIKI =
        """
        INSERT INTO repos (host, parent_id, owner, name, full_name)
        SELECT host, id, owner, name, full_name FROM repos WHERE id = :parent
        """;

    private static final String NAME_WIKI =
        """
        UPDATE repos SET (owner, name, full_name) =
          (SELECT p.owner, p.name || '.wiki', p.full_name || '.wiki'
           FROM repos p WHERE p.id = repos.parent_id)
        WHERE parent_id = :parent
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Adds a row for a requested repository, and its {@code repo_states}. */
    public long insert(Host host, RepoName name) {
      long id =
          db.number(
              "INSERT INTO repos (host, owner, name, full_name) VALUES (?, ?, ?, ?) RETURNING id",
              host.name(),
              name.owner(),
              name.name(),
              name.toString());
      new RepoStates.Writer(db).insert(id);
      return id;
    }

    /** Finds or adds the row of a repository's wiki, whose name follows the repository's. */
    public RepoRow upsertWiki(long parent) {
      if (findWiki(parent).isEmpty()) {
        db.update(INSERT_WIKI, parent);
      }
      db.update(NAME_WIKI, parent);
      db.update("UPDATE repos SET wiki_missing_at = NULL WHERE id = :id", parent);
      return findWiki(parent).orElseThrow();
    }

    /** Stores that git says that the wiki does not exist. */
    public void wikiIsMissing(long parent, Instant now) {
      db.update("UPDATE repos SET wiki_missing_at = :now WHERE id = :id", now, parent);
    }

    /** Stores the default branch of a repository that GitHub does not describe. */
    public void setDefaultBranch(long id, String branch) {
      db.update("UPDATE repos SET default_branch = :branch WHERE id = :id", branch, id);
    }

    /** Stores which of GitHub's repositories the row is. */
    public void adopt(long id, long githubId) {
      db.update("UPDATE repos SET github_id = :github_id WHERE id = :id", githubId, id);
    }

    /** Stores what GitHub says of the repository, and returns whether anything differed. */
    public boolean update(long id, Repository repository, Instant now) {
      RepoNames.upsert(db, id, Map.of(repository.githubId(), repository.fullName().toString()));
      db.update(
          "UPDATE repos SET named_at = :now, may_push = :may_push WHERE id = :id",
          now,
          repository.mayPush(),
          id);
      List<@Nullable Object> values = TABLE.values(repository);
      values.add(id);
      String names = String.join(", ", TABLE.compared());
      String given = ":" + String.join(", :", TABLE.compared());
      String sql =
          "UPDATE repos SET (%1$s) = (%2$s) WHERE id = :id AND (%1$s) IS NOT (%2$s)"
              .formatted(names, given);
      return db.update(sql, values.toArray()) > 0;
    }

    /** Removes a row, and everything that belongs to it. */
    public void delete(long id) {
      db.update("DELETE FROM repos WHERE id = :id", id);
    }

    /**
     * Sets {@code head_ref_id} to the default branch. The earlier one stays if that is not among
     * the refs yet.
     */
    public void setHead(long id) {
      db.update(SET_HEAD, id);
    }
  }
}
