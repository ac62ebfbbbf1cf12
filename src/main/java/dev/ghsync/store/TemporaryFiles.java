package dev.ghsync.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder of SQLite's temporary files. It looks for one in a few fixed places, and where all of
 * them are read-only, as in a hardened container, a larger transaction would fail: <a
 * href="https://www.sqlite.org/tempfiles.html#temporary_file_storage_locations">locations</a>.
 */
final class TemporaryFiles {
  private static final List<Path> USUAL =
      List.of(Path.of("/var/tmp"), Path.of("/usr/tmp"), Path.of("/tmp"), Path.of(""));

  private TemporaryFiles() {}

  /** Returns the database's folder if it can be written and no usual place can. */
  static Optional<Path> folder(Path database) {
    return folder(USUAL, database);
  }

  static Optional<Path> folder(List<Path> usual, Path database) {
    boolean found = usual.stream().anyMatch(place -> isUsable(place.toAbsolutePath()));
    return found
        ? Optional.empty()
        : Optional.ofNullable(database.toAbsolutePath().getParent())
            .filter(TemporaryFiles::isUsable);
  }

  private static boolean isUsable(Path folder) {
    return Files.isDirectory(folder) && Files.isWritable(folder);
  }
}
