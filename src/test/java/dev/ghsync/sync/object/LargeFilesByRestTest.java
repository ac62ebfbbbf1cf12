package dev.ghsync.sync.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.Bench;
import dev.ghsync.sync.fake.GitAnswers;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files that are downloaded at the same time, by a process with a small heap. */
class LargeFilesByRestTest {
  private static final int FILES = 8;
  private static final int BYTES = 8 << 20;

  @TempDir Path folder;

  @Test
  void eightFilesOf8MegabytesFitIntoAHeapOf48Megabytes() throws Exception {
    GitRepo repo = GitRepo.create(folder.resolve("repo.git"));
    List<String> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      byte[] content = new byte[BYTES];
      new Random(i).nextBytes(content);
      files.add("M 100644 " + repo.write("blob", content) + " f" + i);
    }
    repo.commit("main", files.toArray(String[]::new));
    try (Bench bench = Bench.in(folder)) {
      bench.hub.serve(new GitAnswers(repo));
      Path db = folder.resolve("small.db");

      SmallHeap.Run run =
          new SmallHeap(bench, folder)
              .sync(
                  48,
                  db,
                  "--only",
                  "metadata,refs,objects",
                  "--objects",
                  "rest",
                  "--concurrency",
                  "8");

      assertThat(run).isEqualTo(new SmallHeap.Run(0, ""));
      assertThat(Rows.one(db, "SELECT count(*), sum(length(content)) FROM blobs"))
          .isEqualTo(FILES + "|" + (long) FILES * BYTES);
    }
  }
}
