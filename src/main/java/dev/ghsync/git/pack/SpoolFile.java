package dev.ghsync.git.pack;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * A temporary file that nobody else sees: unlinked as soon as it is open, so that not even {@code
 * kill -9} leaves it. Where the system cannot unlink an open file it goes when it is closed.
 * Written at its end by one thread, read anywhere by several.
 *
 * <p>All methods throw {@link SpoolException} where the disk fails, and where the thread is
 * interrupted.
 */
public final class SpoolFile implements Closeable {
  private static final String PREFIX = ".ghsync-pack-";
  private static final String SUFFIX = ".tmp";
  private static final Set<OpenOption> OPTIONS =
      Set.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);

  private final Path folder;
  private final FileChannel channel;
  private long size;

  private SpoolFile(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** A new one, readable by this user only. */
  static SpoolFile create(Path folder) {
    Path file = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
    try {
      return new SpoolFile(folder, FileChannel.open(file, OPTIONS, ownerOnly(folder)));
    } catch (IOException e) {
      throw failure("make a temporary file in", folder, e);
    }
  }

  /**
   * Removes what a process left that was killed between making a file and unlinking it. One that is
   * still in use stays usable: only its name goes, as it would anyway.
   */
  public static void removeStale(Path folder) {
    try (DirectoryStream<Path> stale = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : stale) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // What cannot be removed today is only a lost file; the fetch does not need it.
    }
  }

  public long size() {
    return size;
  }

  void append(byte[] bytes, int from, int length) {
    ByteBuffer source = ByteBuffer.wrap(bytes, from, length);
    try {
      while (source.hasRemaining()) {
        size += channel.write(source, size);
      }
    } catch (IOException e) {
      throw failure("write a temporary file in", folder, e);
    }
  }

  /** Reads up to {@code length} bytes; fewer only at the end of the file. */
  int read(long position, byte[] to, int at, int length) {
    ByteBuffer target = ByteBuffer.wrap(to, at, length);
    try {
      int got = 0;
      while (target.hasRemaining() && got >= 0) {
        got = channel.read(target, position + target.position() - at);
      }
    } catch (IOException e) {
      throw failure("read a temporary file in", folder, e);
    }
    return target.position() - at;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure("close a temporary file in", folder, e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static SpoolException failure(String action, Path folder, IOException e) {
    return new SpoolException("cannot " + action + " " + folder + ": " + reason(e), e);
  }

  /** In words: some of the JDK's exceptions hold only the file's name, or nothing. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? "the disk fails" : reason;
  }
}
