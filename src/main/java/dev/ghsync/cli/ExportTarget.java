package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.objects.export.ExportedFolder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The file or folder that an export makes. It is written under a temporary name beside its place
 * and renamed when it is complete. Files have the permissions that the user's umask leaves.
 *
 * @param path empty for standard output
 */
record ExportTarget(Optional<Path> path, Format format) {
  private static final int BUFFER = 1 << 16;

  /** Values of {@code --format}, and the suffixes that stand for them. */
  enum Format {
    GIT(".git"),
    BUNDLE(".bundle"),
    TAR(".tar"),
    TAR_GZ(".tar.gz", ".tgz");

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
    private final List<String> suffixes;

    Format(String... suffixes) {
      this.suffixes = List.of(suffixes);
    }

    @Override
    public String toString() {
      return text();
    }

    static Optional<Format> parse(String text) {
      return Arrays.stream(values()).filter(format -> format.text().equals(text)).findFirst();
    }

    /** Returns the spelling in options: {@code tar.gz}. */
    String text() {
      return suffixes.get(0).substring(1);
    }

    boolean isTar() {
      return this == TAR || this == TAR_GZ;
    }

    private boolean ends(String name) {
      return suffixes.stream().anyMatch(name::endsWith);
    }
  }

  /**
   * Returns the target that the user named.
   *
   * @throws UsageError if it has no format, or cannot be written
   */
  static ExportTarget of(String name, Optional<Format> format, boolean force) {
    boolean standardOutput = name.equals("-");
    Format chosen = format.orElseGet(() -> format(name));
    if (standardOutput && chosen == Format.GIT) {
      throw new UsageError(
          "a git repository is a folder and cannot go to standard output; use --format bundle");
    }
    ExportTarget target =
        new ExportTarget(
            standardOutput
                ? Optional.empty()
                : Optional.of(
                    Environment.path(name, "'" + name + "'").toAbsolutePath().normalize()),
            chosen);
    target.path.ifPresent(path -> target.check(path, force));
    return target;
  }

  private static Format format(String name) {
    if (name.equals("-")) {
      throw new UsageError("standard output needs a format: add --format bundle, tar or tar.gz");
    }
    return Arrays.stream(Format.values())
        .filter(format -> format.ends(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageError(
                    name
                        + " has none of the suffixes .git, .bundle, .tar, .tar.gz and .tgz;"
                        + " add --format git, bundle, tar or tar.gz"));
  }

  private void check(Path path, boolean force) {
    Path folder = path.getParent();
    if (path.getFileName() == null || folder == null || !Files.isDirectory(folder)) {
      throw new UsageError("there is no folder " + folder + " to export to");
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!force) {
      throw new UsageError(path + " exists; remove it, or replace it with --force");
    }
    if (!isReplaceable(path)) {
      throw new UsageError(
          path + " is not what an export makes, so --force does not replace it; remove it first");
    }
  }

  private boolean isReplaceable(Path path) {
    try {
      return format == Format.GIT
          ? Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && ExportedFolder.is(path)
          : Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return false;
    }
  }

  /** Writes a file. */
  interface Writing<T> {
    T write(OutputStream to) throws IOException;
  }

  /** Makes a folder. */
  interface Making<T> {
    T make(Path folder) throws IOException;
  }

  /** Writes the file, or to standard output; nothing is left of a file that failed. */
  <T> T write(OutputStream standardOutput, Writing<T> writing) throws IOException {
    if (path.isEmpty()) {
      OutputStream out = new BufferedOutputStream(standardOutput, BUFFER);
      T result = writing.write(out);
      out.flush();
      return result;
    }
    return make(
        file -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            return writing.write(out);
          }
        });
  }

  /** Makes the file or folder; nothing is left of one that failed. */
  <T> T make(Making<T> making) throws IOException {
    Path target = path.orElseThrow();
    Path draft = beside(target, "new");
    boolean done = false;
    try {
      delete(draft);
      T result = making.make(draft);
      replace(draft, target);
      done = true;
      return result;
    } finally {
      if (!done) {
        delete(draft);
      }
    }
  }

  /** Replaces a file at once. A folder is first moved away, as a folder cannot be replaced. */
  private static void replace(Path draft, Path target) throws IOException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      Path old = beside(target, "old");
      delete(old);
      Files.move(target, old);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      delete(old);
    } else {
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path beside(Path target, String suffix) {
    String name = "." + target.getFileName() + "." + ProcessHandle.current().pid() + "." + suffix;
    return target.resolveSibling(name);
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      ExportedFolder.delete(path);
    } else {
      Files.deleteIfExists(path);
    }
  }
}
