package dev.ghsync.store.state;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.Repository;
import dev.ghsync.store.sql.SqlValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The table {@code repos}. */
public final class Repos {
  private static final String COLUMNS =
      "SELECT id, host, github_id, full_name, named_at FROM repos ";

  private static final String FIND_NAMED =
      COLUMNS
          + "WHERE host = :host AND full_name = :name AND parent_id IS NULL"
          + " ORDER BY named_at IS NULL, named_at DESC LIMIT 1";
  private static final String FIND_GITHUB_ID = COLUMNS + "WHERE host = :host AND github_id = :id";
  private static final String LIST = COLUMNS + "ORDER BY full_name, host, id";

  private static final String INSERT_NAMED =
      "INSERT INTO repos (host, owner, name, full_name)"
          + " VALUES (:host, :owner, :name, :name_whole) RETURNING id";

  private static final String ADOPT = "UPDATE repos SET github_id = :github_id WHERE id = :id";

  private static final String UPDATE =
      """
      UPDATE repos SET owner = :owner, name = :name, full_name = :full_name,
        default_branch = :default_branch, description = :description, homepage = :homepage,
        language = :language, license = :license, topics = :topics, visibility = :visibility,
        private = :private, fork = :fork, archived = :archived, has_issues = :has_issues,
        has_pulls = :has_pulls, stargazers_count = :stargazers_count, forks_count = :forks_count,
        open_issues_count = :open_issues_count, size = :size, created_at = :created_at,
        updated_at = :updated_at, pushed_at = :pushed_at, html_url = :html_url
      WHERE id = :id AND (owner, name, default_branch, description, homepage, language, license,
        topics, visibility, private, fork, archived, has_issues, has_pulls, stargazers_count,
        forks_count, open_issues_count, size, created_at, updated_at, pushed_at, html_url)
      IS NOT (:owner, :name, :default_branch, :description, :homepage, :language, :license,
        :topics, :visibility, :private, :fork, :archived, :has_issues, :has_pulls,
        :stargazers_count, :forks_count, :open_issues_count, :size, :created_at, :updated_at,
        :pushed_at, :html_url)
      """;

  private static final String CONFIRM =
      "UPDATE repos SET named_at = :now, may_push = :may_push WHERE id = :id";

  private static final String SET_HEAD =
      """
      UPDATE repos SET head_ref_id = coalesce(
        (SELECT r.id FROM refs r
         WHERE r.repo_id = repos.id AND r.name = 'refs/heads/' || repos.default_branch),
        head_ref_id)
      WHERE id = :id
      """;

  private static final String IS_HEAD_RIGHT =
      """
      SELECT head_ref_id IS (SELECT r.id FROM refs r
        WHERE r.repo_id = repos.id AND r.name = 'refs/heads/' || repos.default_branch)
      FROM repos WHERE id = :id
      """;

  private static final String HAS_ISSUES =
      "SELECT coalesce(has_issues, 1) AS has_issues, coalesce(has_pulls, 1) AS has_pulls, created_at FROM repos WHERE id = :id";

  private final Handle handle;

  public Repos(Handle handle) {
    this.handle = handle;
  }

  /**
   * A repository as this database knows it.
   *
   * @param id the database's own
   * @param githubId empty until GitHub has answered once
   */
  public record RepoRow(long id, Host host, OptionalLong githubId, RepoName name) {}

  /** What is switched on; true where GitHub has not said. */
  public record Features(boolean issues, boolean pulls, Optional<Instant> createdAt) {}

  public Optional<RepoRow> find(Host host, RepoName name) {
    return handle
        .createQuery(FIND_NAMED)
        .bind("host", host.name())
        .bind("name", name.toString())
        .map(Repos::known)
        .findOne();
  }

  public Optional<RepoRow> find(Host host, long githubId) {
    return handle
        .createQuery(FIND_GITHUB_ID)
        .bind("host", host.name())
        .bind("id", githubId)
        .map(Repos::known)
        .findOne();
  }

  public List<RepoRow> list() {
    return handle.createQuery(LIST).map(Repos::known).list();
  }

  /** Adds a row for a repository that was only asked for, and its {@code repo_states}. */
  public long insert(Host host, RepoName name) {
    long id =
        handle
            .createQuery(INSERT_NAMED)
            .bind("host", host.name())
            .bind("owner", name.owner())
            .bind("name", name.name())
            .bind("name_whole", name.toString())
            .mapTo(Long.class)
            .one();
    new RepoStates(handle).insert(id);
    return id;
  }

  /** Says which of GitHub's repositories the row is. */
  public void adopt(long id, long githubId) {
    handle.createUpdate(ADOPT).bind("id", id).bind("github_id", githubId).execute();
  }

  /**
   * Stores what GitHub says of the repository.
   *
   * @return whether anything differed
   */
  public boolean update(long id, Repository r, Instant now) {
    new RepoNames(handle).upsert(id, Map.of(r.githubId(), r.fullName().toString()));
    handle
        .createUpdate(CONFIRM)
        .bind("id", id)
        .bind("now", SqlValues.text(now))
        .bind("may_push", r.mayPush())
        .execute();
    return handle
            .createUpdate(UPDATE)
            .bind("id", id)
            .bind("owner", r.fullName().owner())
            .bind("name", r.fullName().name())
            .bind("full_name", r.fullName().toString())
            .bind("default_branch", r.defaultBranch())
            .bind("description", r.description())
            .bind("homepage", r.homepage())
            .bind("language", r.language())
            .bind("license", r.license())
            .bind("topics", topics(r.topics()))
            .bind("visibility", r.visibility())
            .bind("private", r.isPrivate())
            .bind("fork", r.fork())
            .bind("archived", r.archived())
            .bind("has_issues", r.hasIssues())
            .bind("has_pulls", r.hasPulls())
            .bind("stargazers_count", r.stargazersCount())
            .bind("forks_count", r.forksCount())
            .bind("open_issues_count", r.openIssuesCount())
            .bind("size", r.size())
            .bind("created_at", SqlValues.text(r.createdAt()))
            .bind("updated_at", SqlValues.text(r.updatedAt()))
            .bind("pushed_at", SqlValues.text(r.pushedAt()))
            .bind("html_url", r.htmlUrl())
            .execute()
        > 0;
  }

  /** GitHub's id of a row, once known. */
  public OptionalLong githubId(long id) {
    return handle
        .createQuery("SELECT github_id FROM repos WHERE id = :id AND github_id IS NOT NULL")
        .bind("id", id)
        .mapTo(Long.class)
        .findOne()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Removes a row, and all that belongs to it. */
  public void delete(long id) {
    handle.createUpdate("DELETE FROM repos WHERE id = :id").bind("id", id).execute();
  }

  /**
   * Points {@code head_ref_id} at the default branch. Where that is not among the refs yet, the
   * earlier one stays.
   */
  public void setHead(long id) {
    handle.createUpdate(SET_HEAD).bind("id", id).execute();
  }

  /**
   * Whether {@code head_ref_id} points at the default branch, or at nothing where there is none.
   */
  public boolean isHeadRight(long id) {
    return handle.createQuery(IS_HEAD_RIGHT).bind("id", id).mapTo(Boolean.class).one();
  }

  public Features features(long id) {
    return handle
        .createQuery(HAS_ISSUES)
        .bind("id", id)
        .map(
            (row, context) ->
                new Features(
                    row.getBoolean("has_issues"),
                    row.getBoolean("has_pulls"),
                    Optional.ofNullable(SqlValues.instant(row.getString("created_at")))))
        .one();
  }

  private static RepoRow known(java.sql.ResultSet row, Object context)
      throws java.sql.SQLException {
    long githubId = row.getLong("github_id");
    String[] name = row.getString("full_name").split("/", 2);
    return new RepoRow(
        row.getLong("id"),
        new Host(row.getString("host")),
        githubId == 0 ? OptionalLong.empty() : OptionalLong.of(githubId),
        new RepoName(name[0], name[1]));
  }

  /** Topics are lower-case letters, digits and hyphens: nothing in them needs escaping. */
  private static String topics(List<String> topics) {
    return topics.stream()
        .map(t -> "\"" + t.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }
}
