package dev.ghsync.store;

import dev.ghsync.store.sql.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library. The driver unpacks it into the folder for temporary files, which may be
 * missing, full, read-only or mounted {@code noexec}; then other folders are tried.
 */
final class NativeLibrary {
  private static final String FOLDER = "org.sqlite.tmpdir";

  private NativeLibrary() {}

  /**
   * Loads the library; later calls do nothing.
   *
   * @param database the file that is opened; its folder is tried second
   * @throws StoreException where no folder is suitable
   */
  static void load(Path database) {
    String first = System.getProperty(FOLDER, System.getProperty("java.io.tmpdir", "/tmp"));
    Path beside = database.toAbsolutePath().getParent();
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(Path.of(first));
    if (beside != null) {
      folders.add(beside);
    }
    folders.add(Path.of(System.getProperty("user.home", "/")));
    folders.add(Path.of("/var/tmp"));
    load(List.copyOf(folders));
  }

  static void load(List<Path> folders) {
    List<String> refused = new ArrayList<>();
    for (Path folder : folders) {
      System.setProperty(FOLDER, folder.toString());
      try {
        SQLiteJDBCLoader.initialize();
        return;
      } catch (Exception e) { // its message has no reason
        refused.add(folder + " (" + reason(folder) + ")");
      }
    }
    throw new StoreException(
        "SQLite's native library cannot be unpacked and loaded from any of "
            + String.join(", ", refused)
            + "; name a folder that allows it in GHSYNC_JAVA_OPTS=-D"
            + FOLDER
            + "=FOLDER");
  }

  private static String reason(Path folder) {
    if (!Files.isDirectory(folder)) {
      return "no such folder";
    }
    return Files.isWritable(folder) ? "full, or mounted noexec" : "not writable";
  }
}
