package dev.ghsync.store.git;

import dev.ghsync.model.Counts;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables {@code refs} and {@code ref_changes}. */
public class Refs {
  private static final String LIST =
      "SELECT name, target_sha, target_type FROM refs WHERE repo_id = :repo AND kind = :kind";

  private static final String LIST_PEELED =
      """
      SELECT name, target_sha, target_type, iif(target_type = 'tag', peeled_sha, NULL) AS peeled
      FROM refs WHERE repo_id = :repo ORDER BY CAST(name AS BLOB)
      """;

  private static final String FIND_HEAD =
      """
      SELECT coalesce(r.name, 'refs/heads/' || p.default_branch) AS name
      FROM repos p LEFT JOIN refs r ON r.id = p.head_ref_id WHERE p.id = :repo
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

  private final ReadConnection db;

  public Refs(ReadConnection db) {
    this.db = db;
  }

  /** The changes of {@link Writer#replace}, by full name. */
  public record Changes(List<String> created, List<String> moved, List<String> deleted) {
    public Counts counts() {
      return new Counts(created.size(), moved.size(), deleted.size());
    }
  }

  /** Lists the stored branches ({@code branch}) or tags ({@code tag}). */
  public List<Ref> list(long repo, String kind) {
    return db.list(
        LIST,
        row ->
            new Ref(
                row.text("name"),
                new ObjectId(row.text("target_sha")),
                ObjectType.parse(row.text("target_type")).orElseThrow()),
        repo,
        kind);
  }

  /**
   * A ref and the object behind its tag objects.
   *
   * @param peeled empty if the ref names no tag object, and if that is not stored
   */
  public record PeeledRef(Ref ref, Optional<ObjectId> peeled) {}

  /** Lists the branches and tags by name. */
  public List<PeeledRef> listPeeled(long repo) {
    return db.list(
        LIST_PEELED,
        row ->
            new PeeledRef(
                new Ref(
                    row.text("name"),
                    new ObjectId(row.text("target_sha")),
                    ObjectType.parse(row.text("target_type")).orElseThrow()),
                row.optionalText("peeled").map(ObjectId::new)),
        repo);
  }

  /** Finds the full name of the default branch; of an empty repository it is a name alone. */
  public Optional<String> findHead(long repo) {
    return db.find(FIND_HEAD, row -> row.optionalText("name"), repo).flatMap(name -> name);
  }

  public long count(long repo) {
    return db.number("SELECT count(*) FROM refs WHERE repo_id = :repo", repo);
  }

  /** Lists refs whose peeled object is not the one to which the stored tag objects lead. */
  public List<String> listWronglyPeeled(long repo) {
    return db.texts(LIST_WRONGLY_PEELED, repo);
  }

  /**
   * Decides which moves were forced, as far as the commits on both sides are stored. It may take
   * seconds if many refs moved far.
   *
   * @return by the id in {@code ref_changes}, for {@link Writer#setForced}
   */
  public Map<Long, Boolean> decideForced(long repo) {
    return new RefMoves(db, repo).decide();
  }

  /** Adds the statements that write. */
  public static final class Writer extends Refs {
    private static final String UPSERT =
        """
        INSERT INTO refs (repo_id, name, kind, target_sha, target_type, peeled_sha, peeled_type)
        VALUES (?1, ?2, ?3, ?4, ?5,
                CASE WHEN ?5 <> 'tag' THEN ?4 END, CASE WHEN ?5 <> 'tag' THEN ?5 END)
        ON CONFLICT (repo_id, name) DO UPDATE SET
          target_sha = excluded.target_sha, target_type = excluded.target_type,
          peeled_sha = excluded.peeled_sha, peeled_type = excluded.peeled_type
        """;

    private static final String INSERT_CHANGE =
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

    private static final String CORRECT_TYPES =
        """
        UPDATE refs SET target_type = t.type, peeled_sha = target_sha, peeled_type = t.type
        FROM (
          SELECT r.id, CASE
            WHEN EXISTS (SELECT 1 FROM blobs b WHERE b.sha = r.target_sha) THEN 'blob'
            WHEN EXISTS (SELECT 1 FROM packed_objects p
              WHERE p.sha = unhex(r.target_sha) AND p.type = 'tree') THEN 'tree'
            WHEN EXISTS (SELECT 1 FROM trees t WHERE t.sha = r.target_sha) THEN 'tree' END AS type
          FROM refs r WHERE r.repo_id = :repo AND r.kind = 'tag' AND r.target_type = 'commit'
            AND EXISTS (SELECT 1 FROM refs_by_git g WHERE g.repo_id = :repo)
            AND NOT EXISTS (SELECT 1 FROM commits c WHERE c.repo_id = :repo AND c.sha = r.target_sha)
        ) t WHERE refs.id = t.id AND t.type IS NOT NULL
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /**
     * Makes the stored branches or tags equal to {@code refs}, and stores each change.
     *
     * @param kind {@code branch} or {@code tag}
     */
    public Changes replace(long repo, String kind, List<Ref> refs, Instant now) {
      Map<String, Ref> before = new HashMap<>();
      list(repo, kind).forEach(ref -> before.put(ref.name(), ref));
      List<String> created = new ArrayList<>();
      List<String> moved = new ArrayList<>();
      try (Batch rows = db.batch(UPSERT);
          Batch changes = db.batch(INSERT_CHANGE)) {
        for (Ref ref : refs) {
          Ref old = before.remove(ref.name());
          if (old != null && old.equals(ref)) {
            continue;
          }
          rows.run(repo, ref.name(), kind, ref.target(), ref.targetType().text());
          changes.run(repo, ref.name(), old == null ? null : old.target(), ref.target(), now);
          (old == null ? created : moved).add(ref.name());
        }
        for (Ref gone : before.values()) {
          db.update("DELETE FROM refs WHERE repo_id = :repo AND name = :name", repo, gone.name());
          changes.run(repo, gone.name(), gone.target(), null, now);
        }
      }
      return new Changes(created, moved, before.keySet().stream().sorted().toList());
    }

    /**
     * Follows tag objects to their targets, as far as they are stored. Git's list of refs does not
     * contain the kind of object behind a tag that is no tag object: it counts as a commit until
     * the object is stored.
     */
    public void peel(long repo) {
      db.update(CORRECT_TYPES, repo);
      db.update(PEEL, repo);
    }

    /** Stores what {@link #decideForced} returned. */
    public void setForced(Map<Long, Boolean> forced) {
      try (Batch batch = db.batch("UPDATE ref_changes SET forced = ? WHERE id = ?")) {
        forced.forEach((id, isForced) -> batch.run(isForced, id));
      }
    }
  }
}
