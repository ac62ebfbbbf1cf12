package dev.ghsync.store.table;

import dev.ghsync.model.item.PullContent;
import dev.ghsync.model.item.PullContent.ChangedFile;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.sql.WriteConnection;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The tables {@code pull_contents}, {@code pull_commits} and {@code pull_files}. */
public class PullContents {
  public static final Table<PullContent> TABLE =
      Table.<PullContent>named("pull_contents", "pull request")
          .key("number", PullContent::number)
          .active(
              """
              NOT EXISTS (SELECT 1 FROM main.issues i WHERE i.repo_id = r.repo_id
                AND i.number = r.number AND i.deleted_at IS NOT NULL)
              """)
          .columns(
              row ->
                  row.column("commits", content -> commits(content).size())
                      .column("files", content -> files(content).size())
                      .children(
                          ChildTable.<PullContent, PullCommit>named(
                                  "pull_commits", "pull_number", "commits", PullContents::commits)
                              .column("position", PullCommit::position)
                              .column("sha", PullCommit::sha)
                              .updatingParent())
                      .children(
                          ChildTable.<PullContent, ChangedFile>named(
                                  "pull_files", "pull_number", "files", PullContents::files)
                              .column("path", ChangedFile::path)
                              .column("previous_path", ChangedFile::previousPath)
                              .column("status", ChangedFile::status)
                              .column("additions", ChangedFile::additions)
                              .column("deletions", ChangedFile::deletions)
                              .updatingParent()))
          .build();

  /** All that changes when the commits or files of {@code p} do. */
  private static final String STATE =
      """
      coalesce(p.head_sha, '') || ' ' || coalesce(p.base_sha, '') || ' '
        || coalesce(p.commits_count, '') || ' ' || coalesce(p.changed_files, '') || ' '
        || coalesce(p.additions, '') || ' ' || coalesce(p.deletions, '')""";

  private static final String DUE =
      """
      FROM pulls p WHERE p.repo_id = :repo
        AND NOT EXISTS (SELECT 1 FROM issues i WHERE i.repo_id = p.repo_id
          AND i.number = p.number AND i.deleted_at IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM pull_contents c WHERE c.repo_id = p.repo_id
          AND c.number = p.number AND c.read_as ="""
          + " "
          + STATE
          + ")";

  private static final String STATES =
      "SELECT p.number, "
          + STATE
          + " AS state FROM pulls p WHERE p.repo_id = :repo"
          + " AND p.number IN (SELECT value FROM json_each(:numbers))";

  private static final String COUNT_FILES =
      """
      SELECT count(*) FROM pull_files f WHERE f.repo_id = :repo
        AND NOT EXISTS (SELECT 1 FROM issues i WHERE i.repo_id = f.repo_id
          AND i.number = f.pull_number AND i.deleted_at IS NOT NULL)
      """;

  private record PullCommit(int position, String sha) {}

  private final ReadConnection db;

  public PullContents(ReadConnection db) {
    this.db = db;
  }

  private static List<PullCommit> commits(PullContent content) {
    List<String> all = content.commits() == null ? List.of() : content.commits();
    return IntStream.range(0, all.size()).mapToObj(i -> new PullCommit(i, all.get(i))).toList();
  }

  private static List<ChangedFile> files(PullContent content) {
    return content.files() == null ? List.of() : content.files();
  }

  /** Lists the pull requests whose commits and files must be read, the newest change first. */
  public List<Long> listDue(long repo) {
    return db.numbers("SELECT p.number " + DUE + " ORDER BY p.updated_at DESC, p.number", repo);
  }

  public long countDue(long repo) {
    return db.number("SELECT count(*) " + DUE, repo);
  }

  /** Counts the files of pull requests that are not deleted. */
  public long countFiles(long repo) {
    return db.number(COUNT_FILES, repo);
  }

  /** Lists the pull requests of this repository that are not deleted. */
  public List<Long> listPulls(long repo) {
    return Pulls.TABLE.activeKeys(db, repo);
  }

  /** Returns the state of pull requests, to be stored with what is read from then on. */
  public Map<Long, String> states(long repo, Collection<Long> numbers) {
    Map<Long, String> states = new HashMap<>();
    db.list(STATES, row -> Map.entry(row.number("number"), row.text("state")), repo, numbers)
        .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
    return states;
  }

  /** Adds the statements that write. */
  public static final class Writer extends PullContents {
    private static final String READ_AS =
        "UPDATE pull_contents SET read_as = :state WHERE repo_id = :repo AND number = :number";

    private static final String LEFT_OUT =
        """
        UPDATE pulls SET (commits_left_out, files_left_out) =
          (SELECT max(coalesce(pulls.commits_count, 0) - c.commits, 0),
                  max(coalesce(pulls.changed_files, 0) - c.files, 0)
           FROM pull_contents c WHERE c.repo_id = pulls.repo_id AND c.number = pulls.number)
        WHERE repo_id = :repo AND number = :number
        """;

    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    /**
     * Stores whole contents, each as a set. They are not due until the pull requests change again.
     *
     * @param states as {@link #states} returned them before the contents were requested
     */
    public RowChanges replace(
        long repo, Collection<PullContent> contents, Map<Long, String> states) {
      RowChanges written = TABLE.upsert(db, repo, contents);
      try (Batch readAs = db.batch(READ_AS);
          Batch leftOut = db.batch(LEFT_OUT)) {
        for (PullContent content : contents) {
          readAs.run(states.get(content.number()), repo, content.number());
          leftOut.run(repo, content.number());
        }
      }
      return written;
    }
  }
}
