package dev.ghsync.store;

import dev.ghsync.model.Commit;
import dev.ghsync.model.Signature;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables {@code commits} and {@code commit_parents}. */
public final class Commits {
  /** A commit that REST gave is completed by git: time zones and exact bytes. */
  private static final String INSERT =
      """
      INSERT INTO commits (repo_id, sha, tree_sha, message, author_name, author_email, authored_at,
        author_tz, committer_name, committer_email, committed_at, committer_tz, raw_header,
        raw_message)
      VALUES (:repo, :sha, :tree, :message, :author_name, :author_email, :authored_at, :author_tz,
        :committer_name, :committer_email, :committed_at, :committer_tz, :raw_header, :raw_message)
      ON CONFLICT (repo_id, sha) DO UPDATE SET
        message = excluded.message, author_name = excluded.author_name,
        author_email = excluded.author_email, author_tz = excluded.author_tz,
        committer_name = excluded.committer_name, committer_email = excluded.committer_email,
        committer_tz = excluded.committer_tz, raw_header = excluded.raw_header,
        raw_message = excluded.raw_message
      WHERE commits.author_tz IS NULL AND excluded.author_tz IS NOT NULL
      """;

  private static final String INSERT_PARENT =
      """
      INSERT OR IGNORE INTO commit_parents (repo_id, sha, position, parent_sha)
      VALUES (:repo, :sha, :position, :parent)
      """;

  private static final String COUNT = "SELECT count(*) FROM commits WHERE repo_id = :repo";

  private final Handle handle;

  Commits(Handle handle) {
    this.handle = handle;
  }

  /** How many there are. */
  public long count(long repo) {
    return handle.createQuery(COUNT).bind("repo", repo).mapTo(Long.class).one();
  }

  /** Stores commits; those that are here stay as they are. */
  public void insert(long repo, Collection<Commit> commits) {
    if (commits.isEmpty()) {
      return;
    }
    try (PreparedBatch rows = handle.prepareBatch(INSERT);
        PreparedBatch parents = handle.prepareBatch(INSERT_PARENT)) {
      for (Commit commit : commits) {
        rows.bind("repo", repo)
            .bind("sha", commit.id().hex())
            .bind("tree", commit.tree().hex())
            .bind("raw_header", commit.rawHeader())
            .bind("raw_message", commit.rawMessage());
        Values.bind(rows, "message", commit.message());
        bind(rows, "author", "authored_at", commit.author());
        bind(rows, "committer", "committed_at", commit.committer());
        rows.add();
        for (int i = 0; i < commit.parents().size(); i++) {
          parents
              .bind("repo", repo)
              .bind("sha", commit.id().hex())
              .bind("position", i)
              .bind("parent", commit.parents().get(i).hex())
              .add();
        }
      }
      rows.execute();
      if (parents.size() > 0) {
        parents.execute();
      }
    }
  }

  private static void bind(PreparedBatch rows, String who, String when, Signature signature) {
    Values.bind(rows, who + "_name", signature.name());
    Values.bind(rows, who + "_email", signature.email());
    rows.bind(who + "_tz", signature.zone());
    rows.bind(when, Values.text(signature.at()));
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
        .bind("shas", Values.texts(shas))
        .mapTo(String.class)
        .list();
  }
}
