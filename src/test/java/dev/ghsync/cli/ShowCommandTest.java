package dev.ghsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.cli.env.Terminal;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.fake.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ghsync show} of a repository made by git, compared with what git prints. */
class ShowCommandTest {
  private static final String SUBMODULE = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path home;
  private final FakeGitHub hub = new FakeGitHub(new World());
  private CommandLineRunner cli = new CommandLineRunner(Path.of(""));
  private GitRepo git = GitRepo.at(Path.of(""));
  private Path db = Path.of("");
  private String first = "";
  private String second = "";
  private String other = "";

  @BeforeEach
  void setUp() {
    git = GitRepo.create(home.resolve("world.git"));
    first =
        git.commit(
            "main",
            GitRepo.file("README.md", "one\n"),
            GitRepo.file("dir/deep/file.txt", "deep\n"),
            GitRepo.file("dir.txt", "beside the folder\n"),
            GitRepo.file("a dir/a file.txt", "spaces\n"),
            GitRepo.file("\"nul\"", "a\0b\r\n"),
            GitRepo.file("\"tab\\there\"", "quoted\n"),
            GitRepo.file("caf\u00e9", "accent\n"),
            "M 120000 inline link\ndata 9\nREADME.md",
            "M 160000 " + SUBMODULE + " module");
    git.tag("v1.0", "main");
    git.tag("nested", "v1.0");
    git.git("update-ref", "refs/tags/a-file", git.git("rev-parse", "main:README.md").strip());
    git.git("update-ref", "refs/tags/a-folder", git.git("rev-parse", "main:dir").strip());
    second =
        git.commit("main", GitRepo.after("main"), GitRepo.file("README.md", "two, no newline"));
    other = git.commit("feature/x", GitRepo.after("main"), GitRepo.file("new.txt", "new\n"));
    git.git("update-ref", "refs/heads/both", first);
    git.git("update-ref", "refs/tags/both", second);
    hub.serve(new GitAnswers(git));
    cli = new CommandLineRunner(home, hub.api());
    db = home.resolve("m.db");
    cli.variables.put("GHSYNC_DB", db.toString());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private void sync(String... options) {
    List<String> line =
        new ArrayList<>(List.of("repo", "octo/world", "-q", "--only", "metadata,refs,objects"));
    line.addAll(List.of(options));
    cli.variables.put("GHSYNC_TOKEN", "ghp_one");
    Run run = cli.run(line.toArray(String[]::new));
    assertThat(run).isEqualTo(new Run(0, "", ""));
    cli.variables.remove("GHSYNC_TOKEN");
    hub.forget();
  }

  private Run run(String... args) {
    return runInto(new ByteArrayOutputStream(), args);
  }

  private Run runInto(OutputStream out, String... args) {
    List<String> line = new ArrayList<>(List.of("show", "octo/world"));
    line.addAll(List.of(args));
    return cli.runInto(out, line.toArray(String[]::new));
  }

  /** Returns what is printed, in Latin-1. */
  private String show(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Run run = runInto(out, args);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return out.toString(ISO_8859_1);
  }

  private String cat(String type, String name) {
    return new String(git.run(new byte[0], "cat-file", type, name), ISO_8859_1);
  }

  private void assertNotFound(String name, String... parts) {
    Run run = run(name);
    assertThat(run.err()).startsWith("ghsync: not-found: ").contains(parts).hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  // ------------------------------------------------------------------ names

  @Test
  void commitsAreNamedAsInGit() {
    sync();

    for (String name :
        List.of(
            "HEAD",
            "@",
            "main",
            "heads/main",
            "refs/heads/main",
            "feature/x",
            "v1.0^{commit}",
            "v1.0^0",
            "nested^{}",
            "main^",
            "main~1",
            "feature/x~2",
            "feature/x^^",
            "main^{commit}")) {
      assertThat(show("--raw", name)).isEqualTo(cat("commit", name.equals("@") ? "HEAD" : name));
    }
  }

  @Test
  void annotatedTagsAreShownThemselves() {
    sync();

    for (String name : List.of("v1.0", "tags/v1.0", "refs/tags/v1.0", "nested")) {
      assertThat(show("--raw", name)).isEqualTo(cat("tag", name));
    }
  }

  @Test
  void objectsAreNamedByTheirIdAndItsFirstDigits() {
    sync();

    for (String name : List.of("main", "v1.0", "main:README.md")) {
      String id = git.git("rev-parse", name).strip();
      String type = git.git("cat-file", "-t", name).strip();
      for (int digits : List.of(40, 39, 12)) {
        assertThat(show("--raw", id.substring(0, digits))).isEqualTo(cat(type, id));
      }
      assertThat(show("--raw", id.toUpperCase(java.util.Locale.ROOT))).isEqualTo(cat(type, id));
    }
    assertThat(show("v1.0-1-g" + second.substring(0, 7), "--raw")).isEqualTo(cat("commit", second));
  }

  @Test
  void anAmbiguousAbbreviationListsCandidates() {
    sync();
    Rows.execute(
        db,
        "INSERT INTO blobs (sha, size, omitted) VALUES ('"
            + second.substring(0, 12)
            + "0000000000000000000000000000', 1, 'too-large')");

    assertNotFound(second.substring(0, 8), "ambiguous", "commit " + second, "blob ", "more digits");
    assertThat(show("--raw", second.substring(0, 8) + ":README.md")).isEqualTo("two, no newline");
  }

  @Test
  void aTagHasPrecedenceOverABranchWithAWarning() {
    sync();

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Run run = runInto(out, "both:README.md");

    assertThat(out.toString(UTF_8)).isEqualTo("two, no newline");
    assertThat(run.err())
        .isEqualTo(
            "ghsync: warning: 'both' is ambiguous: refs/tags/both is used, not refs/heads/both\n");
    assertThat(run.code()).isZero();
    assertThat(run("-q", "both").err()).isEmpty();
    assertThat(show("heads/both:README.md")).isEqualTo("one\n");
  }

  // ------------------------------------------------------------------ files and folders

  @Test
  void filesArePrintedByteForByte() {
    sync();

    for (String name :
        List.of(
            "main:README.md",
            "v1.0:README.md",
            "nested:dir/deep/file.txt",
            "main:caf\u00e9",
            "main:link",
            "main:tab\there",
            "main:nul",
            "main^:README.md",
            "main:a dir/a file.txt",
            "main:dir//deep/file.txt",
            "a-file",
            "a-folder:deep/file.txt")) {
      assertThat(show(name)).isEqualTo(cat("blob", name.replace("//", "/")));
      assertThat(show("--raw", name)).isEqualTo(cat("blob", name.replace("//", "/")));
    }
  }

  @Test
  void foldersAreListedAsGitListsThem() {
    sync();

    for (String name :
        List.of(
            "main:",
            "main:dir",
            "main:dir/",
            "main:dir/deep",
            "a-folder",
            "v1.0:",
            "main^{tree}")) {
      String tree = name.equals("main:dir/") ? "main:dir" : name;

      assertThat(show("--raw", name))
          .isEqualTo(lsTree("-c", "core.quotePath=true", "ls-tree", tree));
      assertThat(show("--raw", "-z", name)).isEqualTo(lsTree("ls-tree", "-z", tree));
      assertThat(show(name).lines().map(line -> line.replaceAll("/(\"?)$", "$1")))
          .containsExactlyElementsOf(lsTree("ls-tree", "--name-only", tree).lines().toList());
    }
  }

  private String lsTree(String... args) {
    return new String(git.run(new byte[0], args), ISO_8859_1);
  }

  @Test
  void foldersHaveASlash() {
    sync();

    assertThat(show("main:dir")).isEqualTo("deep/\n");
    assertThat(show("-z", "main:dir")).isEqualTo("deep/\0");
  }

  @Test
  void namesThatAreNotUtf8AreFoundAsRawQuotesThem() {
    String blob = git.git("rev-parse", "main:README.md").strip();
    byte[] entry = ("100644 blob " + blob + "\t\u00e9\u00ff\0").getBytes(ISO_8859_1);
    String tree = new String(git.run(entry, "mktree", "-z"), UTF_8).strip();
    git.git("update-ref", "refs/tags/bytes", tree);
    sync();

    String quoted = "\"\\351\\377\"";
    assertThat(show("--raw", "bytes")).isEqualTo("100644 blob " + blob + "\t" + quoted + "\n");
    assertThat(show("bytes:")).isEqualTo("\u00e9\u00ff\n");
    assertThat(show("bytes:" + quoted)).isEqualTo(cat("blob", blob));
  }

  @Test
  void aSubmoduleIsNotFoundAndSaysWhichCommitItNames() {
    sync();

    assertNotFound("main:module", "main:module is a submodule: commit " + SUBMODULE);
    assertThat(show("--raw", "main:")).contains("160000 commit " + SUBMODULE + "\tmodule\n");
    assertNotFound("main:module/x", "main:module is not a folder");
  }

  @Test
  void aTerminalGetsNoControlCharactersUnlessRaw() {
    git.commit(
        "main",
        GitRepo.after("main"),
        GitRepo.file("esc", "a\u001b[2J\0\u007f\tb\r\n\u009b\u00e9"));
    sync();
    cli.terminal = new Terminal(true, true, true, 80, question -> Optional.empty());

    assertThat(utf8(show("main:esc"))).isEqualTo("a^[[2J^@^?\tb^M\n\u00bf\u00e9");
    assertThat(show("--raw", "main:esc")).isEqualTo(cat("blob", "main:esc"));
    assertThat(show("main:")).contains("\n\"tab\\there\"\n");
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(ISO_8859_1), UTF_8);
  }

  @Test
  void aFileOfManyMegabytesIsPrintedWhole() {
    StringBuilder content = new StringBuilder();
    for (int i = 0; content.length() < 9 << 20; i++) {
      content.append(i * 2_654_435_761L).append('\n');
    }
    git.commit("large", GitRepo.file("large.txt", content.toString()));
    sync();

    assertThat(show("large:large.txt")).isEqualTo(content.toString());
  }

  // ------------------------------------------------------------------ commits and tags

  @Test
  void aCommitIsReadable() {
    sync();

    assertThat(show("main"))
        .isEqualTo(
            """
            commit %s
            Parent:     %s
            Tree:       %s
            Author:     Ann <ann@example.org>
            AuthorDate: 2023-11-15 00:13:21 +0200
            Commit:     Ann <ann@example.org>
            CommitDate: 2023-11-15 00:13:21 +0200

                commit at 1700000002
            """
                .formatted(second, first, git.git("rev-parse", "main^{tree}").strip()));
  }

  @Test
  void aTagIsReadable() {
    sync();

    assertThat(show("v1.0"))
        .startsWith("tag " + git.git("rev-parse", "v1.0").strip() + "\nName:   v1.0\n")
        .contains("Object: commit " + first + "\nTagger: Tia <t@example.org>\nDate:   ")
        .endsWith("\n\n    tagged v1.0\n");
  }

  @Test
  void aCommitThatOnlyRestDeliveredHasAReadableTextAlone() {
    sync("--objects", "rest");

    assertThat(show("main")).contains("AuthorDate: 2023-11-14 22:13:21 UTC\n");
    assertThat(show("main:README.md")).isEqualTo("two, no newline");
    Run run = run("--raw", "main");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("commit " + second, "REST", "without --raw").hasLineCount(1);
  }

  // ------------------------------------------------------------------ what is not there

  @Test
  void anUnknownNameSuggestsNearOnes() {
    sync();

    assertNotFound("mian", "'mian'", "did you mean main?");
    assertNotFound("origin/feature/x", "did you mean feature/x?");
    assertNotFound("v1.1", "did you mean v1.0?");
    assertNotFound("v1", "did you mean v1.0?");
    assertNotFound("Xyzzy", "no branch, tag or object 'Xyzzy'\n");
    assertNotFound("f".repeat(40), "is not in the database (object " + "f".repeat(40));
    assertNotFound("main~5", "has no parent 1");
    assertNotFound("main^2", "has no parent 2: it has 1");
  }

  @Test
  void aDeletedBranchNamesItsLastCommit() {
    sync();
    git.git("update-ref", "-d", "refs/heads/feature/x");
    sync("--force");

    assertNotFound(
        "feature/x", "refs/heads/feature/x was deleted", "ghsync show octo/world " + other);
    assertThat(show("--raw", other)).isEqualTo(cat("commit", other));
  }

  @Test
  void anUnknownPathSaysWhichPartExists() {
    sync();

    assertNotFound("main:dir/deep/fil.txt", "main:dir/deep has no", "'fil.txt'", "mean file.txt?");
    assertNotFound("main:readme.md", "main: has no", "did you mean README.md?");
    assertNotFound("main:README.md/x", "main:README.md is not a folder");
    assertNotFound("main:README.md/", "main:README.md is not a folder");
    assertNotFound("a-file:x", "'a-file' is a file, not a folder");
  }

  @Test
  void aFileThatIsNotKeptNamesTheContentOptionThatKeepsIt() {
    String old = git.commit("main", GitRepo.after("main"), GitRepo.file("README.md", "three"));
    git.commit("main", GitRepo.after("main"), GitRepo.file("README.md", "four"));
    sync("--content", "none");

    assertNotFound("main:README.md", "main: is not kept", "--content none;", "--content default'");
    assertNotFound("feature/x:", "--content heads'");
    sync("--force", "--content", "default");
    assertThat(show("main:README.md")).isEqualTo("four");
    assertNotFound(
        "feature/x:", "feature/x: is not kept", "--content default;", "--content heads'");
    sync("--force");
    assertNotFound(old + ":README.md", old + ": is not kept", "--content heads;", "--content all'");
    assertThat(show("--raw", old)).isEqualTo(cat("commit", old));
    sync("--force", "--content", "all");
    assertThat(show(old + ":README.md")).isEqualTo("three");
  }

  @Test
  void anObjectThatASyncDidNotReachAsksForAnotherSync() {
    sync();
    Rows.execute(db, "DELETE FROM commits WHERE sha = '" + other + "'");

    assertNotFound(
        "feature/x", "'feature/x' is not in the database (object " + other, "run 'ghsync repo");
  }

  @Test
  void aFileThatWasLeftOutNamesItsSizeAndTheLimit() {
    git.commit("large", GitRepo.file("large.txt", "x".repeat(5000)));
    sync("--max-blob-size", "4K");

    assertNotFound("large:large.txt", "5,000 bytes", "--max-blob-size 5K");
    assertNotFound(git.git("rev-parse", "large:large.txt").strip(), "5,000 bytes");
    sync("--force", "--max-blob-size", "5K");
    assertThat(show("large:large.txt")).hasSize(5000);
  }

  @Test
  void anUnknownRepositoryIsSaidAsByVerify() {
    sync();

    Run run = cli.run("show", "octo/none", "main");

    assertThat(run.err())
        .isEqualTo(
            "ghsync: repo-not-found: octo/none is not in %s; sync it first with 'ghsync repo octo/none'\n"
                .formatted(db));
    assertThat(run.code()).isEqualTo(5);
    assertThat(
            cli.run("show", "octo/none", "main", "--db", home.resolve("no.db").toString()).code())
        .isEqualTo(5);
    assertThat(home.resolve("no.db")).doesNotExist();
  }

  @Test
  void damagedDataIsAFailureOfTheDatabase() {
    sync();
    Rows.execute(db, "UPDATE blobs SET content = x'00' WHERE content IS NOT NULL");
    Rows.execute(db, "UPDATE packed_objects SET data = x'00' WHERE type = 'blob'");

    Run run = run("main:README.md");

    assertThat(run.err())
        .startsWith("ghsync: storage: an object ")
        .contains("damaged")
        .hasLineCount(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(1);
  }

  // ------------------------------------------------------------------ as a command

  @Test
  void aWrongCommandLineIsAUsageError() {
    for (String name : List.of("", ":README.md", "main@{1}", "main^x", "main^{x}", "~1")) {
      assertUsageError("--raw", name);
    }
    assertUsageError("--json", "main");
    assertThat(cli.run("show", "--help").out()).contains("--raw").doesNotContain("--json");
  }

  private void assertUsageError(String option, String name) {
    Run run = run(option, name);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("ghsync: ").endsWith("Try 'ghsync show --help'.\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neitherTokenNorNetworkNorWritePermissionIsNeeded() throws IOException {
    sync();
    hub.refuse(".*", 500, "nothing is requested");
    Path folder = home.resolve("read-only");
    Path copy = folder.resolve("m.db");
    Files.createDirectory(folder);
    Rows.execute(db, "VACUUM INTO '" + copy + "'");
    copy.toFile().setWritable(false);
    folder.toFile().setWritable(false);

    try {
      assertThat(show("main:README.md", "--db", copy.toString())).isEqualTo("two, no newline");
      assertThat(hub.asked()).isEmpty();
      try (var files = Files.list(folder)) {
        assertThat(files).containsExactly(copy);
      }
    } finally {
      folder.toFile().setWritable(true);
    }
  }

  @Test
  void aClosedPipeIsNoError() {
    sync();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("closed");
          }
        };
    cli.pipe = true;
    assertThat(runInto(closed, "main:README.md")).isEqualTo(new Run(0, "", ""));

    cli.pipe = false;
    Run run = runInto(closed, "main:README.md");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("ghsync: standard output could not be written: closed\n");
  }
}
