package dev.ghsync.objects.compact;

import static dev.ghsync.objects.compact.DeletedBranch.AFTER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that prunes and is killed, after several numbers of transactions. */
class PruneProcessTest {
  @TempDir Path folder;

  /** Prunes the file, and prints a line after each transaction. */
  public static void main(String[] args) {
    try (Store store = Store.open(Path.of(args[0]));
        OwnRepos repos = OwnRepos.lock(store).fold(own -> own, f -> fail(f.message()))) {
      Steps printing = (step, done, all) -> System.out.println(step + " " + done);
      new Pruning(store, repos, new Progress(printing), Integer.parseInt(args[1])).run(AFTER);
      System.out.println("end");
    }
  }

  @Test
  void theNextRunContinuesAfterAKill() throws IOException, InterruptedException {
    try (DeletedBranch branch = new DeletedBranch(folder)) {
      branch.store.close(); // its log is copied into the file
      Set<ObjectId> reachable = branch.reachable();
      for (int lines : new int[] {1, 2, 4, 6, 8, 10, 12}) {
        Path copy = folder.resolve("killed-" + lines + ".db");
        Files.copy(branch.file, copy);
        killAfter(lines, copy);
        try (Store killed = Store.open(copy)) {
          assertThat(branch.intact(killed)).containsAll(reachable);
          assertThat(branch.namedAndNotStored(killed)).isEmpty();
          Compaction.Settings settings = new Compaction.Settings(Optional.of(AFTER), false);
          new Compaction(killed, settings, (step, done, all) -> {}).run();
          assertThat(branch.intact(killed)).isEqualTo(reachable);
        }
      }
    }
  }

  /** Kills the process in or between the transactions after so many lines. */
  private static void killAfter(int lines, Path file) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PruneProcessTest.class.getName(),
                file.toString(),
                "8")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader(UTF_8)) {
      for (int i = 0; i < lines; i++) {
        assertThat(output.readLine()).startsWith("prune ");
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
