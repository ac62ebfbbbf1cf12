package dev.ghsync.sync.object;

import static dev.ghsync.sync.fake.GitRepo.after;
import static dev.ghsync.sync.fake.GitRepo.file;
import static dev.ghsync.sync.fake.GitRepo.merging;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.objects.export.Exporter;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.fake.StoredObjects;
import dev.ghsync.sync.stream.RefsStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** REST does not show all bytes of commits, tags and trees. A later sync by git brings them. */
class ExactBytesTest {
  private static final String WHO = "A <a@example.org> 1700000000 +0130\n";

  private static final List<String> INEXACT =
      List.of(
          "SELECT sha FROM commits WHERE author_tz IS NULL AND raw_header IS NULL",
          "SELECT sha FROM tags WHERE tagged_at IS NOT NULL AND tagger_tz IS NULL",
          "SELECT tree_sha FROM tree_entries WHERE instr(name, char(65533))");

  @TempDir Path folder;
  private GitRepo repo;
  private Bench bench;

  @BeforeEach
  void open() {
    repo = GitRepo.create(folder.resolve("repo.git"));
    repo.commit("main", file("README", "hello\n"), file("src/a.txt", "a"));
    repo.commit("main", after("main"), file("src/b.txt", "b"));
    repo.commit("topic", after("main"), file("src/c.txt", "c"), "D README");
    repo.commit("main", after("main"), merging("topic"), file("src/d.txt", "d"));
    repo.tag("v1", "main~1");
    repo.tag("nested", "v1");
    repo.tag("of-tree", "main:src");
    repo.tag("of-blob", "main:README");
    String commit = repo.git("rev-parse", "main").strip();
    String untold = "object " + commit + "\ntype commit\ntag untold\n\nno tagger\n\n";
    repo.git("update-ref", "refs/tags/untold", write("tag", untold));
    oddNames("old", "old");
    oddNames("odd", "new");
    bench = Bench.in(folder);
    bench.hub.serve(new GitAnswers(repo));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  /** Adds a commit whose author's name and whose files' and folders' names are not UTF-8. */
  private void oddNames(String branch, String text) {
    String file = bytes(write("blob", text));
    String inner = bytes(write("tree", "100644 \u00e9\0" + file));
    String outer = bytes(write("tree", "40000 d\u00ef\0" + inner + "100644 plain\0" + file));
    String root = write("tree", "100644 a\0" + file + "40000 sub\0" + outer);
    String header = "tree " + root + "\nauthor Jos\u00e9 <j@x> 1 -1130\ncommitter " + WHO;
    repo.git("update-ref", "refs/heads/" + branch, write("commit", header + "\n\u00e9t\u00e9\n"));
  }

  private String write(String type, String latin1) {
    return repo.write(type, latin1.getBytes(ISO_8859_1));
  }

  private static String bytes(String hex) {
    return new String(HexFormat.of().parseHex(hex), ISO_8859_1);
  }

  private SyncReport sync(ObjectsMode source, CommitScope content) {
    bench.hub.forget();
    return bench.sync(
        options -> {
          options.only(StreamName.METADATA, RefsStream.NAME, ObjectsPhase.NAME);
          options.objects = source;
          options.content = content;
        });
  }

  private void syncs(ObjectsMode source, CommitScope content) {
    SyncReport report = sync(source, content);
    assertThat(report.failure()).isEmpty();
    assertThat(report.outcome()).isEqualTo(Outcome.UPDATED);
  }

  private void assertNothingIsMissing(CommitScope content) {
    assertThat(sync(ObjectsMode.GIT, content).outcome()).isEqualTo(Outcome.UNCHANGED);
    assertThat(bench.hub.asked()).noneMatch(Asked::byGit);
    GitRepo copy = export();
    copy.git("-c", "fsck.missingTaggerEntry=ignore", "fsck", "--full", "--strict");
    assertThat(objects(copy, content)).isEqualTo(objects(repo, content));
    assertThat(copy.git("show-ref", "-d")).isEqualTo(repo.git("show-ref", "-d"));
  }

  private void assertRowsAreExact() {
    INEXACT.forEach(query -> assertThat(Rows.select(bench.db, query)).as(query).isEmpty());
    StoredObjects.of(bench.db).forEach((id, made) -> assertThat(made).endsWith(" " + id));
  }

  private static List<String> objects(GitRepo repo, CommitScope content) {
    return (content == CommitScope.ALL
            ? repo.git("rev-list", "--objects", "--no-object-names", "--all")
            : repo.git("rev-list", "--objects", "--no-object-names", "--no-walk", "--all"))
        .lines()
        .sorted()
        .toList();
  }

  private GitRepo export() {
    Path target = folder.resolve("copy.git");
    bench.store.read(
        s -> {
          try {
            return new Exporter(s, s.repos().list().get(0), (done, all) -> {})
                .folder(target, false);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    return GitRepo.at(target);
  }

  @ParameterizedTest
  @EnumSource(
      value = CommitScope.class,
      names = {"HEADS", "ALL"})
  void gitBringsTheExactBytesOfWhatRestStored(CommitScope content) {
    syncs(ObjectsMode.REST, content);
    INEXACT.forEach(query -> assertThat(Rows.select(bench.db, query)).as(query).isNotEmpty());

    syncs(ObjectsMode.GIT, content);

    assertRowsAreExact();
    assertNothingIsMissing(content);
  }

  @ParameterizedTest
  @EnumSource(
      value = CommitScope.class,
      names = {"HEADS", "ALL"})
  void aPushBetweenTheTwoComesToo(CommitScope content) {
    syncs(ObjectsMode.REST, content);
    repo.commit("main", after("main"), file("src/e.txt", "e"));
    repo.commit("topic", file("other", "forced"));
    repo.git("branch", "-D", "old");

    syncs(ObjectsMode.GIT, content);

    assertNothingIsMissing(content);
  }

  /** The trees of older commits stay as REST showed them until a sync wants them. */
  @Test
  void anExportLeavesOutAHistoryOfWhichTreesAreNotExact() {
    repo.git("update-ref", "refs/heads/odd", child("odd"));
    syncs(ObjectsMode.REST, CommitScope.ALL);
    syncs(ObjectsMode.GIT, CommitScope.HEADS);
    assertNothingIsMissing(CommitScope.HEADS);

    syncs(ObjectsMode.GIT, CommitScope.ALL);
    assertRowsAreExact();
  }

  private String child(String branch) {
    String parent = repo.git("rev-parse", branch).strip();
    String tree = repo.git("rev-parse", "main^{tree}").strip();
    return write(
        "commit",
        "tree " + tree + "\nparent " + parent + "\nauthor " + WHO + "committer " + WHO + "\nc\n");
  }

  /** The server no longer has those commits, so they must not be requested. */
  @Test
  void commitsThatNoRefReachesStayAsTheyAre() {
    String left = repo.commit("left", after("main"), file("left", "l"));
    syncs(ObjectsMode.REST, CommitScope.HEADS);
    repo.git("branch", "-D", "left");
    syncs(ObjectsMode.GIT, CommitScope.HEADS);
    repo.commit("main", after("main"), file("src/e.txt", "e"));
    syncs(ObjectsMode.GIT, CommitScope.HEADS);

    assertThat(bench.hub.asked()).filteredOn(Asked::byGit).hasSize(2);
    assertThat(Rows.select(bench.db, INEXACT.get(0))).containsExactly(left);
    assertNothingIsMissing(CommitScope.HEADS);
  }

  @Test
  void onlyTheRestComesAfterASyncByRestBetweenTwoByGit() {
    syncs(ObjectsMode.GIT, CommitScope.HEADS);
    repo.commit("main", after("main"), file("src/e.txt", "e"));
    repo.tag("of-old", "topic");
    repo.tag("of-nested", "nested");
    syncs(ObjectsMode.REST, CommitScope.HEADS);

    SyncReport report = sync(ObjectsMode.GIT, CommitScope.HEADS);

    assertThat(Bench.phase(report, ObjectsPhase.NAME).counts().created())
        .as("the commit, both tags, and the tags that one of them names")
        .isEqualTo(5);
    assertRowsAreExact();
    assertNothingIsMissing(CommitScope.HEADS);
  }

  @Test
  void packsThatBreakOffAreContinued() {
    syncs(ObjectsMode.REST, CommitScope.ALL);
    for (int bytes = 300;
        sync(ObjectsMode.GIT, CommitScope.ALL).outcome() != Outcome.UNCHANGED;
        bytes += 300) {
      bench.hub.cutGitAfter(bytes);
    }

    assertRowsAreExact();
    assertNothingIsMissing(CommitScope.ALL);
  }
}
