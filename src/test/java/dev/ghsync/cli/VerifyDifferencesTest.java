package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One row of a database that is equal is changed, removed or added; GitHub stays as it is. */
class VerifyDifferencesTest {
  private static final String NOWHERE = "0123456789012345678901234567890123456789";

  @TempDir static Path folder;
  private static Bench bench;
  private static Path synced;

  @BeforeAll
  static void syncASmallWorld() {
    bench = Bench.in(folder);
    Verifying.fill(bench, folder);
    synced = bench.killedCopy(folder.resolve("synced.db"));
    for (String onlyPacked :
        List.of(
            "DELETE FROM tree_rows",
            "DELETE FROM trees",
            "DELETE FROM unfolded_roots",
            "UPDATE blobs SET content = NULL, omitted = 'packed' WHERE omitted IS NULL")) {
      Rows.execute(synced, onlyPacked);
    }
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE repos SET stargazers_count = 8 | octo/world: stargazers_count differs",
        "UPDATE repos SET head_ref_id = NULL | head_ref_id does not point",
        "DELETE FROM refs WHERE name = 'refs/tags/v1' | refs/tags/v1: not in the database",
        "UPDATE refs SET target_sha = 'NOWHERE' | refs/heads/main: points elsewhere on GitHub",
        "UPDATE refs SET name = 'refs/heads/main2' WHERE kind = 'branch' | refs/heads/main2: not on GitHub any more",
        "UPDATE refs SET peeled_sha = 'NOWHERE' | refs/tags/v1: peeled_sha is not what",
        "DELETE FROM commits | commit",
        "DELETE FROM tags | tag",
        "DELETE FROM packed_objects WHERE id IN (SELECT min(id) FROM packed_objects WHERE type = 'tree') | tree",
        "DELETE FROM packed_objects WHERE type = 'blob' AND size = 1 | blob",
        "UPDATE labels SET color = 'x' WHERE name = 'bug' | (bug): color differs",
        "DELETE FROM labels WHERE name = 'unused' | (unused): not in the database",
        "UPDATE labels SET id = 1 WHERE name = 'unused' | label 1 (unused): not on GitHub any more",
        "UPDATE milestones SET title = 'x', state = 'closed' | (v1): title, state differ",
        "DELETE FROM milestones | milestone",
        "UPDATE issues SET title = 'x', state = 'x' WHERE is_pull = 0 | issue 1: title, state differ",
        "UPDATE issues SET deleted_at = '2026' WHERE is_pull = 0 | issue 1: marked as deleted",
        "UPDATE issues SET milestone_number = 7 WHERE is_pull = 0 | issue 1: milestone_number differs",
        "UPDATE issues SET is_pull = 1 | issue 1: is_pull differs",
        "DELETE FROM issues WHERE is_pull = 0 | issue 1: not in the database",
        "UPDATE issues SET number = 9 WHERE is_pull = 0 | issue 9: not on GitHub any more",
        "DELETE FROM issue_labels | issue 1: labels differ",
        "UPDATE issue_labels SET label_id = 7 | issue 1: labels differ",
        "DELETE FROM issue_assignees | issue 1: assignees differ",
        "UPDATE issue_comments SET body = 'x' | (issue 1): body differs",
        "DELETE FROM issue_comments | (issue 1): not in the database",
        "UPDATE issue_comments SET deleted_at = '2026' | (issue 1): marked as deleted",
        "UPDATE issue_comments SET id = 7 | comment 7 (issue 1): not on GitHub any more",
        "UPDATE pulls SET commits_count = 9 | pull request 2: commits_count differs",
        "UPDATE pulls SET merged_by_login = 'x' | pull request 2: merged_by_login differs",
        "UPDATE pulls SET head_repo = 'a/b' | pull request 2: head_repo differs",
        "DELETE FROM pulls | pull request 2: not in the database",
        "UPDATE pulls SET number = 9 | pull request 9: not on GitHub any more",
        "DELETE FROM pull_reviewers WHERE team IS NULL | pull request 2: requested reviewers differ",
        "DELETE FROM pull_reviewers WHERE login IS NULL | pull request 2: requested reviewers differ",
        "UPDATE pull_reviewers SET team = 'x' WHERE login IS NULL | requested reviewers differ",
        "UPDATE reviews SET state = 'x' | (pull request 2): state differs",
        "DELETE FROM reviews | (pull request 2): not in the database",
        "UPDATE reviews SET deleted_at = '2026' | (pull request 2): marked as deleted",
        "UPDATE reviews SET id = -id | (pull request 2): not on GitHub any more",
        "UPDATE review_comments SET line = 9 | (pull request 2): line differs",
        "DELETE FROM review_comments | (pull request 2): not in the database",
        "UPDATE review_comments SET id = 7 | review comment 7 (pull request 2): not on GitHub",
        "UPDATE commit_comments SET body = 'x' | body differs",
        "UPDATE commit_comments SET id = 7 | commit comment 7",
        "UPDATE issue_events SET actor_login = 'x' | (closed, issue 1): actor_login differs",
        "DELETE FROM issue_events | (closed, issue 1): not in the database",
        "UPDATE releases SET name = 'x' WHERE draft = 0 | name differs",
        "DELETE FROM releases WHERE draft = 1 | not in the database",
        "UPDATE releases SET id = 7 WHERE draft = 1 | release 7",
        "DELETE FROM release_assets | assets differ",
        "UPDATE release_assets SET download_count = 9 | assets differ",
        "UPDATE issues SET user_id = 7 WHERE is_pull = 0 | issue 1: user_id differs",
        "UPDATE users SET login = 'x' WHERE login = 'hubot' | (hubot): login differs",
      })
  void itFindsEveryDifference(String change, String line) throws Exception {
    Path copy = Files.copy(synced, folder.resolve("copy.db"), StandardCopyOption.REPLACE_EXISTING);
    Rows.execute(copy, change.replace("NOWHERE", NOWHERE));

    Run run = Verifying.run(copy, bench.hub.api());

    assertThat(run.out()).contains(line);
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void whatOnlyAnEarlierVersionHasNotStoredIsNoDifference() throws Exception {
    Path copy = Files.copy(synced, folder.resolve("copy.db"), StandardCopyOption.REPLACE_EXISTING);
    Rows.execute(copy, "UPDATE issues SET user_id = NULL");
    Rows.execute(copy, "UPDATE issue_assignees SET user_id = NULL");
    Rows.execute(copy, "UPDATE reviews SET user_id = NULL");

    assertThat(Verifying.run(copy, bench.hub.api()).out()).startsWith("octo/world: equal\n");
  }
}
