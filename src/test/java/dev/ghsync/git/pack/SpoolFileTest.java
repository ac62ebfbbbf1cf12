package dev.ghsync.git.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFileTest {
  @TempDir Path folder;

  @Test
  void itHasNoNameEvenWhileItIsInUse() {
    try (SpoolFile file = SpoolFile.create(folder)) {
      file.append(new byte[] {1, 2, 3, 4}, 1, 2);
      file.append(new byte[] {5}, 0, 1);
      byte[] read = new byte[5];

      assertThat(file.size()).isEqualTo(3);
      assertThat(file.read(1, read, 2, 3)).isEqualTo(2);
      assertThat(read).containsExactly(0, 0, 3, 5, 0);
      assertThat(file.read(3, read, 0, 5)).isZero();
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void onlyFilesOfKilledProcessesAreRemoved() throws IOException {
    Path stale = Files.createFile(folder.resolve(".ghsync-pack-1234.tmp"));
    Path database = Files.createFile(folder.resolve("ghsync.db"));
    Path draft = Files.createFile(folder.resolve(".ghsync-report-5678.tmp"));

    try (SpoolFile inUse = SpoolFile.create(folder)) {
      SpoolFile.removeStale(folder);
      inUse.append(new byte[] {1}, 0, 1);
      assertThat(inUse.read(0, new byte[1], 0, 1)).isEqualTo(1);
    }

    assertThat(stale).doesNotExist();
    assertThat(database).exists();
    assertThat(draft).exists();
  }

  @Test
  void aMissingFolderIsNamed() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> SpoolFile.create(missing))
        .isInstanceOf(SpoolException.class)
        .hasMessage("cannot make a temporary file in %s: no such file or folder", missing);
    SpoolFile.removeStale(missing);
  }
}
