package dev.ghsync.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.store.state.Repos;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several syncs, each with a connection of its own as other processes have, write to one file. */
class SharedFileTest {
  private static final int WRITERS = 4;
  private static final int WRITES = 25;

  @TempDir Path folder;

  /** Reads and then writes in one transaction, which SQLite refuses unless it is IMMEDIATE. */
  private static void write(Path file, int writer) {
    for (int i = 0; i < WRITES; i++) {
      RepoName name = new RepoName("writer" + writer, "repo" + i);
      try (Store store = Store.open(file)) {
        store.write(
            s -> {
              assertThat(s.repos().find(Host.GITHUB, name)).isEmpty();
              s.repos().insert(Host.GITHUB, name);
            });
      }
    }
  }

  private static void atOnce(IntConsumer work) {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    CountDownLatch ready = new CountDownLatch(WRITERS);
    try {
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int writer = i;
        writers.add(
            CompletableFuture.runAsync(
                () -> {
                  ready.countDown();
                  while (ready.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  work.accept(writer);
                },
                threads));
      }
      writers.forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void fourWritersWaitForEachOtherAndLoseNothing() {
    Path file = folder.resolve("ghsync.db");
    atOnce(writer -> write(file, writer));
    try (Store store = Store.open(file)) {
      List<Repos.RepoRow> all = store.read(s -> s.repos().list());
      assertThat(all).hasSize(WRITERS * WRITES);
    }
  }

  @Test
  void aNewFileIsMadeByFourAtOnce() {
    for (int i = 0; i < 20; i++) {
      Path file = folder.resolve(i + ".db");
      atOnce(writer -> Store.open(file).close());
      assertThat(file).isNotEmptyFile();
    }
  }
}
