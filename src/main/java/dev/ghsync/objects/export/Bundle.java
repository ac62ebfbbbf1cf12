package dev.ghsync.objects.export;

import dev.ghsync.model.git.Ref;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.Refs.PeeledRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes a selection as a git bundle; see gitformat-bundle(5). If large files are left out it has
 * version 3 and names the filter, else version 2.
 */
final class Bundle {
  private Bundle() {}

  /**
   * Writes the bundle.
   *
   * @param to not closed here
   * @param maxBlobSize larger files were left out, in bytes
   */
  static void write(
      OutputStream to,
      Reads db,
      long repo,
      Selection selection,
      long maxBlobSize,
      Progress progress)
      throws IOException {
    to.write(header(selection, maxBlobSize).getBytes(StandardCharsets.UTF_8));
    try (PackExport export = new PackExport(db, repo, selection, progress, commit -> {})) {
      export.write(to, (id, offset, crc) -> {});
    }
    to.flush();
  }

  private static String header(Selection selection, long maxBlobSize) {
    StringBuilder text = new StringBuilder();
    if (selection.leftOut().count() > 0) {
      text.append("# v3 git bundle\n@object-format=sha1\n@filter=blob:limit=");
      text.append(maxBlobSize + 1).append('\n');
    } else {
      text.append("# v2 git bundle\n");
    }
    selection.refs().forEach(ref -> add(text, ref.ref(), ref.ref().name()));
    head(selection).ifPresent(ref -> add(text, ref, "HEAD"));
    return text.append('\n').toString();
  }

  private static Optional<Ref> head(Selection selection) {
    return selection.refs().stream()
        .map(PeeledRef::ref)
        .filter(ref -> selection.head().equals(Optional.of(ref.name())))
        .findFirst();
  }

  private static void add(StringBuilder text, Ref ref, String name) {
    text.append(ref.target()).append(' ').append(name).append('\n');
  }
}
