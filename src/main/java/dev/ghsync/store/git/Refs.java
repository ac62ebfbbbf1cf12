package dev.ghsync.store.git;

import dev.ghsync.model.Counts;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.sql.Inserter;
import dev.ghsync.store.sql.SqlValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The tables {@code refs} and {@code ref_changes}. */
public final class Refs {
  private static final String LIST =
      "SELECT name, target_sha, target_type FROM refs WHERE repo_id = :repo AND kind = :kind";

  private static final String UPSERT =
      """
      INSERT INTO refs (repo_id, name, kind, target_sha, target_type, peeled_sha, peeled_type)
      VALUES (?1, ?2, ?3, ?4, ?5,
              CASE WHEN ?5 <> 'tag' THEN ?4 END, CASE WHEN ?5 <> 'tag' THEN ?5 END)
      ON CONFLICT (repo_id, name) DO UPDATE SET
        target_sha = excluded.target_sha, target_type = excluded.target_type,
        peeled_sha = excluded.peeled_sha, peeled_type = excluded.peeled_type
      """;

  private static final String DELETE = "DELETE FROM refs WHERE repo_id = :repo AND name = :name";

  private static final String REMEMBER =
      """
      INSERT INTO ref_changes (repo_id, name, old_sha, new_sha, seen_at, forced)
      VALUES (?1, ?2, ?3, ?4, ?5, CASE WHEN ?3 IS NULL OR ?4 IS NULL THEN 0 END)
      """;

  /** Tag objects may name tag objects; the chain ends at something else. */
  private static final String PEEL =
      """
      WITH RECURSIVE chain(ref, sha, type) AS (
        SELECT id, target_sha, target_type FROM refs WHERE repo_id = :repo AND peeled_sha IS NULL
        UNION
        SELECT c.ref, t.target_sha, t.target_type
        FROM chain c JOIN tags t ON t.repo_id = :repo AND t.sha = c.sha
        WHERE c.type = 'tag'
      )
      UPDATE refs SET peeled_sha = c.sha, peeled_type = c.type
      FROM chain c WHERE c.ref = refs.id AND c.type <> 'tag'
      """;

  private static final String LIST_WRONGLY_PEELED =
      """
      WITH RECURSIVE chain(ref, sha, type) AS (
        SELECT id, target_sha, target_type FROM refs WHERE repo_id = :repo
        UNION
        SELECT c.ref, t.target_sha, t.target_type
        FROM chain c JOIN tags t ON t.repo_id = :repo AND t.sha = c.sha
        WHERE c.type = 'tag'
      )
      SELECT r.name FROM refs r LEFT JOIN chain c ON c.ref = r.id AND c.type <> 'tag'
      WHERE r.repo_id = :repo AND (r.peeled_sha, r.peeled_type) IS NOT (c.sha, c.type)
      ORDER BY r.name
      """;

  private static final String CORRECT_TYPES =
      """
      UPDATE refs SET target_type = t.type, peeled_sha = target_sha, peeled_type = t.type
      FROM (
        SELECT r.id, CASE WHEN EXISTS (SELECT 1 FROM trees t WHERE t.sha = r.target_sha)
          THEN 'tree' WHEN EXISTS (SELECT 1 FROM blobs b WHERE b.sha = r.target_sha)
          THEN 'blob' END AS type
        FROM refs r WHERE r.repo_id = :repo AND r.kind = 'tag' AND r.target_type = 'commit'
          AND EXISTS (SELECT 1 FROM refs_by_git g WHERE g.repo_id = :repo)
          AND NOT EXISTS (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = r.target_sha)
      ) t WHERE refs.id = t.id AND t.type IS NOT NULL
      """;

  /** A move is forced where the old commit is no ancestor of the new one. */
  private static final String LIST_UNDECIDED =
      """
      SELECT id, old_sha, new_sha FROM ref_changes WHERE repo_id = :repo AND forced IS NULL
      """;

  private static final String PEELED =
      """
      WITH RECURSIVE chain(sha) AS (
        VALUES (:sha)
        UNION
        SELECT t.target_sha FROM chain c JOIN tags t ON t.repo_id = :repo AND t.sha = c.sha
      )
      SELECT c.sha FROM chain c JOIN commits m ON m.repo_id = :repo AND m.sha = c.sha
      """;

  private static final String IS_ANCESTOR =
      """
      WITH RECURSIVE behind(sha) AS (
        VALUES (:new)
        UNION
        SELECT p.parent_sha FROM behind b
        CROSS JOIN commit_parents p ON p.repo_id = :repo AND p.sha = b.sha
        WHERE b.sha <> :old
      )
      SELECT count(*) FROM behind WHERE sha = :old
      """;

  private static final String SET_FORCED = "UPDATE ref_changes SET forced = :forced WHERE id = :id";

  private final Handle handle;

  public Refs(Handle handle) {
    this.handle = handle;
  }

  /** The branches ({@code branch}) or tags ({@code tag}) as stored. */
  public List<Ref> list(long repo, String kind) {
    return handle
        .createQuery(LIST)
        .bind("repo", repo)
        .bind("kind", kind)
        .map(
            (row, context) ->
                new Ref(
                    row.getString("name"),
                    new ObjectId(row.getString("target_sha")),
                    ObjectType.parse(row.getString("target_type")).orElseThrow()))
        .list();
  }

  /** What {@link #replace} did, by full name. */
  public record Changes(List<String> created, List<String> moved, List<String> deleted) {
    public Counts counts() {
      return new Counts(created.size(), moved.size(), deleted.size());
    }
  }

  /**
   * Makes the stored branches or tags equal to {@code refs}, and remembers each change.
   *
   * @param kind {@code branch} or {@code tag}
   */
  public Changes replace(long repo, String kind, List<Ref> refs, Instant now) {
    Map<String, Ref> before = new HashMap<>();
    list(repo, kind).forEach(ref -> before.put(ref.name(), ref));
    List<String> created = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    try (Inserter rows = new Inserter(handle, UPSERT);
        Inserter history = new Inserter(handle, REMEMBER)) {
      String seen = SqlValues.text(now);
      for (Ref ref : refs) {
        Ref old = before.remove(ref.name());
        if (old != null && old.equals(ref)) {
          continue;
        }
        String target = ref.target().hex();
        rows.insert(repo, ref.name(), kind, target, ref.targetType().text());
        history.insert(repo, ref.name(), old == null ? null : old.target().hex(), target, seen);
        (old == null ? created : moved).add(ref.name());
      }
      for (Ref gone : before.values()) {
        handle.createUpdate(DELETE).bind("repo", repo).bind("name", gone.name()).execute();
        history.insert(repo, gone.name(), gone.target().hex(), null, seen);
      }
    }
    return new Changes(created, moved, before.keySet().stream().sorted().toList());
  }

  /**
   * Follows tag objects to what they name, as far as they are here. Git's list of refs does not
   * tell what kind of object a tag names that is no tag object: it counts as a commit until the
   * object is here.
   */
  public void peel(long repo) {
    handle.createUpdate(CORRECT_TYPES).bind("repo", repo).execute();
    handle.createUpdate(PEEL).bind("repo", repo).execute();
  }

  /** Refs whose peeled object is not the one that the stored tag objects lead to. */
  public List<String> listWronglyPeeled(long repo) {
    return handle.createQuery(LIST_WRONGLY_PEELED).bind("repo", repo).mapTo(String.class).list();
  }

  /** Decides which moves were forced, where the commits on both sides are here. */
  public void decideForced(long repo) {
    record Move(long id, String before, String after) {}
    List<Move> moves =
        handle
            .createQuery(LIST_UNDECIDED)
            .bind("repo", repo)
            .map(
                (row, context) ->
                    new Move(row.getLong("id"), row.getString("old_sha"), row.getString("new_sha")))
            .list();
    for (Move move : moves) {
      String before = peeled(repo, move.before());
      String after = peeled(repo, move.after());
      if (before != null && after != null) {
        handle
            .createUpdate(SET_FORCED)
            .bind("id", move.id())
            .bind("forced", !isAncestor(repo, before, after))
            .execute();
      }
    }
  }

  private @Nullable String peeled(long repo, String sha) {
    return handle
        .createQuery(PEELED)
        .bind("repo", repo)
        .bind("sha", sha)
        .mapTo(String.class)
        .findFirst()
        .orElse(null);
  }

  private boolean isAncestor(long repo, String before, String after) {
    return handle
            .createQuery(IS_ANCESTOR)
            .bind("repo", repo)
            .bind("old", before)
            .bind("new", after)
            .mapTo(Long.class)
            .one()
        > 0;
  }
}
