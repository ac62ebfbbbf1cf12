package dev.ghsync.objects.export;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.object.TreeCursor;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.RawObject;
import dev.ghsync.objects.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the files of one tree as a tar, in git's order. Files that are left out for their size are
 * not in it. Memory: the trees on the path to a file, and the file.
 */
public final class TarExport {
  private static final int LINK = 0120000;
  private static final int FOLDER_MODE = 0040000;
  private static final Set<String> UNSAFE = Set.of("", ".", "..", ".git");

  private final ObjectReader reader;
  private final TarWriter tar;
  private final byte[] prefix;
  private final Progress progress;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final List<String> leftOut = new ArrayList<>();
  private long files;

  /**
   * The tree to write.
   *
   * @param commit named in the archive; empty if it is a tree without a commit
   * @param time of all files, in seconds since 1970
   */
  public record Source(ObjectId tree, Optional<ObjectId> commit, long time) {}

  /** A folder that is being written. */
  private static final class Level {
    final byte[] content;
    final TreeCursor entries;
    final byte[] path;
    final int mode;
    final ObjectId id;
    boolean written;

    Level(byte[] content, byte[] path, int mode, ObjectId id) {
      this.content = content;
      this.entries = new TreeCursor(content);
      this.path = path;
      this.mode = mode;
      this.id = id;
    }
  }

  private TarExport(ObjectReader reader, TarWriter tar, String prefix, Progress progress) {
    this.reader = reader;
    this.tar = tar;
    this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    this.progress = progress;
  }

  /**
   * Writes the archive.
   *
   * @param to not closed here
   * @param prefix precedes each path; one that ends with a slash is a folder
   * @return the paths of files that are left out
   * @throws ExportException if an object is not stored, or a name is unsafe where the tar is
   *     unpacked
   */
  public static List<String> write(
      OutputStream to, ObjectReader reader, Source source, String prefix, Progress progress)
      throws IOException {
    TarWriter tar = new TarWriter(to, source.time());
    TarExport export = new TarExport(reader, tar, prefix, progress);
    if (source.commit().isPresent()) {
      tar.comment(source.commit().get());
    }
    export.write(source.tree());
    tar.finish();
    return export.leftOut;
  }

  private void write(ObjectId root) throws IOException {
    if (prefix.length > 0 && prefix[prefix.length - 1] == '/') {
      tar.folder(withOneSlash(), FOLDER_MODE, root);
    }
    levels.push(new Level(tree(root), prefix, FOLDER_MODE, root));
    levels.getFirst().written = true; // the root has no entry
    while (!levels.isEmpty()) {
      Level level = levels.getFirst();
      if (level.entries.next()) {
        writeEntry(level);
      } else {
        levels.pop();
      }
    }
  }

  private byte[] withOneSlash() {
    int end = prefix.length;
    while (end > 1 && prefix[end - 2] == '/') {
      end--;
    }
    return Arrays.copyOf(prefix, end);
  }

  private void writeEntry(Level level) throws IOException {
    TreeCursor entry = level.entries;
    ObjectId id = ObjectId.of(level.content, entry.idAt());
    requireSafeName(level);
    boolean folder = entry.type() != ObjectType.BLOB;
    byte[] path = path(level, folder);
    switch (entry.type()) {
      case TREE -> levels.push(new Level(tree(id), path, entry.mode(), id));
      case BLOB -> writeBlob(path, entry.mode(), id);
      case COMMIT, TAG -> {
        writeFolders();
        tar.folder(path, entry.mode(), id);
      }
    }
  }

  /**
   * Refuses the names that git refuses to check out. A tar with them could write outside of the
   * folder where it is unpacked, or into a repository there.
   */
  private static void requireSafeName(Level level) {
    TreeCursor entry = level.entries;
    int length = entry.nameEnd() - entry.nameStart();
    String name = new String(level.content, entry.nameStart(), length, StandardCharsets.UTF_8);
    if (UNSAFE.contains(name.toLowerCase(Locale.ROOT)) || name.indexOf('/') >= 0) {
      throw new ExportException(
          "tree %s has an entry named '%s', which a tar must not contain; export a .git folder or a bundle"
              .formatted(level.id, name));
    }
  }

  private static byte[] path(Level level, boolean folder) {
    TreeCursor entry = level.entries;
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    path.writeBytes(level.path);
    path.write(level.content, entry.nameStart(), entry.nameEnd() - entry.nameStart());
    if (folder) {
      path.write('/');
    }
    return path.toByteArray();
  }

  /** Writes the folders of the next file. Like git, a tar has no entries of empty folders. */
  private void writeFolders() throws IOException {
    for (var outermost = levels.descendingIterator(); outermost.hasNext(); ) {
      Level level = outermost.next();
      if (!level.written) {
        tar.folder(level.path, level.mode, level.id);
        level.written = true;
      }
    }
  }

  private void writeBlob(byte[] path, int mode, ObjectId id) throws IOException {
    writeFolders();
    Optional<RawObject> blob = reader.read(id);
    progress.done(++files, 0);
    if (blob.isEmpty()) {
      leftOut.add(new String(path, StandardCharsets.UTF_8));
    } else if ((mode & 0170000) == LINK) {
      tar.link(path, mode, id, blob.get().content());
    } else {
      tar.file(path, mode, id, blob.get().content());
    }
  }

  private byte[] tree(ObjectId id) {
    RawObject tree =
        reader
            .read(id)
            .orElseThrow(
                () -> new ExportException("the exact bytes of tree " + id + " are not stored"));
    GitFormatException.require(tree.type() == ObjectType.TREE, id + " is not a tree");
    return tree.content();
  }
}
