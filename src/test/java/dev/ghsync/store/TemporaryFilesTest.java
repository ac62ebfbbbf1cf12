package dev.ghsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {
  @TempDir Path folder;

  @Test
  void databaseFolderIsUsedOnlyIfNoUsualPlaceCanBeWritten() {
    Path database = folder.resolve("m.db");
    Path missing = folder.resolve("missing");

    assertThat(TemporaryFiles.folder(List.of(missing, missing), database)).contains(folder);
    assertThat(TemporaryFiles.folder(List.of(missing, folder), database)).isEmpty();
    assertThat(TemporaryFiles.folder(List.of(missing), missing.resolve("m.db"))).isEmpty();
  }
}
