package dev.ghsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.CommandLineRunner.Run;
import dev.ghsync.git.pack.OddRepository;
import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.objects.StoredRepository;
import dev.ghsync.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportCommandTest {
  private static final String HISTORY =
      """
      blob
      mark :1
      data 4
      one

      blob
      mark :2
      data 4
      two

      commit refs/heads/main
      committer A <a@x> 1700000000 +0000
      data 5
      first
      M 100644 :1 dir/sub/file
      M 100755 inline run.sh
      data 10
      #!/bin/sh

      M 120000 inline link
      data 4
      file

      commit refs/heads/main
      committer A <a@x> 1700000001 +0000
      data 6
      second
      M 100644 :2 dir/sub/file

      commit refs/heads/side
      committer A <a@x> 1700000002 +0000
      data 4
      side
      from refs/heads/main
      M 100644 :1 other

      tag v1
      from refs/heads/main
      tagger T <t@x> 1700000003 +0000
      data 3
      tag
      """;

  @TempDir Path folder;
  private CommandLineRunner cli;
  private Path db;

  @BeforeEach
  void open() {
    cli = new CommandLineRunner(folder);
    db = folder.resolve("ghsync.db");
    cli.variables.put("GHSYNC_DB", db.toString());
  }

  private TestRepository history() {
    TestRepository git = TestRepository.create(folder.resolve("source"));
    git.fastImport(HISTORY);
    git.git("symbolic-ref", "HEAD", "refs/heads/main");
    return git;
  }

  private interface Storing {
    void store(StoredRepository stored);
  }

  private void store(TestRepository git, Storing storing) {
    try (Store store = Store.open(db)) {
      storing.store(new StoredRepository(store, git));
    }
  }

  private Run export(String target, String... options) {
    List<String> line = new ArrayList<>(List.of("export", "octo/world", path(target)));
    line.addAll(List.of(options));
    return cli.run(line.toArray(String[]::new));
  }

  private String path(String target) {
    return target.equals("-") ? "-" : folder.resolve(target).toString();
  }

  private byte[] exportToOutput(String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> line = new ArrayList<>(List.of("export", "octo/world", "-"));
    line.addAll(List.of(options));
    Run run = cli.runInto(out, line.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return out.toByteArray();
  }

  private TestRepository exported(String name) {
    Run run = export(name);
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return TestRepository.at(folder.resolve(name));
  }

  private List<String> here() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String text(byte[] output) {
    return new String(output, UTF_8);
  }

  // ------------------------------------------------------------------ git repositories

  @Test
  void aWholeRepositoryIsEqualToTheOriginal() {
    TestRepository git = history();
    store(git, StoredRepository::withEverything);

    TestRepository copy = exported("world.git");

    copy.git("fsck", "--full", "--strict");
    assertThat(copy.objects().keySet()).isEqualTo(git.objects().keySet());
    assertThat(text(copy.git("show-ref", "--dereference")))
        .isEqualTo(text(git.git("show-ref", "--dereference")));
    assertThat(text(copy.git("rev-parse", "--is-shallow-repository"))).isEqualTo("false\n");
  }

  @Test
  void everyOddObjectComesWhole() {
    OddRepository.reachable(folder.resolve("source"));
    TestRepository git = TestRepository.at(folder.resolve("source"));
    store(git, StoredRepository::withEverything);

    TestRepository copy = exported("world.git");

    List<ObjectId> ids = git.revList("--objects", "--all");
    assertThat(copy.revList("--objects", "--all")).containsExactlyElementsOf(ids);
    assertThat(copy.objects(ids)).usingRecursiveComparison().isEqualTo(git.objects(ids));
    assertThat(copy.git("verify-pack", packs(copy))).isEmpty();
  }

  private String packs(TestRepository copy) {
    try (Stream<Path> files = Files.list(copy.folder.resolve("objects/pack"))) {
      return files.filter(f -> f.toString().endsWith(".idx")).findFirst().orElseThrow().toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeltaWhoseBaseIsNotExportedIsExpanded() {
    TestRepository git = TestRepository.create(folder.resolve("source"));
    git.fastImport(LongFile.versions(20));
    store(
        git,
        stored -> {
          stored.with(git.objects().keySet());
          git.git("update-ref", "refs/heads/old", "refs/heads/main~15");
          git.git("update-ref", "-d", "refs/heads/main");
          stored.withRefs();
        });

    TestRepository copy = exported("world.git");

    copy.git("fsck", "--full", "--strict");
    assertThat(copy.objects().keySet()).isEqualTo(new HashSet<>(git.revList("--objects", "old")));
  }

  @Test
  void filesOfTheHeadsAloneMakeAShallowRepository() {
    TestRepository git = history();
    Set<ObjectId> heads = new HashSet<>(git.revList("--all"));
    for (String ref : List.of("main", "side", "v1")) {
      heads.addAll(git.revList("--objects", "--max-count=1", ref));
    }
    store(git, stored -> stored.with(heads).withRefs());

    TestRepository copy = exported("world.git");

    copy.git("fsck", "--full", "--strict");
    assertThat(text(copy.git("rev-parse", "--is-shallow-repository"))).isEqualTo("true\n");
    assertThat(copy.revList("--all"))
        .containsExactlyInAnyOrder(git.resolve("main"), git.resolve("side"));
    assertThat(text(copy.git("cat-file", "-p", "main:dir/sub/file"))).isEqualTo("two\n");
  }

  @Test
  void shallowLeavesOutAHistoryThatIsThere() {
    TestRepository git = history();
    store(git, StoredRepository::withEverything);

    assertThat(export("world.git", "--shallow").code()).isZero();

    TestRepository copy = TestRepository.at(folder.resolve("world.git"));
    copy.git("fsck", "--full", "--strict");
    assertThat(copy.revList("--all")).hasSize(2);
  }

  @Test
  void filesThatAreTooLargeMakeAPartialClone() {
    TestRepository git = history();
    ObjectId file = git.resolve("main:dir/sub/file");
    Set<ObjectId> some = new HashSet<>(git.objects().keySet());
    some.remove(file);
    store(git, stored -> stored.with(some).withSizesOf(Map.of(file, 4L)).withRefs());

    Run run = export("world.git");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("1 file (4 B) left out", "blob " + file, "partial clone");
    TestRepository copy = TestRepository.at(folder.resolve("world.git"));
    copy.git("fsck", "--full", "--strict");
    assertThat(copy.revList("--objects", "--all", "--missing=allow-promisor")).doesNotContain(file);
    assertThat(text(copy.git("log", "-1", "--format=%s", "main"))).isEqualTo("second\n");
  }

  @Test
  void anEmptyRepositoryIsExportedEmpty() {
    TestRepository git = TestRepository.create(folder.resolve("source"));
    store(git, stored -> {});

    TestRepository copy = exported("world.git");

    copy.git("fsck", "--full", "--strict");
    assertThat(copy.git("for-each-ref")).isEmpty();
  }

  @Test
  void whatIsMissingFailsAndNothingIsWritten() throws IOException {
    TestRepository git = history();
    Set<ObjectId> some = new HashSet<>(git.objects().keySet());
    some.remove(git.resolve("main^{tree}"));
    store(git, stored -> stored.with(some).withRefs());

    Run run = export("world.git");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("not complete", "ghsync repo octo/world");
    assertThat(here()).doesNotContain("world.git").noneMatch(name -> name.endsWith(".new"));
  }

  @Test
  void anExportedFolderIsReplacedByForceAndNoOther() throws IOException {
    store(history(), StoredRepository::withEverything);
    assertThat(export("world.git").code()).isZero();

    assertThat(export("world.git").code()).isEqualTo(2);
    assertThat(export("world.git", "--force").code()).isZero();
    Path own = Files.createDirectory(folder.resolve("own.git"));
    Files.writeString(own.resolve("HEAD"), "mine");
    Run refused = export("own.git", "--force");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(own.resolve("HEAD")).hasContent("mine");
    assertThat(here()).noneMatch(name -> name.endsWith(".old") || name.endsWith(".new"));
  }

  // ------------------------------------------------------------------ bundles

  @Test
  void aBundleIsVerifiedAndClonedByGit() {
    TestRepository git = history();
    store(git, StoredRepository::withEverything);

    assertThat(export("world.bundle").code()).isZero();

    String bundle = path("world.bundle");
    git.git("bundle", "verify", bundle);
    git.git("clone", "--quiet", "--mirror", bundle, path("clone"));
    TestRepository clone = TestRepository.at(folder.resolve("clone"));
    clone.git("fsck", "--full", "--strict");
    assertThat(clone.objects().keySet()).isEqualTo(git.objects().keySet());
    assertThat(text(clone.git("symbolic-ref", "HEAD"))).isEqualTo("refs/heads/main\n");
  }

  @Test
  void standardOutputGetsTheSameBundle() throws IOException {
    store(history(), StoredRepository::withEverything);

    byte[] bundle = exportToOutput("--format", "bundle");

    export("world.bundle");
    assertThat(bundle).isEqualTo(Files.readAllBytes(folder.resolve("world.bundle")));
  }

  @Test
  void aBundleWithoutTheHistoryIsRefusedWithWhatWorks() {
    TestRepository git = history();
    Set<ObjectId> heads = new HashSet<>(git.revList("--all"));
    for (String ref : List.of("main", "side", "v1")) {
      heads.addAll(git.revList("--objects", "--max-count=1", ref));
    }
    store(git, stored -> stored.with(heads).withRefs());

    Run run = export("world.bundle");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains(".git folder or a tar", "--content all");
  }

  @Test
  void anEmptyBundleIsRefused() {
    store(TestRepository.create(folder.resolve("source")), stored -> {});

    assertThat(export("world.bundle").err()).contains("no branch or tag");
  }

  // ------------------------------------------------------------------ tars

  /** A folder with everything that a tar can contain; only git's own program knows how. */
  private TestRepository files() {
    TestRepository git = TestRepository.create(folder.resolve("source"));
    String longName = "n".repeat(120);
    String deep = "deep/".repeat(30) + "file";
    git.fastImport(
        """
        commit refs/heads/main
        committer A <a@x> 1700000000 +0200
        data 4
        many
        M 100644 inline a
        data 0

        M 100755 inline run.sh
        data 10
        #!/bin/sh

        M 120000 inline link
        data 1
        a
        M 120000 inline far
        data 150
        %s
        M 160000 0123456789abcdef0123456789abcdef01234567 module
        M 100644 inline %s
        data 3
        abc
        M 100644 inline %s
        data 3
        abc
        M 100644 inline %s/%s
        data 512
        %s
        M 100644 inline "\303\251\377.txt"
        data 2
        xy

        tag v1
        from refs/heads/main
        tagger T <t@x> 1700000003 +0000
        data 3
        tag
        """
            .formatted(
                "t".repeat(150), longName, deep, "d".repeat(90), "f".repeat(60), "c".repeat(512)));
    git.git("symbolic-ref", "HEAD", "refs/heads/main");
    return git;
  }

  @Test
  void aTarIsTheOneThatGitMakes() throws IOException {
    TestRepository git = files();
    store(git, StoredRepository::withEverything);

    assertThat(exportToOutput("--format", "tar")).isEqualTo(git.git("archive", "main"));
    assertThat(exportToOutput("--format", "tar", "--ref", "v1", "--prefix", "world/v1/"))
        .isEqualTo(git.git("archive", "--prefix=world/v1/", "v1"));
    assertThat(exportToOutput("--format", "tar", "--prefix", "x-"))
        .isEqualTo(git.git("archive", "--prefix=x-", "main"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"side~1", "v1^{tree}", "tags/v1", "@:dir", "main:dir/sub"})
  void aTarIsOfWhatShowFindsByTheSameName(String name) {
    TestRepository git = history();
    store(git, StoredRepository::withEverything);

    byte[] tar = exportToOutput("--format", "tar", "--ref", name);

    String found = name.replace("@", "HEAD");
    assertThat(listed(tar)).isEqualTo(listed(git.git("archive", "--format=tar", found)));
    Run unknown = export("world.tar", "--ref", "unknown-" + name);
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).isEqualTo(cli.run("show", "octo/world", "unknown-" + name).err());
  }

  /** Lists a tar's files with their contents. */
  private String listed(byte[] tar) {
    try {
      Path unpacked = Files.createTempDirectory(folder, "tar");
      Path file = Files.write(unpacked.resolve("in.tar"), tar);
      Process list =
          new ProcessBuilder("tar", "-xvf", file.toString(), "--to-stdout")
              .redirectErrorStream(true)
              .start();
      return text(list.getInputStream().readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCompressedTarContainsTheSame() throws IOException {
    TestRepository git = files();
    store(git, StoredRepository::withEverything);

    assertThat(export("world.tgz", "--ref", git.resolve("main").hex()).code()).isZero();

    try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve("world.tgz")))) {
      assertThat(in.readAllBytes()).isEqualTo(git.git("archive", "main"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", ".git", ".GIT", "../up", "/tmp/absolute"})
  void aTarIsRefusedIfItWouldWriteOutsideOfItsFolderOrIntoARepository(String name)
      throws IOException {
    TestRepository git = history();
    ObjectId file = git.resolve("main:run.sh");
    byte[] entry =
        ("100644 " + name + "\0" + new String(file.bytes(), ISO_8859_1)).getBytes(ISO_8859_1);
    git.git("update-ref", "refs/tags/tree", git.write(ObjectType.TREE, entry).hex());
    store(git, StoredRepository::withEverything);

    Run run = export("world.tar", "--ref", "tree");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("entry named '" + name + "'", ".git folder");
    assertThat(here()).noneMatch(left -> left.contains("world.tar"));
  }

  @Test
  void aTarOfATreeAndOfEmptyFoldersIsTheOneThatGitMakes() {
    TestRepository git = history();
    ObjectId empty = git.write(ObjectType.TREE, new byte[0]);
    byte[] entry = ("40000 empty\0" + new String(empty.bytes(), ISO_8859_1)).getBytes(ISO_8859_1);
    ObjectId tree = git.write(ObjectType.TREE, entry);
    git.git("update-ref", "refs/tags/tree", tree.hex());
    store(git, StoredRepository::withEverything);

    byte[] tar = exportToOutput("--format", "tar", "--ref", "tree");

    assertThat(tar).isEqualTo(git.git("archive", "--format=tar", "tree"));
  }

  @Test
  void aFileThatIsTooLargeIsNamedAndNotInTheTar() {
    TestRepository git = history();
    ObjectId file = git.resolve("main:dir/sub/file");
    Set<ObjectId> some = new HashSet<>(git.objects().keySet());
    some.remove(file);
    store(git, stored -> stored.with(some).withSizesOf(Map.of(file, 4L)).withRefs());

    Run run = export("world.tar");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("1 file (4 B) left out", "dir/sub/file");
  }

  // ------------------------------------------------------------------ command line

  @Test
  void wrongTargetsAreUsageErrors() {
    store(history(), StoredRepository::withEverything);

    assertThat(export("world.zip").err()).contains(".bundle", "--format");
    assertThat(export("-", "--format", "git").err()).contains("--format bundle");
    assertThat(export("-").err()).contains("--format");
    assertThat(export("none/world.git").err()).contains("there is no folder");
    assertThat(export("world.git", "--ref", "v1").code()).isEqualTo(2);
    assertThat(export("world.tar", "--format", "rar").err()).contains("one of git, bundle");
    assertThat(export("world.tar", "--ref", "main^x").code()).isEqualTo(2);
  }

  @Test
  void anUnknownRepositoryIsNotFound() {
    assertThat(export("world.git").code()).isEqualTo(5);
    store(history(), StoredRepository::withEverything);
    assertThat(cli.run("export", "octo/other", path("x.git")).code()).isEqualTo(5);
  }

  @Test
  void theResultIsAlsoJson() {
    store(history(), StoredRepository::withEverything);

    assertThat(export("world.git", "--json").out())
        .startsWith("{\"repo\":\"octo/world\"")
        .contains("\"format\":\"git\"", "\"refs\":3", "\"shallow\":false");
    assertThat(export("quiet.git", "-q").out()).isEmpty();
  }
}
