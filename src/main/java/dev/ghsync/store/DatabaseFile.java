package dev.ghsync.store;

import dev.ghsync.model.PrivateFiles;
import dev.ghsync.store.sql.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file of a database, and SQLite's log beside it. */
public final class DatabaseFile {
  /** The number of symbolic links that Linux follows. */
  private static final int MAX_LINKS = 40;

  private DatabaseFile() {}

  /**
   * Returns the file to which symbolic links lead: SQLite keeps its log beside the file that it is
   * given, and our locks are beside it too.
   */
  public static Path real(Path file) {
    Path real = file.toAbsolutePath();
    try {
      for (int links = 0; Files.isSymbolicLink(real); links++) {
        if (links == MAX_LINKS) {
          throw new StoreException("the symbolic links of " + file + " lead in a circle");
        }
        real = real.resolveSibling(Files.readSymbolicLink(real));
      }
      Path folder = real.getParent();
      return folder != null && Files.exists(folder)
          ? folder.toRealPath().resolve(real.getFileName())
          : real;
    } catch (IOException e) {
      throw new StoreException("the database " + file + " cannot be found: " + e.getMessage(), e);
    }
  }

  /** Returns SQLite's write-ahead log of a database. */
  public static Path log(Path file) {
    return Path.of(file.toAbsolutePath() + "-wal");
  }

  public static boolean hasLog(Path file) {
    return Files.exists(log(file));
  }

  /** Creates the folder and an empty file where there is none. */
  static void create(Path file) {
    createFile(file);
    refuseSecondName(file);
  }

  /**
   * A file with two names would get two logs, of which each lacks the content of the other, see <a
   * href="https://www.sqlite.org/howtocorrupt.html#_multiple_links_to_the_same_file">multiple
   * links</a>.
   */
  private static void refuseSecondName(Path file) {
    try {
      boolean counted = file.getFileSystem().supportedFileAttributeViews().contains("unix");
      if (counted && Files.getAttribute(file, "unix:nlink") instanceof Integer names && names > 1) {
        throw new StoreException(
            "the database %s has a second name (a hard link); SQLite would damage it. Remove that name, or make a copy or a symbolic link of it"
                .formatted(file));
      }
    } catch (IOException e) {
      throw new StoreException("the database " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Returns whether this user may write the file, and beside it the log that SQLite needs. */
  static boolean isWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return Files.isWritable(file) && folder != null && Files.isWritable(folder);
  }

  private static void createFile(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      if (folder != null) {
        PrivateFiles.makeFolder(folder);
      }
      if (Files.isDirectory(file)) {
        throw new StoreException(file + " is a folder; name a file with --db");
      }
      Files.createFile(file, PrivateFiles.file(file));
    } catch (FileAlreadyExistsException e) {
      if (Files.exists(file) && (!Files.isReadable(file) || !Files.isWritable(file))) {
        throw new StoreException(
            "the database " + file + " cannot be written; check its permissions", e);
      }
      if (!Files.exists(file)) {
        throw new StoreException(
            "the folder of " + file + " cannot be made: " + e.getFile() + " is a file", e);
      }
    } catch (AccessDeniedException e) {
      throw new StoreException(
          "the database " + file + " cannot be created: no permission for " + e.getFile(), e);
    } catch (NoSuchFileException e) {
      throw new StoreException("the folder of " + file + " cannot be made in " + e.getFile(), e);
    } catch (IOException e) {
      throw new StoreException("the database " + file + " cannot be created: " + e.getMessage(), e);
    }
  }
}
