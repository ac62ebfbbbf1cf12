package dev.ghsync.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** File systems in memory: as on Linux, as on Windows, and one without permissions. */
class PrivateFilesTest {
  private static Path create(FileSystem system, String folder) throws IOException {
    Path path = system.getPath(folder);
    PrivateFiles.makeFolder(path);
    return Files.createFile(path.resolve("m.db"), PrivateFiles.file(path));
  }

  @Test
  void modeAllowsOnlyTheOwner() throws IOException {
    Configuration unix =
        Configuration.unix().toBuilder().setAttributeViews("basic", "owner", "posix").build();
    try (FileSystem system = Jimfs.newFileSystem(unix)) {
      Path file = create(system, "/home/me/my data");

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void listOfPermissionsHasOnlyTheOwner() throws IOException {
    Configuration windows =
        Configuration.windows().toBuilder()
            .setRoots("C:\\", "D:\\")
            .setAttributeViews("basic", "owner", "dos", "acl")
            .build();
    try (FileSystem system = Jimfs.newFileSystem(windows)) {
      Path path = system.getPath("D:\\my data\\mirrors");

      assertThat(entry(PrivateFiles.file(path)).flags()).isEmpty();
      assertThat(entry(PrivateFiles.folder(path)).flags())
          .containsExactlyInAnyOrder(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT);
    }
  }

  private static AclEntry entry(FileAttribute<?>... attributes) {
    assertThat(attributes).singleElement().extracting(FileAttribute::name).isEqualTo("acl:acl");
    AclEntry entry = (AclEntry) ((List<?>) attributes[0].value()).get(0);
    assertThat(entry.type()).isEqualTo(AclEntryType.ALLOW);
    assertThat(entry.principal().getName()).endsWith(System.getProperty("user.name"));
    return entry;
  }

  @Test
  void fileSystemWithoutPermissionsIsUsedAsItIs() throws IOException {
    Configuration plain = Configuration.windows().toBuilder().setAttributeViews("basic").build();
    try (FileSystem system = Jimfs.newFileSystem(plain)) {
      Path file = create(system, "C:\\mirrors");

      assertThat(file).exists();
      assertThat(PrivateFiles.isOpen(file)).isFalse();
      assertThat(PrivateFiles.close(file)).isFalse();
    }
  }
}
