package dev.ghsync.report;

import dev.ghsync.model.PrivateFiles;
import dev.ghsync.model.RepoName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The report file, replaced atomically. */
public final class ReportFile {
  private static final int HEAD_BYTES = 500;

  private ReportFile() {}

  /**
   * Checks that {@link #write} can write the file; leaves nothing behind.
   *
   * @throws IOException where it cannot
   */
  public static void check(Path file) throws IOException {
    Files.delete(draft(file.toAbsolutePath()));
  }

  /**
   * Replaces the file. Only its owner may read it, since it may describe a private repository.
   *
   * @throws IOException where the folder is missing or not writable; the old file is unchanged
   */
  public static void write(Path file, String json) throws IOException {
    Path target = file.toAbsolutePath();
    Path draft = draft(target);
    try {
      Files.write(draft, (json + "\n").getBytes(StandardCharsets.UTF_8));
      move(draft, target);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Removes the report that an earlier version wrote under another name, so that nobody reads an
   * old report. A file of another repository or program is not touched.
   *
   * @throws IOException where the file cannot be read or removed
   */
  public static void removeFormer(Path file, RepoName repo) throws IOException {
    if (!Files.isRegularFile(file)) {
      return;
    }
    String head;
    try (InputStream in = Files.newInputStream(file)) {
      head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
    }
    if (head.startsWith("{\"schema\":1,\"tool\":\"ghsync\"")
        && head.contains("\"repo\":\"" + repo + "\"")) {
      Files.delete(file);
    }
  }

  private static Path draft(Path target) throws IOException {
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException("it is a folder");
    }
    return Files.createTempFile(folder, ".ghsync-report-", ".tmp", PrivateFiles.file(target));
  }

  private static void move(Path draft, Path target) throws IOException {
    try {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
