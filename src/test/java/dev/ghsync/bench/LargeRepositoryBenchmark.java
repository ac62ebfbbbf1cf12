package dev.ghsync.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures time and memory of {@code target/ghsync} for repositories that are larger than any
 * memory that it has. It is run by name only.
 */
class LargeRepositoryBenchmark {
  private static final int COMMENTS = Integer.getInteger("bench.comments", 1_000_000);
  private static final int COMMITS = Integer.getInteger("bench.commits", 500_000);

  @TempDir Path folder;

  @Test
  void manyComments() throws Exception {
    try (GeneratedHub hub = new GeneratedHub(20_000, COMMENTS, Optional.empty())) {
      Path db = folder.resolve("comments.db");
      measure(hub, db, COMMENTS + " comments", "--skip", "objects");
      assertThat(Rows.one(db, "SELECT count(*) FROM issue_comments"))
          .isEqualTo(String.valueOf(COMMENTS));
    }
  }

  /** Each commit brings two trees and a file. */
  @Test
  void manyObjects() throws Exception {
    Path repository = history();
    try (GeneratedHub hub = new GeneratedHub(1, 0, Optional.of(repository))) {
      Path db = folder.resolve("objects.db");
      measure(hub, db, 4L * COMMITS + " objects", "--content", "all");
      assertThat(Rows.one(db, "SELECT count(*) FROM commits")).isEqualTo(String.valueOf(COMMITS));
    }
  }

  private void measure(GeneratedHub hub, Path db, String what, String... options)
      throws IOException, InterruptedException {
    Program program = new Program(folder, hub.api());
    Program.Run first = program.sync(db, options);
    int requests = hub.requests.getAndSet(0);
    Program.Run unchanged = program.sync(db, options);
    System.out.printf(
        Locale.ROOT,
        "%s: first sync %d ms, %d requests, %s; unchanged %d ms, %d requests, %s%n",
        what,
        first.millis(),
        requests,
        first.megabytes(),
        unchanged.millis(),
        hub.requests.get(),
        unchanged.megabytes());
  }

  private Path history() throws IOException, InterruptedException {
    Path repository = folder.resolve("large.git");
    GitRepo.create(repository);
    Process git =
        new ProcessBuilder("git", "--git-dir", repository.toString(), "fast-import", "--quiet")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("import.txt").toFile())
            .start();
    Random random = new Random(5);
    try (OutputStream script = git.getOutputStream()) {
      for (int i = 0; i < COMMITS; i++) {
        String file = "line " + i + "\nvalue " + random.nextLong() + "\n";
        String commit =
            """
            commit refs/heads/main
            committer A B <a@example.org> %d +0000
            data 7
            change
            M 644 inline d%d/f%d
            data %d
            %s
            """
                .formatted(
                    1_500_000_000L + i,
                    random.nextInt(40),
                    random.nextInt(40),
                    file.length(),
                    file);
        script.write(commit.getBytes(UTF_8));
      }
    }
    assertThat(git.waitFor()).isZero();
    return repository;
  }
}
