package dev.ghsync.store.git;

import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.PersonIdent;
import dev.ghsync.store.sql.BulkInserter;
import dev.ghsync.store.sql.SqlValues;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The tables {@code commits} and {@code commit_parents}. */
public final class Commits {
  private static final String INSERT =
      """
      INSERT INTO commits (repo_id, sha, tree_sha, message, author_name, author_email, authored_at,
        author_tz, committer_name, committer_email, committed_at, committer_tz, raw_header,
        raw_message)
      """;

  /** A commit that REST gave is completed by git: time zones and exact bytes. */
  private static final String COMPLETE =
      """
      ON CONFLICT (repo_id, sha) DO UPDATE SET
        message = excluded.message, author_name = excluded.author_name,
        author_email = excluded.author_email, authored_at = excluded.authored_at,
        author_tz = excluded.author_tz, committer_name = excluded.committer_name,
        committer_email = excluded.committer_email, committed_at = excluded.committed_at,
        committer_tz = excluded.committer_tz, raw_header = excluded.raw_header,
        raw_message = excluded.raw_message
      WHERE commits.author_tz IS NULL AND excluded.author_tz IS NOT NULL
      """;

  private static final String INSERT_PARENT =
      "INSERT OR IGNORE INTO commit_parents (repo_id, sha, position, parent_sha)";

  private static final String COUNT = "SELECT count(*) FROM commits WHERE repo_id = :repo";

  private final Handle handle;

  public Commits(Handle handle) {
    this.handle = handle;
  }

  /** How many there are. */
  public long count(long repo) {
    return handle.createQuery(COUNT).bind("repo", repo).mapTo(Long.class).one();
  }

  /** Stores commits; those that are here stay as they are. */
  public void insert(long repo, Collection<Commit> commits) {
    try (BulkInserter rows = new BulkInserter(handle, INSERT, COMPLETE);
        BulkInserter parents = new BulkInserter(handle, INSERT_PARENT, "")) {
      for (Commit commit : commits) {
        String sha = commit.id().hex();
        PersonIdent author = commit.author();
        PersonIdent committer = commit.committer();
        rows.insert(
            repo,
            sha,
            commit.tree().hex(),
            commit.message(),
            author.name(),
            author.email(),
            SqlValues.text(author.at()),
            author.zone(),
            committer.name(),
            committer.email(),
            SqlValues.text(committer.at()),
            committer.zone(),
            commit.rawHeader(),
            commit.rawMessage());
        for (int i = 0; i < commit.parents().size(); i++) {
          parents.insert(repo, sha, i, commit.parents().get(i).hex());
        }
      }
      rows.finish();
      parents.finish();
    }
  }

  /** Among {@code shas}, those that are here. */
  public List<String> known(long repo, Collection<?> shas) {
    return handle
        .createQuery(
            """
            SELECT sha FROM commits
            WHERE repo_id = :repo AND sha IN (SELECT value FROM json_each(:shas))
            """)
        .bind("repo", repo)
        .bind("shas", SqlValues.texts(shas))
        .mapTo(String.class)
        .list();
  }
}
