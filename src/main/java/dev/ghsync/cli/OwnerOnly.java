package dev.ghsync.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that only their owner may enter (0700), where the system knows permissions. */
final class OwnerOnly {
  private static final FileAttribute<?>[] FOLDER =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
          }
          : new FileAttribute<?>[0];

  private OwnerOnly() {}

  /** Makes the folder and those above it that are not there; one that is there stays as it is. */
  static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, FOLDER);
  }
}
