package dev.ghsync.sync.object;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with very many entries, read by a process with a small heap. */
class LargeTreesTest {
  /** A tree of 8.8 million bytes: a fifth of the larger heap, more than that of the smaller one. */
  private static final int MANY = 150_000;

  private static final int HEAP = 48;
  private static final int SMALLER_HEAP = 32;

  @TempDir Path folder;
  private Bench bench;
  private GitRepo repo;
  private SmallHeap program;
  private Path db;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
    repo = GitRepo.create(folder.resolve("repo.git"));
    bench.hub.serve(new GitAnswers(repo));
    program = new SmallHeap(bench, folder);
    db = folder.resolve("small.db");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aFolderThatTakesAFifthOfTheHeapIsStored() throws Exception {
    String first = commit("one");
    String second = commit("two", GitRepo.after("main"));
    repo.git("repack", "-adfq", "--window=2");

    SmallHeap.Run run = program.sync(HEAP, db, "--content", "all");

    assertThat(run).isEqualTo(new SmallHeap.Run(0, ""));
    assertThat(packed(first + ":large") + packed(second + ":large"))
        .as("one of them is a delta")
        .containsOnlyOnce("whole")
        .containsOnlyOnce("delta");
    assertThat(verify(HEAP).code()).isZero();
    assertThat(export(HEAP, "copy.git").code()).isZero();
    GitRepo copy = GitRepo.at(folder.resolve("copy.git"));
    copy.git("fsck", "--full", "--strict");
    assertThat(copy.git("rev-list", "--objects", "--all"))
        .isEqualTo(repo.git("rev-list", "--objects", "--all"));
  }

  @Test
  void aFolderThatDoesNotFitIntoMemoryIsLeftOutAloneAndNamed() throws Exception {
    String commit = commit("one");
    String tree = repo.git("rev-parse", commit + ":large").strip();

    SmallHeap.Run run = program.sync(SMALLER_HEAP, db);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.output()).contains(tree, "GHSYNC_JAVA_OPTS=-Xmx");
    assertThat(Rows.one(db, "SELECT count(*) FROM head_files WHERE path = 'small'")).isEqualTo("1");
    assertThat(verify(SMALLER_HEAP).output()).contains("tree " + tree);
    assertThat(export(SMALLER_HEAP, "copy.git").output()).contains("tree " + tree);
  }

  @Test
  void aFolderThatWasLeftOutIsFetchedAgainOnlyWithMoreMemory() throws Exception {
    commit("one");
    program.sync(SMALLER_HEAP, db);
    bench.hub.forget();

    SmallHeap.Run same = program.sync(SMALLER_HEAP, db);

    assertThat(same.code()).isEqualTo(3);
    assertThat(bench.hub.asked(".*/git-upload-pack")).isEmpty();

    SmallHeap.Run more = program.sync(HEAP, db);

    assertThat(more).isEqualTo(new SmallHeap.Run(0, ""));
    assertThat(verify(HEAP).code()).isZero();
  }

  private SmallHeap.Run verify(int megabytes) throws Exception {
    return program.run(megabytes, "verify", Bench.REPO.toString(), "--db", db.toString());
  }

  private SmallHeap.Run export(int megabytes, String target) throws Exception {
    return program.run(
        megabytes,
        "export",
        Bench.REPO.toString(),
        folder.resolve(target).toString(),
        "--db",
        db.toString());
  }

  /**
   * Makes a commit with a small file and a folder of many files, the last one with this content.
   */
  private String commit(String content, String... parent) {
    String same = repo.write("blob", "same\n".getBytes(US_ASCII));
    String last = repo.write("blob", content.getBytes(US_ASCII));
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (int i = 1; i <= MANY; i++) {
      String name = String.format(Locale.ROOT, "100644 a-file-with-a-name-%012d\0", i);
      entries.writeBytes(name.getBytes(US_ASCII));
      entries.writeBytes(HexFormat.of().parseHex(i < MANY ? same : last));
    }
    String large = repo.write("tree", entries.toByteArray());
    List<String> changes = new ArrayList<>(List.of(parent));
    changes.add("M 040000 " + large + " large");
    changes.add("M 100644 " + last + " small");
    return repo.commit("main", changes.toArray(String[]::new));
  }

  private String packed(String revision) {
    return Rows.one(
        db,
        "SELECT iif(base IS NULL, 'whole ', 'delta ') FROM packed_objects WHERE sha = unhex('%s')"
            .formatted(repo.git("rev-parse", revision).strip()));
  }
}
