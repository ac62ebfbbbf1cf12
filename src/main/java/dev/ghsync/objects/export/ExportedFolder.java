package dev.ghsync.objects.export;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Folders that an export has written. */
public final class ExportedFolder {
  /** The section of {@code config} that marks an exported repository. */
  static final String MARK = "[ghsync]\n\texported = ";

  private ExportedFolder() {}

  /** Returns whether an export wrote this folder, so that another may replace it. */
  public static boolean is(Path folder) throws IOException {
    Path config = folder.resolve("config");
    return Files.isDirectory(folder.resolve("objects"))
        && Files.isRegularFile(config)
        && Files.readString(config).contains(MARK);
  }

  /** Deletes a folder with everything in it; symbolic links are not followed. */
  public static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
