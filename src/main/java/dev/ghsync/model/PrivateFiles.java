package dev.ghsync.model;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Creates files (0600) and folders (0700) for their owner alone, since they may contain data of a
 * private repository. Windows has lists of permissions instead; there the owner's is the only
 * entry. On a file system with neither, such as FAT, files are created as usual.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFiles() {}

  /** Returns the attributes with which a new file is created at this path. */
  public static FileAttribute<?>[] file(Path path) {
    return attributes(path, FILE);
  }

  /** Returns the attributes with which a new folder is created at this path. */
  static FileAttribute<?>[] folder(Path path) {
    return attributes(path, FOLDER);
  }

  /** Creates a folder and its missing parents. An existing folder is not changed. */
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectories(folder, folder(folder));
  }

  /** Opens a file for appending, and creates it if it is missing. */
  public static BufferedWriter append(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);
    BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                Channels.newOutputStream(Files.newByteChannel(file, options, file(file))),
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
      if (!has(file, "posix") || FILE.containsAll(Files.getPosixFilePermissions(file))) {
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
      return has(file, "posix") && !FILE.containsAll(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean has(Path path, String view) {
    return path.getFileSystem().supportedFileAttributeViews().contains(view);
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    if (has(path, "posix")) {
      return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
    return has(path, "acl")
        ? owner(path).map(user -> onlyFor(user, permissions == FOLDER)).stream()
            .toArray(FileAttribute<?>[]::new)
        : new FileAttribute<?>[0];
  }

  /**
   * Returns this process's user; empty if the file system does not know users by name. Without the
   * domain, Windows would prefer a local account of the same name.
   */
  private static Optional<UserPrincipal> owner(Path path) {
    String user = System.getProperty("user.name", "");
    return Optional.ofNullable(System.getenv("USERDOMAIN"))
        .flatMap(domain -> user(path, domain + "\\" + user))
        .or(() -> user(path, user));
  }

  private static Optional<UserPrincipal> user(Path path, String name) {
    try {
      return Optional.of(
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static FileAttribute<List<AclEntry>> onlyFor(UserPrincipal owner, boolean inherited) {
    AclEntry entry =
        AclEntry.newBuilder()
            .setType(AclEntryType.ALLOW)
            .setPrincipal(owner)
            .setPermissions(EnumSet.allOf(AclEntryPermission.class))
            .setFlags(
                inherited
                    ? EnumSet.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                    : EnumSet.noneOf(AclEntryFlag.class))
            .build();
    return new FileAttribute<>() {
      @Override
      public String name() {
        return "acl:acl";
      }

      @Override
      public List<AclEntry> value() {
        return List.of(entry);
      }
    };
  }
}
