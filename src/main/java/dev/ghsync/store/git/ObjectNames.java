package dev.ghsync.store.git;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.sql.ReadConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Queries for what users name: refs by full name, and objects by the first digits of their id. */
public final class ObjectNames {
  private static final String FIND_REF =
      "SELECT name, target_sha, target_type FROM refs WHERE repo_id = :repo AND name = :name";

  private static final String FIND_DELETED =
      """
      SELECT old_sha, seen_at FROM ref_changes
      WHERE repo_id = :repo AND name = :name AND new_sha IS NULL ORDER BY id DESC LIMIT 1
      """;

  private static final String IS_TIP =
      "SELECT EXISTS (SELECT 1 FROM refs WHERE repo_id = :repo AND peeled_sha = :sha)";

  /** The upper bound ends with the largest digit, so that each part is a search in an index. */
  private static final String LIST_WITH_PREFIX =
      """
      SELECT sha, 'commit' AS type FROM commits
      WHERE repo_id = :repo AND sha BETWEEN :low AND :high
      UNION SELECT sha, 'tag' FROM tags WHERE repo_id = :repo AND sha BETWEEN :low AND :high
      UNION SELECT sha, 'tree' FROM trees WHERE sha BETWEEN :low AND :high
      UNION SELECT sha, 'blob' FROM blobs WHERE sha BETWEEN :low AND :high
      UNION SELECT lower(hex(sha)), type FROM packed_objects
      WHERE sha BETWEEN unhex(:low) AND unhex(:high)
      ORDER BY sha LIMIT 100
      """;

  private static final int HEX_DIGITS = 40;

  private final ReadConnection db;

  public ObjectNames(ReadConnection db) {
    this.db = db;
  }

  /** An object whose id begins as asked. */
  public record Candidate(ObjectId id, ObjectType type) {}

  /**
   * The deletion of a ref.
   *
   * @param before the object that the ref named last
   */
  public record Deletion(ObjectId before, Instant seenAt) {}

  /** Finds a ref by its full name. */
  public Optional<Ref> findRef(long repo, String name) {
    return db.find(
        FIND_REF,
        row ->
            new Ref(
                row.text("name"),
                row.id("target_sha"),
                ObjectType.parse(row.text("target_type")).orElseThrow()),
        repo,
        name);
  }

  /** Finds the last deletion of a ref by its full name. */
  public Optional<Deletion> findDeletion(long repo, String name) {
    return db.find(
        FIND_DELETED, row -> new Deletion(row.id("old_sha"), row.time("seen_at")), repo, name);
  }

  /** Returns whether a ref names this object, directly or by tag objects. */
  public boolean isTip(long repo, ObjectId id) {
    return db.isTrue(IS_TIP, repo, id);
  }

  /**
   * Lists up to 100 objects whose id begins with these hex digits. Commits and tags are those of
   * the repository; trees and files belong to no repository.
   *
   * @param prefix 1 to 40 lower-case hex digits
   */
  public List<Candidate> listWithPrefix(long repo, String prefix) {
    int rest = HEX_DIGITS - prefix.length();
    return db.list(
        LIST_WITH_PREFIX,
        row -> new Candidate(row.id("sha"), ObjectType.parse(row.text("type")).orElseThrow()),
        repo,
        prefix + "0".repeat(rest),
        prefix + "f".repeat(rest));
  }
}
