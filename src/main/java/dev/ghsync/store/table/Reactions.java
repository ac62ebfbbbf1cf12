package dev.ghsync.store.table;

import dev.ghsync.model.item.Reaction;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.WriteConnection;
import java.util.List;
import java.util.Optional;

/** The tables {@code reactions} and {@code reaction_subjects}. */
public class Reactions {
  /** A kind of item that has reactions. */
  public enum Kind {
    ISSUE("issue", "issues", "number"),
    ISSUE_COMMENT("issue_comment", "issue_comments", "id"),
    REVIEW_COMMENT("review_comment", "review_comments", "id"),
    COMMIT_COMMENT("commit_comment", "commit_comments", "id"),
    RELEASE("release", "releases", "id"),
    DISCUSSION("discussion", "discussions", "number"),
    DISCUSSION_COMMENT("discussion_comment", "discussion_comments", "discussion_number"),
    REVIEW("review", "reviews", "pull_number");

    private final String text;
    private final String table;
    private final String place;

    Kind(String text, String table, String place) {
      this.text = text;
      this.table = table;
      this.place = place;
    }

    /** Returns the value of {@code subject_type}. */
    public String text() {
      return text;
    }

    String table() {
      return table;
    }

    /** Returns the column with the number of an issue, pull request or discussion, or the id. */
    String place() {
      return place;
    }
  }

  /**
   * An item with reactions.
   *
   * @param place its number, or its own id, or the number of its pull request or discussion
   * @param counts the numbers of reactions in its {@code raw}; empty if there are none
   */
  public record Subject(Kind kind, long id, long place, Optional<String> counts) {}

  /** A reaction with its subject. */
  record Row(Reaction reaction, Kind kind, long subject) {}

  /** The table of reactions, for a comparison. */
  public static final Table<Row> TABLE =
      Table.<Row>named("reactions", "reaction")
          .key("id", row -> row.reaction().id())
          .shownAs("replace(r.subject_type, '_', ' ') || ' ' || r.subject_id")
          .columns(
              row ->
                  row.column("subject_type", one -> one.kind().text())
                      .column("subject_id", Row::subject)
                      .account("user", one -> one.reaction().user())
                      .column("content", one -> one.reaction().content())
                      .column("created_at", one -> one.reaction().createdAt()))
          .build();

  /** The text before AND is quick, and excludes most items without reactions. */
  private static final String LIST_DUE =
      """
      SELECT id, place, counts FROM (
        SELECT t.id, t.%1$s AS place, t.deleted_at, s.counts AS before,
               iif(t.raw ->> '$.reactions.total_count' > 0 AND t.deleted_at IS NULL,
                 t.raw -> '$.reactions', NULL) AS counts
        FROM %2$s t LEFT JOIN reaction_subjects s
          ON s.repo_id = t.repo_id AND s.subject_type = :type AND s.subject_id = t.id
        WHERE t.repo_id = :repo AND t.id > :after AND t.raw IS NOT NULL
          AND (s.counts IS NOT NULL OR instr(t.raw, '"total_count":0') = 0))
      WHERE counts IS NOT before
      ORDER BY id LIMIT :most
      """;

  private static final String LIST_PULLS_DUE =
      """
      SELECT p.number FROM pulls p
      WHERE p.repo_id = :repo AND p.number > :after AND p.reviews_of IS NOT NULL
        AND EXISTS (SELECT 1 FROM reviews v WHERE v.repo_id = p.repo_id
          AND v.pull_number = p.number AND v.deleted_at IS NULL)
        AND (:all OR NOT EXISTS (SELECT 1 FROM reaction_subjects s WHERE s.repo_id = p.repo_id
          AND s.subject_type = 'reviews' AND s.subject_id = p.number AND s.counts = p.reviews_of))
      ORDER BY p.number LIMIT :most
      """;

  private static final String LIST_DISCUSSIONS =
      """
      SELECT number FROM discussions
      WHERE repo_id = :repo AND deleted_at IS NULL AND number > :after
      ORDER BY number LIMIT :most
      """;

  private static final String LIST_OF_DELETED =
      """
      SELECT r.id FROM discussions d JOIN reactions r
        ON r.repo_id = d.repo_id AND r.subject_type = 'discussion' AND r.subject_id = d.id
      WHERE d.repo_id = :repo AND d.deleted_at IS NOT NULL
      UNION ALL
      SELECT r.id FROM discussion_comments c JOIN reactions r
        ON r.repo_id = c.repo_id AND r.subject_type = 'discussion_comment' AND r.subject_id = c.id
      WHERE c.repo_id = :repo AND c.deleted_at IS NOT NULL
      """;

  private final ReadConnection db;

  public Reactions(ReadConnection db) {
    this.db = db;
  }

  /**
   * Lists items whose numbers of reactions are not those with which their reactions were read, in
   * the order of their ids.
   *
   * @param after the id of the last one that is known
   */
  public List<Subject> listDue(long repo, Kind kind, long after, int most) {
    return db.list(
        LIST_DUE.formatted(kind.place, kind.table),
        row -> new Subject(kind, row.number("id"), row.number("place"), row.optionalText("counts")),
        kind.text(),
        repo,
        after,
        most);
  }

  /**
   * Lists pull requests the reactions to whose reviews are due, in the order of their numbers.
   *
   * @param all whether those are listed too that have not changed
   */
  public List<Long> listPullsDue(long repo, long after, boolean all, int most) {
    return db.numbers(LIST_PULLS_DUE, repo, after, all, most);
  }

  /** Lists discussions in the order of their numbers. */
  public List<Long> listDiscussions(long repo, long after, int most) {
    return db.numbers(LIST_DISCUSSIONS, repo, after, most);
  }

  /** Lists the ids of reactions to discussions and their comments that are deleted. */
  public List<Long> listOfDeletedDiscussions(long repo) {
    return db.numbers(LIST_OF_DELETED, repo);
  }

  public long count(long repo) {
    return db.number("SELECT count(*) FROM reactions WHERE repo_id = :repo", repo);
  }

  /** Counts the items whose reactions are due, without reviews. */
  public long countDue(long repo) {
    long due = 0;
    for (Kind kind : Kind.values()) {
      due += kind == Kind.REVIEW ? 0 : listDue(repo, kind, -1, Integer.MAX_VALUE).size();
    }
    return due;
  }

  /** Adds the statements that write. */
  public static final class Writer extends Reactions {
    private static final String LIST_OTHERS =
        """
        SELECT id FROM reactions WHERE repo_id = :repo AND subject_type = :type
          AND subject_id = :subject AND id NOT IN (SELECT value FROM json_each(:ids))
        """;

    private static final String DELETE =
        """
        DELETE FROM reactions
        WHERE repo_id = :repo AND id IN (SELECT value FROM json_each(:ids))
        """;

    private static final String READ =
        "INSERT OR REPLACE INTO reaction_subjects (repo_id, subject_type, subject_id, counts) VALUES (?, ?, ?, ?)";

    private static final String READ_REVIEWS =
        """
        INSERT OR REPLACE INTO reaction_subjects (repo_id, subject_type, subject_id, counts)
        SELECT repo_id, 'reviews', number, reviews_of FROM pulls
        WHERE repo_id = :repo AND number = :number AND reviews_of IS NOT NULL
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /** Makes the stored reactions to an item equal to {@code all}. */
    public RowChanges replace(long repo, Kind kind, long subject, List<Reaction> all) {
      RowChanges written =
          TABLE.upsert(db, repo, all.stream().map(one -> new Row(one, kind, subject)).toList());
      List<Long> gone =
          db.numbers(
              LIST_OTHERS, repo, kind.text(), subject, all.stream().map(Reaction::id).toList());
      return gone.isEmpty() ? written : written.plus(delete(repo, gone));
    }

    /** Removes reactions. */
    public RowChanges delete(long repo, List<Long> ids) {
      db.update(DELETE, repo, ids);
      return RowChanges.deleted(ids);
    }

    /** Stores that the reactions to an item were read with these numbers. */
    public void read(long repo, Subject subject) {
      if (subject.counts().isPresent()) {
        db.update(READ, repo, subject.kind().text(), subject.id(), subject.counts().get());
      } else {
        db.update(
            """
            DELETE FROM reaction_subjects
            WHERE repo_id = :repo AND subject_type = :type AND subject_id = :id
            """,
            repo,
            subject.kind().text(),
            subject.id());
      }
    }

    /** Stores that the reactions to all items must be read again. */
    public void allDue(long repo) {
      db.update("UPDATE reaction_subjects SET counts = '' WHERE repo_id = :repo", repo);
    }

    /** Stores that the reactions to the reviews of a pull request were read. */
    public void readReviews(long repo, long number) {
      db.update(READ_REVIEWS, repo, number);
    }
  }
}
