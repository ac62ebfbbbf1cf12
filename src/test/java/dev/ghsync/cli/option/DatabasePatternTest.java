package dev.ghsync.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.RepoName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabasePatternTest {
  @TempDir Path folder;

  /** Windows separates the names of a path by a backslash, which means something in a pattern. */
  @ParameterizedTest
  @ValueSource(strings = {"my mirrors", "C:\\Users\\Eva\\Quotes", "a.b(c)[d]$"})
  void databasesAreFoundWhateverTheNamesOfTheirFolders(String name) throws IOException {
    DatabasePattern pattern = new DatabasePattern(folder.resolve(name + "/{owner}/{name}.db"));
    Path file = pattern.of(RepoName.parse("octo/tiny").orElseThrow());
    Files.createDirectories(file.getParent());
    Files.writeString(file, "SQLite format 3\0");

    assertThat(pattern.files()).containsExactly(file);
  }

  @Test
  void otherFilesAreNoDatabases() throws IOException {
    Files.writeString(folder.resolve("octo.txt"), "SQLite format 3\0");
    Files.writeString(folder.resolve("octo.db"), "something else");

    assertThat(new DatabasePattern(folder.resolve("{owner}.db")).files()).isEmpty();
  }
}
