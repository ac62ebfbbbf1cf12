package dev.ghsync.auth;

import dev.ghsync.model.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The key that encrypts the tokens in the database: 32 random bytes in a file of mode 0600, in a
 * folder of mode 0700. It is created once and never overwritten, since the tokens would be lost.
 * Before a file that others could read is used, its mode is corrected.
 *
 * @param warnings receives problems of the file's permissions
 */
public record KeyFile(Path path, Consumer<String> warnings) {
  private static final int BYTES = 32;

  /**
   * Reads the key; empty where there is no file.
   *
   * @throws IOException where the file cannot be read, or has another length than a key
   */
  public Optional<byte[]> read() throws IOException {
    byte[] key;
    try {
      key = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (key.length != BYTES) {
      throw new IOException("it has " + key.length + " bytes instead of " + BYTES);
    }
    closeToOthers();
    return Optional.of(key);
  }

  private void closeToOthers() {
    if (!PrivateFiles.isOpen(path)) {
      return;
    }
    warnings.accept(
        PrivateFiles.close(path)
            ? "the key file %s was open to other users; its mode is 0600 now. If others use this machine, log in again with a new token"
                .formatted(path)
            : "the key file %s is open to other users; set its mode to 0600".formatted(path));
  }

  /**
   * Reads the key, and creates it where there is none. If several processes create it at once, the
   * first wins and the others read its key: a hard link appears whole and never replaces a file.
   *
   * @throws IOException where it can neither be read nor created
   */
  public byte[] readOrMake() throws IOException {
    Optional<byte[]> key = read();
    if (key.isPresent()) {
      return key.get();
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new NoSuchFileException(path.toString());
    }
    PrivateFiles.makeFolder(folder);
    byte[] made = new byte[BYTES];
    new SecureRandom().nextBytes(made);
    Path draft = Files.createTempFile(folder, "key-", ".tmp", PrivateFiles.file(path));
    try {
      Files.write(draft, made);
      publish(draft);
      return made;
    } catch (FileAlreadyExistsException another) {
      return read().orElseThrow(() -> new IOException("it was removed again"));
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** A file system without hard links, such as FAT, moves the draft; then the last process wins. */
  private void publish(Path draft) throws IOException {
    try {
      Files.createLink(path, draft);
    } catch (FileAlreadyExistsException another) {
      throw another;
    } catch (UnsupportedOperationException | FileSystemException withoutLinks) {
      Files.move(draft, path);
    }
  }
}
