package dev.ghsync.git.pack;

import dev.ghsync.model.IoErrors;
import dev.ghsync.model.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;

/**
 * A temporary file that is unlinked as soon as it is open, so that not even {@code kill -9} leaves
 * it behind. If the system cannot unlink an open file, closing removes it. One thread appends;
 * several may read.
 *
 * <p>All methods throw {@link SpoolException} if the disk fails or the thread is interrupted.
 */
public final class SpoolFile implements Content {
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

  /** Creates a file that only this user can read. */
  static SpoolFile create(Path folder) {
    Path file = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
    try {
      return new SpoolFile(folder, FileChannel.open(file, OPTIONS, PrivateFiles.file(file)));
    } catch (IOException e) {
      throw failure("make a temporary file in", folder, e);
    }
  }

  /**
   * Removes files of processes that were killed between creating a file and unlinking it. A file
   * that is in use stays usable: only its name goes.
   */
  public static void removeStale(Path folder) {
    try (DirectoryStream<Path> stale = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
      for (Path file : stale) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // a stale file only takes space
    }
  }

  @Override
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

  /**
   * Appends zeros and maps them into memory. They are written first, because a full disk would
   * otherwise end the program at a later access.
   */
  ByteBuffer appendMapped(int bytes) {
    long start = size;
    append(new byte[bytes], 0, bytes);
    try {
      return channel.map(FileChannel.MapMode.READ_WRITE, start, bytes);
    } catch (IOException e) {
      throw failure("map a temporary file in", folder, e);
    }
  }

  @Override
  public int read(long position, byte[] to, int at, int length) {
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

  private static SpoolException failure(String action, Path folder, IOException e) {
    return new SpoolException("cannot " + action + " " + folder + ": " + IoErrors.of(e), e);
  }
}
