package dev.ghsync.objects.compact;

import static dev.ghsync.objects.compact.DeletedBranch.AFTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.DatabaseFile;
import dev.ghsync.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pruning that ends after any of its transactions, as a kill ends it. */
class PruneKilledTest {
  private static final int AT_ONCE = 8;

  @TempDir Path folder;

  @Test
  void aRunThatIsKilledAnywhereLosesNothingAndIsContinued() {
    try (DeletedBranch branch = new DeletedBranch(folder)) {
      List<Path> copies = prune(branch);
      assertThat(copies).hasSizeGreaterThan(12);
      Set<ObjectId> reachable = branch.reachable();
      for (Path copy : copies) {
        try (Store killed = Store.open(copy)) {
          assertThat(branch.intact(killed)).containsAll(reachable);
          assertThat(branch.namedAndNotStored(killed)).isEmpty();
          prune(killed, (step, done, all) -> {});
          assertThat(branch.intact(killed)).isEqualTo(reachable);
        }
      }
    }
  }

  /** Prunes, and returns a copy of the file after each transaction. */
  private List<Path> prune(DeletedBranch branch) {
    List<Path> copies = new ArrayList<>();
    Steps copying =
        (step, done, all) -> {
          Path copy = folder.resolve("killed-" + copies.size() + "/copy.db");
          copy(branch.file, copy);
          copies.add(copy);
        };
    prune(branch.store, copying);
    return copies;
  }

  private static void prune(Store store, Steps steps) {
    try (OwnRepos repos = OwnRepos.lock(store).fold(own -> own, f -> fail(f.message()))) {
      new Pruning(store, repos, new Progress(steps), AT_ONCE).run(AFTER);
    }
  }

  private static void copy(Path file, Path copy) {
    try {
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
      Files.copy(DatabaseFile.log(file), DatabaseFile.log(copy));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
