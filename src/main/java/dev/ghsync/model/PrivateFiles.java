package dev.ghsync.model;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates files (0600) and folders (0700) for their owner alone, if the system has permissions.
 * They may contain data of a private repository.
 */
public final class PrivateFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /** Returns the attributes of a new file. */
  public static FileAttribute<?>[] file() {
    return attributes(FILE);
  }

  /** Creates a folder and its missing parents. An existing folder is not changed. */
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(FOLDER));
  }

  /** Opens a file for appending, and creates it if it is missing. */
  public static BufferedWriter append(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                Channels.newOutputStream(Files.newByteChannel(file, options, file())),
                StandardCharsets.UTF_8));
    if (Files.isRegularFile(file)) {
      close(file);
    }
    return out;
  }

  /**
   * Removes the access of other users to a file.
   *
   * @return whether others had access and now have none
   */
  public static boolean close(Path file) {
    try {
      if (!POSIX || FILE.containsAll(Files.getPosixFilePermissions(file))) {
        return false;
      }
      Files.setPosixFilePermissions(file, FILE);
      return true;
    } catch (IOException e) {
      return false; // another user's file, or a file system without permissions
    }
  }

  /** Returns whether others than the owner have access to a file. */
  public static boolean isOpen(Path file) {
    try {
      return POSIX && !FILE.containsAll(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      return false;
    }
  }

  private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
