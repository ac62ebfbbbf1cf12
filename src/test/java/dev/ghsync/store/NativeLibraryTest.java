package dev.ghsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.store.sql.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test is a process of its own: a library is loaded once. */
class NativeLibraryTest {
  @TempDir Path folder;

  /** Loads the library from one of the folders, or opens the database where only it is given. */
  public static void main(String[] args) {
    List<Path> paths = Arrays.stream(args).map(Path::of).toList();
    try {
      if (paths.size() == 1) {
        Store.open(paths.get(0)).close();
      } else {
        NativeLibrary.load(paths);
      }
      System.out.println("loaded");
    } catch (StoreException e) {
      System.out.println(e.getMessage());
    }
  }

  private String run(Path temporary, Path... args) throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                NativeLibraryTest.class.getName()));
    Arrays.stream(args).map(Path::toString).forEach(command::add);
    Path out = folder.resolve("out");
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
    return Files.readString(out);
  }

  @Test
  void aMissingFolderForTemporaryFilesIsReplacedSilently() throws Exception {
    assertThat(run(folder.resolve("missing"), folder.resolve("m.db"))).isEqualTo("loaded\n");
  }

  @Test
  void oneLineNamesTheUnsuitableFoldersAndTheRemedy() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThat(run(folder, folder.resolve("missing"), file))
        .isEqualTo(
            "SQLite's native library cannot be unpacked and loaded from any of "
                + folder.resolve("missing")
                + " (no such folder), "
                + file
                + " (no such folder); name a folder that allows it in"
                + " GHSYNC_JAVA_OPTS=-Dorg.sqlite.tmpdir=FOLDER\n");
  }
}
