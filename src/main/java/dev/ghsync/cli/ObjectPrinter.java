package dev.ghsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ghsync.git.object.TreeCursor;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.objects.show.KeptObjects;
import dev.ghsync.objects.show.QuotedName;
import dev.ghsync.objects.show.Target;
import dev.ghsync.report.ObjectText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;

/** Prints stored objects for people or for scripts. */
final class ObjectPrinter {
  private static final int OWNER_EXECUTES = 0100;
  private static final int LINK = 0120000;

  private final KeptObjects objects;
  private final boolean raw;
  private final boolean endWithNul;

  /**
   * Chooses the format.
   *
   * @param raw for scripts: exact bytes, and the lines of {@code git ls-tree}
   * @param endWithNul ends the lines of a folder with NUL and quotes no name
   */
  ObjectPrinter(KeptObjects objects, boolean raw, boolean endWithNul) {
    this.objects = objects;
    this.raw = raw;
    this.endWithNul = endWithNul;
  }

  /** An object that was read and can be written when the database is closed. */
  interface Printout {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Reads an object. The failure says why it cannot be printed in this format. */
  Result<Printout> prepare(Target target) {
    ObjectId id = target.id();
    if (target.type() == ObjectType.TREE) {
      byte[] tree = objects.tree(id).orElseThrow();
      return Result.ok(out -> list(tree, out));
    } else if (!raw && target.type() == ObjectType.COMMIT) {
      return bytes(ObjectText.of(objects.commit(id).orElseThrow()));
    } else if (!raw && target.type() == ObjectType.TAG) {
      return bytes(ObjectText.of(objects.tag(id).orElseThrow()));
    }
    return objects
        .read(id)
        .map(object -> bytes(object.content()))
        .orElseGet(
            () ->
                Result.failed(
                    FailureCode.NOT_FOUND,
                    "the exact bytes of %s %s are not known, since REST does not deliver them; without --raw its text is printed"
                        .formatted(target.type().text(), id)));
  }

  private static Result<Printout> bytes(byte[] content) {
    return Result.ok(out -> out.write(content));
  }

  private void list(byte[] tree, OutputStream out) throws IOException {
    TreeCursor entry = new TreeCursor(tree);
    while (entry.next()) {
      byte[] name = Arrays.copyOfRange(tree, entry.nameStart(), entry.nameEnd());
      if (raw) {
        ObjectId id = ObjectId.of(tree, entry.idAt());
        String line = String.format(Locale.ROOT, "%s %s %s\t", mode(entry), text(entry), id);
        out.write(line.getBytes(UTF_8));
      } else if (entry.type() == ObjectType.TREE) {
        name = Arrays.copyOf(name, name.length + 1);
        name[name.length - 1] = '/';
      }
      out.write(endWithNul ? name : QuotedName.quote(name, raw));
      out.write(endWithNul ? 0 : '\n');
    }
  }

  private static String text(TreeCursor entry) {
    return entry.type().text();
  }

  /** Returns the mode that git takes the entry's for. */
  private static String mode(TreeCursor entry) {
    return switch (entry.type()) {
      case TREE -> "040000";
      case BLOB ->
          (entry.mode() & 0170000) == LINK
              ? "120000"
              : (entry.mode() & OWNER_EXECUTES) != 0 ? "100755" : "100644";
      default -> "160000";
    };
  }
}
