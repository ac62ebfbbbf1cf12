package dev.ghsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointerTest {
  private static final int MIB = 1 << 20;
  private static final int WRITES = 30;

  @TempDir private Path folder;

  @Test
  void whoWritesWithoutAPauseFindsTheLogShortAgain() throws IOException {
    Path file = folder.resolve("x.db");
    long longest = 0;
    try (Handle handle = DatabaseFile.open(file);
        Checkpointer checkpointer = new Checkpointer(file, 6 * MIB)) {
      for (int i = 0; i < WRITES; i++) {
        write(handle, i);
        checkpointer.written();
        longest = Math.max(longest, Files.size(Checkpointer.log(file)));
      }
    }

    assertThat(longest).isBetween(6L * MIB, 12L * MIB);
    assertThat(Checkpointer.log(file)).doesNotExist();
    try (Handle handle = DatabaseFile.openToRead(file)) {
      assertThat(handle.createQuery("SELECT count(*) FROM blobs").mapTo(int.class).one())
          .isEqualTo(WRITES);
    }
  }

  @Test
  void aReaderInTheWayOnlyLetsTheLogGrow() throws IOException {
    Path file = folder.resolve("x.db");
    try (Handle handle = DatabaseFile.open(file);
        Checkpointer checkpointer = new Checkpointer(file, 6 * MIB);
        Handle reader = DatabaseFile.open(file)) {
      write(handle, 0);
      reader.execute("BEGIN");
      int seen = reader.createQuery("SELECT count(*) FROM blobs").mapTo(int.class).one();
      for (int i = 1; i < 12; i++) {
        write(handle, i);
        checkpointer.written();
      }

      assertThat(Files.size(Checkpointer.log(file))).isGreaterThan(11L * MIB);
      assertThat(reader.createQuery("SELECT count(*) FROM blobs").mapTo(int.class).one())
          .isEqualTo(seen);
      reader.execute("COMMIT");
      assertThat(reader.createQuery("SELECT count(*) FROM blobs").mapTo(int.class).one())
          .isEqualTo(12);
    }
  }

  private static void write(Handle handle, int number) {
    handle.execute(
        "INSERT INTO blobs (sha, size, content) VALUES (?, ?, zeroblob(?))",
        Integer.toString(number),
        MIB,
        MIB);
  }
}
