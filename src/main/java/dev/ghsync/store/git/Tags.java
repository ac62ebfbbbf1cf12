package dev.ghsync.store.git;

import dev.ghsync.model.git.AnnotatedTag;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.PersonIdent;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.Row;
import dev.ghsync.store.sql.WriteConnection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/** The table {@code tags}: annotated tag objects. */
public class Tags {
  private static final String FIND =
      """
      SELECT sha, name, message, tagger_name, tagger_email, tagged_at, tagger_tz, target_sha,
        target_type, raw_header, raw_message
      FROM tags WHERE repo_id = :repo AND sha = :sha
      """;

  private final ReadConnection db;

  public Tags(ReadConnection db) {
    this.db = db;
  }

  public Optional<AnnotatedTag> find(long repo, ObjectId id) {
    return db.find(FIND, Tags::tag, repo, id);
  }

  private static AnnotatedTag tag(Row row) throws SQLException {
    return new AnnotatedTag(
        row.id("sha"),
        row.gitText("name"),
        row.id("target_sha"),
        ObjectType.parse(row.text("target_type")).orElseThrow(),
        row.optionalText("tagged_at").isPresent()
            ? Commits.person(row, "tagger", "tagged_at")
            : null,
        row.gitText("message"),
        row.optionalBytes("raw_header").orElse(null),
        row.optionalBytes("raw_message").orElse(null));
  }

  /** Adds the statements that write. */
  public static final class Writer extends Tags {
    /** Git adds to a tag from REST the time zone and exact bytes. */
    private static final String INSERT =
        """
        INSERT INTO tags (repo_id, sha, name, message, tagger_name, tagger_email, tagged_at,
          tagger_tz, target_sha, target_type, raw_header, raw_message)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (repo_id, sha) DO UPDATE SET
          name = excluded.name, message = excluded.message, tagger_name = excluded.tagger_name,
          tagger_email = excluded.tagger_email, tagged_at = excluded.tagged_at,
          tagger_tz = excluded.tagger_tz, raw_header = excluded.raw_header,
          raw_message = excluded.raw_message
        WHERE coalesce(tags.tagger_tz, tags.raw_header, tags.raw_message) IS NULL
          AND NOT EXISTS (SELECT 1 FROM packed_objects p WHERE p.sha = unhex(tags.sha))
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    public void insert(long repo, Collection<AnnotatedTag> tags) {
      try (Batch batch = db.batch(INSERT)) {
        for (AnnotatedTag tag : tags) {
          PersonIdent tagger = tag.tagger();
          batch.run(
              repo,
              tag.id(),
              tag.name(),
              tag.message(),
              tagger == null ? null : tagger.name(),
              tagger == null ? null : tagger.email(),
              tagger == null ? null : tagger.at(),
              tagger == null ? null : tagger.zone(),
              tag.target(),
              tag.targetType().text(),
              tag.rawHeader(),
              tag.rawMessage());
        }
      }
    }
  }
}
