package dev.ghsync.git;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.model.git.ObjectId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command {@code ls-refs} and its answer, see gitprotocol-v2(5). */
final class LsRefs {
  private static final String PEELED = "peeled:";

  private LsRefs() {}

  /**
   * Asks for the refs whose names begin with {@code prefix}.
   *
   * @param agent without spaces
   */
  static byte[] write(String prefix, Capabilities server, String agent) {
    PktWriter out = new PktWriter().line("command=ls-refs");
    if (server.has("agent")) {
      out.line("agent=" + agent);
    }
    if (server.has("object-format")) {
      out.line("object-format=sha1");
    }
    return out.delimiter().line("peel").line("ref-prefix " + prefix).flush().toByteArray();
  }

  /**
   * Reads the whole list.
   *
   * @throws IOException where it was cut
   * @throws GitFormatException where it is not such a list
   */
  static List<RemoteRef> read(PktReader in, String prefix) throws IOException {
    List<RemoteRef> refs = new ArrayList<>();
    PktReader.Kind kind = in.next();
    while (kind == PktReader.Kind.DATA) {
      RemoteRef ref = ref(in.text().split(" ", -1));
      if (ref.name().startsWith(prefix)) { // the server may list more
        refs.add(ref);
      }
      kind = in.next();
    }
    if (kind != PktReader.Kind.FLUSH) {
      throw new GitFormatException("the list of refs does not end as git ends it");
    }
    return refs;
  }

  private static RemoteRef ref(String[] words) {
    if (words.length < 2 || !ObjectId.isHex(words[0])) {
      throw new GitFormatException("the list of refs has a line that is no ref");
    }
    Optional<ObjectId> peeled = Optional.empty();
    for (int i = 2; i < words.length; i++) {
      String id = words[i].startsWith(PEELED) ? words[i].substring(PEELED.length()) : "";
      peeled = ObjectId.isHex(id) ? Optional.of(new ObjectId(id)) : peeled;
    }
    return new RemoteRef(words[1], new ObjectId(words[0]), peeled);
  }
}
