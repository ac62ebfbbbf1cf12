package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
  @TempDir Path folder;

  @Test
  void theNewReportReplacesTheOldAndLeavesNothingBeside() throws IOException {
    Path file = Files.writeString(folder.resolve("r.json"), "old");

    ReportFile.write(file, "{\"new\":\"\u00fc\ud83d\ude00\"}");

    assertThat(file).hasContent("{\"new\":\"\u00fc\ud83d\ude00\"}\n");
    assertThat(names()).containsExactly("r.json");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void onlyItsOwnerReadsIt() throws IOException {
    Path file = folder.resolve("r.json");

    ReportFile.write(file, "{}");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> ReportFile.write(folder.resolve("no/r.json"), "{}"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aFolderInItsPlaceIsAnErrorAndStays() throws IOException {
    Path file = Files.createDirectory(folder.resolve("r.json"));

    assertThatThrownBy(() -> ReportFile.write(file, "{}")).isInstanceOf(IOException.class);

    assertThat(file).isEmptyDirectory();
    assertThat(names()).containsExactly("r.json");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }
}
