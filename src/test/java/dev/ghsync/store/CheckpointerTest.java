package dev.ghsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointerTest {
  private static final int MIB = 1 << 20;
  private static final int WRITES = 30;

  @TempDir private Path folder;

  @Test
  void aContinuousWriterFindsTheLogRestarted() throws IOException {
    Path file = folder.resolve("x.db");
    long longest = 0;
    try (WriteConnection writer = Connections.open(file);
        Checkpointer checkpointer = new Checkpointer(file, 6 * MIB)) {
      for (int i = 0; i < WRITES; i++) {
        write(writer, i);
        checkpointer.written();
        longest = Math.max(longest, Files.size(DatabaseFile.log(file)));
      }
    }

    assertThat(longest).isBetween(6L * MIB, 12L * MIB);
    assertThat(DatabaseFile.log(file)).doesNotExist();
    try (ReadConnection reader = Connections.openToRead(file)) {
      assertThat(reader.number("SELECT count(*) FROM blobs")).isEqualTo(WRITES);
    }
  }

  @Test
  void aReaderThatBlocksTheCheckpointLetsTheLogGrow() throws IOException {
    Path file = folder.resolve("x.db");
    try (WriteConnection writer = Connections.open(file);
        Checkpointer checkpointer = new Checkpointer(file, 6 * MIB);
        ReadConnection reader = Connections.openBeside(file)) {
      write(writer, 0);
      long seen = reader.inTransaction(() -> grown(writer, checkpointer, file, reader));

      assertThat(seen).isEqualTo(1);
      assertThat(reader.number("SELECT count(*) FROM blobs")).isEqualTo(12);
    }
  }

  private static long grown(
      WriteConnection writer, Checkpointer checkpointer, Path file, ReadConnection reader) {
    assertThat(reader.number("SELECT count(*) FROM blobs")).isEqualTo(1);
    for (int i = 1; i < 12; i++) {
      write(writer, i);
      checkpointer.written();
    }
    assertThat(file.resolveSibling(file.getFileName() + "-wal").toFile().length())
        .isGreaterThan(11L * MIB);
    return reader.number("SELECT count(*) FROM blobs");
  }

  private static void write(WriteConnection writer, int number) {
    writer.update(
        "INSERT INTO blobs (sha, size, content) VALUES (?, ?, zeroblob(?))",
        Integer.toString(number),
        MIB,
        MIB);
  }
}
