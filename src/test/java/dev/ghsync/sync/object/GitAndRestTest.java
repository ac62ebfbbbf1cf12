package dev.ghsync.sync.object;

import static dev.ghsync.sync.fake.GitRepo.after;
import static dev.ghsync.sync.fake.GitRepo.file;
import static dev.ghsync.sync.fake.GitRepo.merging;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.stream.RefsStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both sources leave the same rows; only time zones and raw bytes are git's alone. */
class GitAndRestTest {
  /** Without numbers that only this database gives. */
  private static final List<String> TABLES =
      List.of(
          "SELECT name, kind, target_sha, target_type, commit_sha FROM refs",
          "SELECT name, old_sha, new_sha, forced FROM ref_changes",
          "SELECT sha, name, message, tagger_name, tagger_email, tagged_at, target_sha,"
              + " target_type FROM tags",
          "SELECT sha, tree_sha, message, author_name, author_email, authored_at, committer_name,"
              + " committer_email, committed_at FROM commits",
          "SELECT sha, position, parent_sha FROM commit_parents",
          "SELECT sha FROM trees",
          "SELECT tree_sha, name, mode, type, sha FROM tree_entries",
          "SELECT t.sha, position, mode, hex(e.sha), name FROM trees t JOIN tree_rows e ON tree = id",
          "SELECT sha, size, hex(content), omitted FROM blobs",
          "SELECT ref_name, path, mode, type, sha, size FROM ref_files",
          "SELECT branches, tags, commits FROM repo_counts",
          "SELECT default_branch, r.name FROM repos p JOIN refs r ON r.id = p.head_ref_id");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(CommitScope.class)
  void theRowsAreTheSame(CommitScope content) {
    GitRepo repo = GitRepo.create(folder.resolve("repo.git"));
    fill(repo);
    try (Bench git = Bench.in(folder);
        Bench rest = git.with(folder.resolve("rest.db"))) {
      git.hub.serve(new GitAnswers(repo));
      sync(git, ObjectsMode.GIT, content);
      assertThat(git.hub.asked()).filteredOn(Asked::byGit).isNotEmpty();
      sync(rest, ObjectsMode.REST, content);
      assertThat(git.hub.asked()).filteredOn(Asked::byGit).isEmpty();

      assertThat(rows(rest)).isEqualTo(rows(git));
      assertThat(rows(git).get(TABLES.get(0))).hasSize(12);

      repo.commit("main", after("main"), "D README", file("new.txt", "new"));
      repo.git("update-ref", "refs/heads/topic", "refs/heads/latin^0");
      repo.git("branch", "-D", "orphan");
      sync(rest, ObjectsMode.REST, content);
      sync(git, ObjectsMode.GIT, content);

      assertThat(rows(rest)).isEqualTo(rows(git));
    }
  }

  @Test
  void objectsOfGitAreNotRequestedFromRest() {
    GitRepo repo = GitRepo.create(folder.resolve("repo.git"));
    fill(repo);
    try (Bench bench = Bench.in(folder)) {
      bench.hub.serve(new GitAnswers(repo));
      sync(bench, ObjectsMode.GIT, CommitScope.HEADS);
      sync(bench, ObjectsMode.REST, CommitScope.HEADS);

      assertThat(bench.hub.asked())
          .noneMatch(asked -> asked.path().matches("/commits.*|/git/(trees|blobs|tags)/.*"));
    }
  }

  /** Time zones and exact bytes are not known from REST. */
  @Test
  void objectsFetchedAgainByGitAreCompleted() {
    GitRepo repo = GitRepo.create(folder.resolve("repo.git"));
    fill(repo);
    try (Bench bench = Bench.in(folder);
        Bench git = bench.with(folder.resolve("git.db"))) {
      bench.hub.serve(new GitAnswers(repo));
      sync(bench, ObjectsMode.REST, CommitScope.HEADS);
      repo.tag("of-nested", "nested");
      sync(bench, ObjectsMode.GIT, CommitScope.HEADS);
      sync(git, ObjectsMode.GIT, CommitScope.HEADS);

      String tags = "SELECT * FROM tags WHERE name IN ('v1', 'nested', 'of-nested') ORDER BY name";
      assertThat(Rows.select(bench.db, tags)).isEqualTo(Rows.select(git.db, tags)).hasSize(3);
    }
  }

  private static void sync(Bench bench, ObjectsMode source, CommitScope content) {
    SyncReport report =
        bench.sync(
            options -> {
              options.only(
                  StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME, StreamName.COUNTS);
              options.objects = source;
              options.content = content;
              options.maxBlobSize = 1_000;
            });
    assertThat(report.failure()).isEmpty();
  }

  private static Map<String, List<String>> rows(Bench bench) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    TABLES.forEach(
        query -> rows.put(query, Rows.select(bench.db, query).stream().sorted().toList()));
    return rows;
  }

  private static void fill(GitRepo repo) {
    repo.commit("main", file("README", "hello\n"), file("src/a.txt", "a"), file("empty", ""));
    repo.commit(
        "main",
        after("main"),
        file("large", "l".repeat(2_000)),
        file("with space/\u00fcn\u00efcode", "u"),
        "M 100755 inline run.sh\ndata 1\nr",
        "M 120000 inline link\ndata 6\nREADME",
        "M 160000 0123456789abcdef0123456789abcdef01234567 module");
    repo.commit("topic", after("main"), file("src/deep/er/c.txt", "c"), "D src/a.txt");
    repo.commit("main", after("main"), merging("topic"), file("src/b.txt", "b"));
    repo.commit("orphan", file("other.txt", "o"));
    repo.tag("v1", "main~1");
    repo.tag("nested", "v1");
    repo.tag("of-tree", "main:src");
    repo.tag("of-blob", "main:README");
    repo.git("tag", "light", "topic");
    repo.git("tag", "light-tree", "topic^{tree}");
    repo.git("tag", "light-blob", "main:run.sh");
    latin(repo);
    old(repo);
  }

  /** Creates a commit with an encoding, a signature, and times in other zones. */
  private static void latin(GitRepo repo) {
    String commit =
        """
        tree %s
        author Jos\u00e9 <j@example.org> 1700000000 -1130
        committer C O Mitter <c@example.org> 1700000001 +1245
        gpgsig -----BEGIN PGP SIGNATURE-----
         iQEzBAAB
         -----END PGP SIGNATURE-----
        encoding ISO-8859-1

        \u00e9t\u00e9

        body
        """;
    String tree = repo.git("rev-parse", "main^{tree}").strip();
    String id = repo.write("commit", commit.formatted(tree).getBytes(ISO_8859_1));
    repo.git("update-ref", "refs/heads/latin", id);
  }

  /** Trees as old programs wrote them. */
  private static void old(GitRepo repo) {
    String file = bytes(repo.git("rev-parse", "main:README"));
    String shared = tree(repo, "100664 a\0" + file + "100664 b\0" + file);
    String padded = tree(repo, "0100644 a\0" + file + "0100755 b\0" + file);
    String root = tree(repo, "040000 padded\0" + bytes(padded) + "040000 shared\0" + bytes(shared));
    String who = "A <a@example.org> 1 +0000\n";
    String commit = "tree " + root + "\nauthor " + who + "committer " + who + "\nold\n";
    repo.git("update-ref", "refs/heads/old", repo.write("commit", commit.getBytes(ISO_8859_1)));
  }

  private static String tree(GitRepo repo, String latin1) {
    return repo.write("tree", latin1.getBytes(ISO_8859_1));
  }

  private static String bytes(String hex) {
    return new String(HexFormat.of().parseHex(hex.strip()), ISO_8859_1);
  }
}
