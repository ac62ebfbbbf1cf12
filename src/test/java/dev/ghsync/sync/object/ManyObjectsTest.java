package dev.ghsync.sync.object;

import static org.assertj.core.api.Assertions.assertThat;

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
  private static final int FOLDERS = 200;

  private static final int FILES_OF_A_FOLDER = 1000;

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
    repo.fastImport(manyFiles());
    Path db = folder.resolve("small.db");
    SmallHeap program = new SmallHeap(bench, folder);

    SmallHeap.Run run = program.sync(HEAP, db, "--expand", "none");

    assertThat(run).isEqualTo(new SmallHeap.Run(0, ""));
    assertThat(Rows.one(db, "SELECT count(*) FROM packed_objects WHERE type = 'blob'"))
        .isEqualTo(String.valueOf(FOLDERS * FILES_OF_A_FOLDER));
    assertThat(Rows.one(db, "SELECT count(*) FROM absent_objects")).isEqualTo("0");
    assertThat(Rows.one(db, "SELECT count(*) FROM unfinished_packs")).isEqualTo("0");
    SmallHeap.Run verify =
        program.run(HEAP, "verify", Bench.REPO.toString(), "--db", db.toString());
    assertThat(verify.code()).isZero();
  }

  /** Returns a commit for {@code git fast-import} whose files all have a different content. */
  private static String manyFiles() {
    StringBuilder script = new StringBuilder();
    script.append("commit refs/heads/main\ncommitter A <a@b> 1700000000 +0000\ndata 2\nm\n");
    for (int folder = 0; folder < FOLDERS; folder++) {
      for (int file = 0; file < FILES_OF_A_FOLDER; file++) {
        String content = folder + "/" + file;
        script.append("M 100644 inline ").append(folder).append("/f").append(file);
        script.append("\ndata ").append(content.length()).append('\n').append(content).append('\n');
      }
    }
    return script.toString();
  }
}
