package dev.ghsync.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.object.GitObjects;
import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Ref;
import dev.ghsync.model.git.Tree;
import dev.ghsync.objects.StoredRepository;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view {@code ref_files} against {@code git ls-tree}. */
class RefFilesTest {
  private static final String ROWS =
      """
      SELECT mode || ' ' || type || ' ' || sha || ' ' || coalesce(size, '-') || ' ' || hex(path)
      FROM ref_files WHERE repo_id = ? AND ref_name = ?
      """;

  /** Names in Latin-1, quoted names with control characters, and the same file several times. */
  private static final String WORLD =
      """
      commit refs/heads/main
      committer A <a@x> 1700000000 +0000
      data 0

      M 100644 inline a
      data 3
      one
      M 100755 inline dir/sub/deeper/run
      data 2
      ##
      M 120000 inline link
      data 1
      a
      M 160000 0123456789abcdef0123456789abcdef01234567 dir/module
      M 100644 inline empty
      data 0

      M 100644 inline "new\\nline"
      data 1
      1
      M 100644 inline dir/"quo\\"te
      data 1
      2
      M 100644 inline "dir/tab\\t\\\\ \\001\\177[]{},: end"
      data 1
      3
      M 100644 inline latin-\u00e9
      data 1
      4
      M 100644 inline latin-\u00e9-folder/\u00ff\u00fe
      data 1
      5
      M 100644 inline "utf-\\303\\251\\360\\237\\230\\200/\\303\\251"
      data 1
      6

      commit refs/heads/other
      committer A <a@x> 1700000001 +0000
      data 0

      from refs/heads/main
      D dir
      M 100644 inline a
      data 4
      two!

      commit refs/heads/nothing
      committer A <a@x> 1700000002 +0000
      data 0

      from refs/heads/main
      deleteall

      tag v1
      from refs/heads/other
      tagger A <a@x> 1700000003 +0000
      data 0

      """;

  @TempDir Path folder;
  private TestRepository git;
  private Path file;
  private Store store;
  private long repo;

  @BeforeEach
  void open() {
    git = TestRepository.create(folder.resolve("git"));
    git.fastImport(WORLD);
    git.git("tag", "light", "refs/heads/main");
    git.git("tag", "tree", "refs/heads/main^{tree}");
    git.git("tag", "blob", "refs/heads/main:a");
    file = folder.resolve("ghsync.db");
    store = Store.open(file);
    repo = new StoredRepository(store, git).withEverything().repo;
    List<Tree> trees = new ArrayList<>();
    git.objects()
        .forEach(
            (id, raw) -> {
              if (raw.type() == ObjectType.TREE) {
                trees.add(GitObjects.parseTree(id, raw.content()));
              }
            });
    store.write(s -> s.trees().insert(trees));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void eachRefHasTheFilesThatGitLists() throws Exception {
    List<String> refs = refs();
    assertThat(refs).hasSize(7);
    for (String ref : refs) {
      assertThat(rows(ref)).as(ref).containsExactlyInAnyOrderElementsOf(git(ref));
    }
    assertThat(rows("refs/heads/main")).hasSize(11);
    assertThat(rows("refs/heads/nothing")).isEmpty();
  }

  @Test
  void allRefsTogetherHaveTheSameRows() throws Exception {
    long sum = 0;
    for (String ref : refs()) {
      sum += rows(ref).size();
    }
    assertThat(StoreOpenTest.query(file, "SELECT count(*) FROM ref_files"))
        .isEqualTo(String.valueOf(sum));
  }

  @Test
  void theFilesOfOneRefAreFoundWithoutReadingThoseOfOthers() throws Exception {
    List<String> plan = new ArrayList<>();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement explain = db.prepareStatement("EXPLAIN QUERY PLAN " + ROWS);
        ResultSet row = explain.executeQuery()) {
      while (row.next()) {
        plan.add(row.getString("detail"));
      }
    }
    assertThat(plan).anyMatch(step -> step.matches("SEARCH e USING PRIMARY KEY \\(tree=\\?\\)"));
    assertThat(plan)
        .anyMatch(step -> step.matches("SEARCH r USING .*\\(repo_id=\\? AND name=\\?\\)"));
    assertThat(plan).noneMatch(step -> step.matches("SCAN (e|t|b|c|r)\\b.*"));
  }

  /** Without the program, there is nothing to show. */
  @Test
  void theProgramSqlite3ShowsTheSameRows() throws Exception {
    String query =
        ROWS.replaceFirst("\\?", String.valueOf(repo)).replaceFirst("\\?", "'refs/heads/main'");
    store.close();
    Process process;
    try {
      process = new ProcessBuilder("sqlite3", file.toString(), query).start();
    } catch (java.io.IOException e) {
      org.junit.jupiter.api.Assumptions.abort("no sqlite3");
      return;
    }
    String shown = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(shown.lines()).containsExactlyInAnyOrderElementsOf(git("refs/heads/main"));
  }

  private List<String> refs() {
    return new StoredRepository(store, git).refs().stream().map(Ref::name).toList();
  }

  private List<String> rows(String ref) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement query = db.prepareStatement(ROWS)) {
      query.setLong(1, repo);
      query.setString(2, ref);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          rows.add(row.getString(1));
        }
      }
    }
    return rows;
  }

  /** Lists the files of a ref as {@link #ROWS} does. A blob has none. */
  private List<String> git(String ref) {
    if (ref.equals("refs/tags/blob")) {
      return List.of();
    }
    String listed = new String(git.git("ls-tree", "-r", "-l", "-z", ref), ISO_8859_1);
    List<String> rows = new ArrayList<>();
    for (String line : listed.split("\0", -1)) {
      if (!line.isEmpty()) {
        int tab = line.indexOf('\t');
        String path = HexFormat.of().formatHex(line.substring(tab + 1).getBytes(ISO_8859_1));
        rows.add(
            line.substring(0, tab).replaceAll(" +", " ") + " " + path.toUpperCase(Locale.ROOT));
      }
    }
    return rows;
  }
}
