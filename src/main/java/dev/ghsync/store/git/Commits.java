package dev.ghsync.store.git;

import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.PersonIdent;
import dev.ghsync.store.sql.BulkInsert;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables {@code commits} and {@code commit_parents}. */
public class Commits {
  private static final String LIST_KNOWN =
      """
      SELECT sha FROM commits
      WHERE repo_id = :repo AND sha IN (SELECT value FROM json_each(:shas))
      """;

  private static final String FIND =
      """
      SELECT sha, tree_sha, message, author_name, author_email, authored_at, author_tz,
        committer_name, committer_email, committed_at, committer_tz, raw_header, raw_message
      FROM commits WHERE repo_id = :repo AND sha = :sha
      """;

  private static final String LIST =
      """
      SELECT sha, tree_sha, message, author_name, author_email, authored_at, author_tz,
        committer_name, committer_email, committed_at, committer_tz, raw_header, raw_message
      FROM commits WHERE repo_id = :repo AND sha IN (SELECT value FROM json_each(:ids))
      """;

  private static final String LIST_PARENTS_OF =
      """
      SELECT sha, parent_sha FROM commit_parents
      WHERE repo_id = :repo AND sha IN (SELECT value FROM json_each(:ids))
      ORDER BY sha, position
      """;

  private static final String LIST_PARENTS =
      """
      SELECT parent_sha FROM commit_parents WHERE repo_id = :repo AND sha = :sha ORDER BY position
      """;

  private final ReadConnection db;

  public Commits(ReadConnection db) {
    this.db = db;
  }

  public long count(long repo) {
    return db.number("SELECT count(*) FROM commits WHERE repo_id = :repo", repo);
  }

  /** Lists those of {@code shas} that are stored. */
  public List<String> listKnown(long repo, Collection<?> shas) {
    return db.texts(LIST_KNOWN, repo, shas);
  }

  /** Finds a commit with its parents. The zones are null if only REST delivered it. */
  public Optional<Commit> find(long repo, ObjectId id) {
    return db.find(FIND, row -> commit(row, listParents(repo, id)), repo, id);
  }

  /** Lists those of the commits that are stored, with their parents, in no particular order. */
  public List<Commit> list(long repo, Collection<ObjectId> ids) {
    Map<ObjectId, List<ObjectId>> parents = new HashMap<>();
    db.forEach(
        LIST_PARENTS_OF,
        row -> Map.entry(row.id("sha"), row.id("parent_sha")),
        edge ->
            parents.computeIfAbsent(edge.getKey(), id -> new ArrayList<>()).add(edge.getValue()),
        repo,
        ids);
    return db.list(
        LIST, row -> commit(row, parents.getOrDefault(row.id("sha"), List.of())), repo, ids);
  }

  private List<ObjectId> listParents(long repo, ObjectId id) {
    return db.list(LIST_PARENTS, row -> row.id("parent_sha"), repo, id);
  }

  private static Commit commit(Row row, List<ObjectId> parents) throws SQLException {
    return new Commit(
        row.id("sha"),
        row.id("tree_sha"),
        parents,
        person(row, "author", "authored_at"),
        person(row, "committer", "committed_at"),
        row.gitText("message"),
        row.optionalBytes("raw_header").orElse(null),
        row.optionalBytes("raw_message").orElse(null));
  }

  /** Returns the person in the columns whose names begin with {@code who}. */
  static PersonIdent person(Row row, String who, String when) throws SQLException {
    return new PersonIdent(
        row.gitText(who + "_name"),
        row.gitText(who + "_email"),
        row.time(when),
        row.optionalText(who + "_tz").orElse(null));
  }

  /** Adds the statements that write. */
  public static final class Writer extends Commits {
    private static final String INSERT =
        """
        INSERT INTO commits (repo_id, sha, tree_sha, message, author_name, author_email, authored_at,
          author_tz, committer_name, committer_email, committed_at, committer_tz, raw_header,
          raw_message)
        """;

    /** Git adds to a commit from REST the time zones and exact bytes. */
    private static final String COMPLETE =
        """
        ON CONFLICT (repo_id, sha) DO UPDATE SET
          message = excluded.message, author_name = excluded.author_name,
          author_email = excluded.author_email, authored_at = excluded.authored_at,
          author_tz = excluded.author_tz, committer_name = excluded.committer_name,
          committer_email = excluded.committer_email, committed_at = excluded.committed_at,
          committer_tz = excluded.committer_tz, raw_header = excluded.raw_header,
          raw_message = excluded.raw_message
        WHERE commits.raw_header IS NULL
          AND (commits.author_tz IS NULL OR commits.committer_tz IS NULL)
          AND (excluded.raw_header IS NOT NULL
            OR excluded.author_tz IS NOT NULL AND excluded.committer_tz IS NOT NULL)
        """;

    private static final String INSERT_PARENT =
        "INSERT OR IGNORE INTO commit_parents (repo_id, sha, position, parent_sha)";

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Stores commits; those that are stored completely stay as they are. */
    public void insert(long repo, Collection<Commit> commits) {
      try (BulkInsert rows = db.bulkInsert(INSERT, COMPLETE);
          BulkInsert parents = db.bulkInsert(INSERT_PARENT, "")) {
        for (Commit commit : commits) {
          PersonIdent author = commit.author();
          PersonIdent committer = commit.committer();
          rows.add(
              repo,
              commit.id(),
              commit.tree(),
              commit.message(),
              author.name(),
              author.email(),
              author.at(),
              author.zone(),
              committer.name(),
              committer.email(),
              committer.at(),
              committer.zone(),
              commit.rawHeader(),
              commit.rawMessage());
          for (int i = 0; i < commit.parents().size(); i++) {
            parents.add(repo, commit.id(), i, commit.parents().get(i));
          }
        }
        rows.finish();
        parents.finish();
      }
    }
  }
}
