package dev.ghsync.sync.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.pack.ManySmallFiles;
import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More objects than the heap can hold the ids of, read by a process with a small heap. */
class ManyObjectsTest {
  private static final int HEAP = 32;

  /** A sixth of the heap holds the ids of 186,000 objects. */
  private static final int FILES = 200_000;

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = Bench.in(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void allObjectsOfALargePackAreStoredAndNoneIsMissing() throws Exception {
    GitRepo repo = GitRepo.create(folder.resolve("repo.git"));
    bench.hub.serve(new GitAnswers(repo));
    repo.run(ManySmallFiles.pack(FILES), "index-pack", "--stdin");
    String[] folders =
        ManySmallFiles.trees(FILES).stream()
            .map(tree -> "M 040000 " + tree + " " + tree)
            .toArray(String[]::new);
    repo.commit("main", folders);
    Path db = folder.resolve("small.db");
    SmallHeap program = new SmallHeap(bench, folder);

    SmallHeap.Run run = program.sync(HEAP, db, "--expand", "none");

    assertThat(run).isEqualTo(new SmallHeap.Run(0, ""));
    assertThat(Rows.one(db, "SELECT count(*) FROM packed_objects WHERE type = 'blob'"))
        .isEqualTo(String.valueOf(FILES));
    assertThat(Rows.one(db, "SELECT count(*) FROM absent_objects")).isEqualTo("0");
    assertThat(Rows.one(db, "SELECT count(*) FROM unfinished_packs")).isEqualTo("0");
    SmallHeap.Run verify =
        program.run(HEAP, "verify", Bench.REPO.toString(), "--db", db.toString());
    assertThat(verify.code()).isZero();
  }
}
