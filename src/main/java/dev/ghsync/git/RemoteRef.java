package dev.ghsync.git;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.model.git.ObjectId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ref as a git server lists it.
 *
 * @param name the full name: {@code refs/tags/v1}
 * @param target the object that the ref names
 * @param peeled the object that an annotated tag finally names; empty if {@code target} is not a
 *     tag object
 */
public record RemoteRef(String name, ObjectId target, Optional<ObjectId> peeled) {
  private static final String PEELED = "peeled:";

  /**
   * Reads the answer to {@code ls-refs}, see gitprotocol-v2(5).
   *
   * @throws IOException if it was cut
   * @throws GitFormatException if it is not a list of refs
   */
  static List<RemoteRef> readList(PktReader in, String prefix) throws IOException {
    List<RemoteRef> refs = new ArrayList<>();
    PktReader.Kind kind = in.next();
    while (kind == PktReader.Kind.DATA) {
      RemoteRef ref = parse(in.text().split(" ", -1));
      if (ref.name().startsWith(prefix)) { // the server may list more
        refs.add(ref);
      }
      kind = in.next();
    }
    require(kind == PktReader.Kind.FLUSH, "the list of refs does not end with a flush packet");
    return refs;
  }

  private static RemoteRef parse(String[] words) {
    require(
        words.length >= 2 && ObjectId.isHex(words[0]),
        "the list of refs has a line that is not a ref");
    Optional<ObjectId> peeled = Optional.empty();
    for (int i = 2; i < words.length; i++) {
      String id = words[i].startsWith(PEELED) ? words[i].substring(PEELED.length()) : "";
      peeled = ObjectId.isHex(id) ? Optional.of(new ObjectId(id)) : peeled;
    }
    return new RemoteRef(words[1], new ObjectId(words[0]), peeled);
  }
}
