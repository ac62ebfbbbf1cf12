package dev.ghsync.objects.export;

import dev.ghsync.git.pack.PackIndexWriter;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.Refs.PeeledRef;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes a selection as a bare git repository; see gitrepository-layout(5). {@code HEAD} is written
 * last, so that an unfinished folder is no repository.
 *
 * <p>If large files are left out, the repository is a partial clone: git then knows that they are
 * absent, and fetches one from the origin when it is used. See partial clones in the documentation
 * of git.
 */
final class GitFolder {
  private static final int BUFFER = 1 << 16;
  private static final String NO_HEAD = "refs/heads/main";

  /** The offset of {@code parent} in a commit: after {@code tree}, 40 hex digits and a newline. */
  private static final int PARENTS_AT = 46;

  private final Path folder;
  private final Origin origin;
  private final Selection selection;

  /** Commits whose parents are left out. */
  private final TreeSet<String> shallow = new TreeSet<>();

  /**
   * The repository at GitHub.
   *
   * @param name {@code owner/name}
   * @param url from which git clones it
   * @param maxBlobSize larger files were left out, in bytes
   */
  record Origin(String name, String url, long maxBlobSize) {}

  private GitFolder(Path folder, Origin origin, Selection selection) {
    this.folder = folder;
    this.origin = origin;
    this.selection = selection;
  }

  /**
   * Writes the repository.
   *
   * @param folder is made by this; its parent exists
   */
  static void write(
      Path folder, Reads db, long repo, Origin origin, Selection selection, Progress progress)
      throws IOException {
    new GitFolder(folder, origin, selection).write(db, repo, progress);
  }

  private void write(Reads db, long repo, Progress progress) throws IOException {
    Files.createDirectory(folder);
    for (String name : List.of("objects/info", "objects/pack", "refs/heads", "refs/tags", "info")) {
      Files.createDirectories(folder.resolve(name));
    }
    if (selection.objects() > 0) {
      writePack(db, repo, progress);
    }
    writeText("config", config());
    writeText("description", origin.name() + "\n");
    writeText("packed-refs", packedRefs());
    if (!shallow.isEmpty()) {
      writeText("shallow", String.join("\n", shallow) + "\n");
    }
    writeText("HEAD", "ref: " + selection.head().orElse(NO_HEAD) + "\n");
  }

  private void writePack(Reads db, long repo, Progress progress) throws IOException {
    Path packs = folder.resolve("objects/pack");
    PackIndexWriter index = new PackIndexWriter(selection.objects());
    Path pack = packs.resolve("tmp.pack");
    String checksum;
    try (PackExport export = new PackExport(db, repo, selection, progress, this::noteParents);
        OutputStream out = open(pack)) {
      byte[] sum = export.write(out, index::add);
      checksum = HexFormat.of().formatHex(sum);
      try (OutputStream to = open(packs.resolve("pack-" + checksum + ".idx"))) {
        index.write(to, sum);
      }
    }
    Files.move(pack, packs.resolve("pack-" + checksum + ".pack"));
    if (isPartial()) {
      Files.createFile(packs.resolve("pack-" + checksum + ".promisor"));
    }
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
  }

  private void noteParents(ObjectBytes commit) {
    if (selection.shallow() && commit.startsWith(PARENTS_AT, "parent ")) {
      shallow.add(commit.id().hex());
    }
  }

  private boolean isPartial() {
    return selection.leftOut().count() > 0;
  }

  private String config() {
    StringBuilder text = new StringBuilder("[core]\n");
    text.append("\trepositoryformatversion = ").append(isPartial() ? 1 : 0).append('\n');
    text.append("\tfilemode = true\n\tbare = true\n");
    if (isPartial()) {
      text.append("[extensions]\n\tpartialClone = origin\n");
    }
    text.append("[remote \"origin\"]\n\turl = ").append(origin.url()).append('\n');
    if (isPartial()) {
      text.append("\tpromisor = true\n\tpartialclonefilter = blob:limit=")
          .append(origin.maxBlobSize() + 1)
          .append('\n');
    }
    return text.append(ExportedFolder.MARK).append(origin.name()).append('\n').toString();
  }

  private String packedRefs() {
    StringBuilder text = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
    for (PeeledRef peeled : selection.refs()) {
      Ref ref = peeled.ref();
      text.append(ref.target()).append(' ').append(ref.name()).append('\n');
      peeled.peeled().ifPresent(id -> text.append('^').append(id).append('\n'));
    }
    return text.toString();
  }

  private void writeText(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
