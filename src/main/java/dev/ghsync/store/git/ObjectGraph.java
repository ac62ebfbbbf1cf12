package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.sql.ReadConnection;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which stored objects name which others, and in which form they are stored. The queries take many
 * ids at a time; a caller should pass a few thousand.
 */
public final class ObjectGraph {
  private static final String TYPES =
      """
      SELECT i.value AS sha, coalesce(
        (SELECT 'commit' FROM commits c WHERE c.repo_id = :repo AND c.sha = i.value),
        (SELECT p.type FROM packed_objects p WHERE p.sha = unhex(i.value)),
        (SELECT 'tag' FROM tags t WHERE t.repo_id = :repo AND t.sha = i.value),
        (SELECT 'tree' FROM trees t WHERE t.sha = i.value),
        (SELECT 'blob' FROM blobs b WHERE b.sha = i.value)) AS type
      FROM json_each(:ids) i
      """;

  private static final String TAG_TARGETS =
      """
      SELECT sha, target_sha, target_type FROM tags
      WHERE repo_id = :repo AND sha IN (SELECT value FROM json_each(:ids))
      """;

  private static final String COMMITS =
      """
      SELECT i.value AS sha, c.tree_sha FROM json_each(:ids) i
      LEFT JOIN commits c ON c.repo_id = :repo AND c.sha = i.value
      """;

  /** {@code CROSS JOIN} keeps the order of the tables, see {@link MissingObjects}. */
  private static final String HISTORY =
      """
      WITH RECURSIVE reached(sha) AS (
        SELECT value FROM json_each(:ids)
        UNION
        SELECT p.parent_sha FROM reached r
        CROSS JOIN commit_parents p ON p.repo_id = :repo AND p.sha = r.sha
      )
      SELECT r.sha, c.tree_sha FROM reached r
      LEFT JOIN commits c ON c.repo_id = :repo AND c.sha = r.sha
      """;

  private static final String PACKED =
      """
      SELECT id, sha FROM packed_objects WHERE sha IN (SELECT unhex(value) FROM json_each(:ids))
      """;

  private static final String UNFOLDED =
      "SELECT id, sha FROM trees WHERE sha IN (SELECT value FROM json_each(:ids))";

  private static final String ENTRIES =
      """
      SELECT e.mode, e.sha FROM tree_rows e
      WHERE e.tree IN (SELECT value FROM json_each(:trees)) AND e.mode & 61440 IN (16384, 32768, 40960)
      """;

  private static final String BLOBS =
      """
      SELECT sha, size, omitted FROM blobs WHERE sha IN (SELECT value FROM json_each(:ids))
      """;

  private static final String BOUNDS =
      """
      SELECT max(history) AS history, max(max_blob_size) AS max_blob_size FROM content_tips
      WHERE repo_id = :repo GROUP BY repo_id
      """;

  private final ReadConnection db;

  public ObjectGraph(ReadConnection db) {
    this.db = db;
  }

  /**
   * An object and its type.
   *
   * @param type empty if the object is not stored
   */
  public record Typed(ObjectId id, Optional<ObjectType> type) {}

  /** A tag object and the object that it names. */
  public record TagTarget(ObjectId tag, ObjectId target, ObjectType type) {}

  /**
   * A commit and its tree.
   *
   * @param tree empty if the commit is not stored
   */
  public record CommitTree(ObjectId id, Optional<ObjectId> tree) {}

  /**
   * An object and the number of its row in {@code packed_objects}, {@code trees} or {@code blobs}.
   */
  public record Numbered(ObjectId id, long row) {}

  /** An entry of an unfolded tree. */
  @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
  public record Entry(int mode, byte[] id) {}

  /**
   * A blob that has a row.
   *
   * @param omitted why the row has no content; empty if it has
   */
  public record BlobRow(ObjectId id, long size, Optional<String> omitted) {}

  /** Lists the types of objects, of commits and tags only those of one repository. */
  public List<Typed> types(long repo, Collection<ObjectId> ids) {
    return db.list(
        TYPES,
        row ->
            new Typed(
                new ObjectId(row.text("sha")), row.optionalText("type").flatMap(ObjectType::parse)),
        repo,
        ids);
  }

  /** Lists what tag objects name; without those that are not stored. */
  public List<TagTarget> tagTargets(long repo, Collection<ObjectId> ids) {
    return db.list(
        TAG_TARGETS,
        row ->
            new TagTarget(
                new ObjectId(row.text("sha")),
                new ObjectId(row.text("target_sha")),
                ObjectType.parse(row.text("target_type")).orElseThrow()),
        repo,
        ids);
  }

  /**
   * Passes on commits, each once, and with them those that are named and not stored.
   *
   * @param history with all commits that these reach
   */
  public void commits(
      long repo, Collection<ObjectId> ids, boolean history, Consumer<CommitTree> consumer) {
    db.forEach(
        history ? HISTORY : COMMITS,
        row ->
            new CommitTree(
                new ObjectId(row.text("sha")), row.optionalText("tree_sha").map(ObjectId::new)),
        consumer,
        ids,
        repo);
  }

  /** Lists those of the objects that are packed. */
  public List<Numbered> packed(Collection<ObjectId> ids) {
    return db.list(
        PACKED, row -> new Numbered(ObjectId.of(row.bytes("sha"), 0), row.number("id")), ids);
  }

  /** Lists those of the trees that are unfolded. */
  public List<Numbered> unfolded(Collection<ObjectId> ids) {
    return db.list(
        UNFOLDED, row -> new Numbered(new ObjectId(row.text("sha")), row.number("id")), ids);
  }

  /** Passes on the folders, files and symbolic links of unfolded trees. */
  public void entries(Collection<Long> trees, Consumer<Entry> consumer) {
    db.forEach(
        ENTRIES, row -> new Entry((int) row.number("mode"), row.bytes("sha")), consumer, trees);
  }

  /** Lists those of the blobs that have a row. */
  public List<BlobRow> blobs(Collection<ObjectId> ids) {
    return db.list(
        BLOBS,
        row ->
            new BlobRow(
                new ObjectId(row.text("sha")), row.number("size"), row.optionalText("omitted")),
        ids);
  }

  /**
   * The contents that the last complete sync stored.
   *
   * @param history whether of all commits
   * @param maxBlobSize larger files were left out, in bytes
   */
  public record Bounds(boolean history, long maxBlobSize) {}

  /** Finds the bounds of the stored contents; empty if no sync of them was complete. */
  public Optional<Bounds> findBounds(long repo) {
    return db.find(
        BOUNDS, row -> new Bounds(row.flag("history"), row.number("max_blob_size")), repo);
  }
}
