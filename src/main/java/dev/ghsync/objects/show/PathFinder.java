package dev.ghsync.objects.show;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ghsync.git.object.TreeCursor;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds a file or folder by its path below a tree. Names are compared byte by byte, as in git. */
final class PathFinder {
  private final KeptObjects objects;
  private final Reasons reasons;
  private final String root;
  private final Optional<ObjectId> commit;

  /**
   * Prepares a search.
   *
   * @param root the tree's name in messages: {@code main:}
   * @param commit whose tree it is, if known
   */
  PathFinder(KeptObjects objects, Reasons reasons, String root, Optional<ObjectId> commit) {
    this.objects = objects;
    this.reasons = reasons;
    this.root = root;
    this.commit = commit;
  }

  /** Finds what a path names; the empty path is the tree itself. */
  Result<Target> find(ObjectId tree, byte[] path) {
    Target at = new Target(tree, ObjectType.TREE);
    String name = root;
    for (byte[] part : split(path)) {
      if (at.type() != ObjectType.TREE) {
        return notAFolder(name);
      }
      Optional<byte[]> content = objects.tree(at.id());
      if (content.isEmpty()) {
        return reasons.notStored(name, at.id(), commit);
      }
      Optional<Target> next = entry(content.get(), part);
      if (next.isEmpty()) {
        return unknown(name, content.get(), part);
      }
      at = next.get();
      name += (name.equals(root) ? "" : "/") + new String(part, UTF_8);
    }
    return path.length > 0 && path[path.length - 1] == '/' && at.type() != ObjectType.TREE
        ? notAFolder(name)
        : stored(name, at);
  }

  private Result<Target> stored(String name, Target target) {
    if (target.type() == ObjectType.COMMIT) {
      return Reasons.notFound(
          "%s is a submodule: commit %s of another repository".formatted(name, target.id()));
    }
    return objects.type(target.id()).isPresent()
        ? Result.ok(target)
        : reasons.notStored(name, target.id(), commit);
  }

  private static <T> Result<T> notAFolder(String name) {
    return Reasons.notFound(name + " is not a folder");
  }

  private static Optional<Target> entry(byte[] tree, byte[] name) {
    TreeCursor entry = new TreeCursor(tree);
    while (entry.next()) {
      if (Arrays.equals(tree, entry.nameStart(), entry.nameEnd(), name, 0, name.length)) {
        return Optional.of(new Target(ObjectId.of(tree, entry.idAt()), entry.type()));
      }
    }
    return Optional.empty();
  }

  private static <T> Result<T> unknown(String folder, byte[] tree, byte[] name) {
    List<String> names = new ArrayList<>();
    TreeCursor entry = new TreeCursor(tree);
    while (entry.next()) {
      int start = entry.nameStart();
      names.add(new String(tree, start, entry.nameEnd() - start, UTF_8));
    }
    String wanted = new String(name, UTF_8);
    return Reasons.notFound(
        "%s has no file or folder '%s'%s"
            .formatted(folder, wanted, NearNames.suggestion(wanted, names)));
  }

  /** Splits at slashes; several of them count as one. */
  private static List<byte[]> split(byte[] path) {
    return Arrays.stream(new String(path, ISO_8859_1).split("/"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.getBytes(ISO_8859_1))
        .toList();
  }
}
