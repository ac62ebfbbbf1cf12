package dev.ghsync.git;

/** The bodies of the commands {@code fetch} and {@code ls-refs}, see gitprotocol-v2(5). */
final class Commands {
  private Commands() {}

  /**
   * Writes a fetch in one round: with {@code done}, so that the answer is the pack.
   *
   * @param agent without spaces
   * @param thin whether the pack may lack delta bases that the haves reach
   */
  static byte[] fetch(FetchRequest request, Capabilities server, String agent, boolean thin) {
    PktWriter out = begin("fetch", server, agent).line("ofs-delta").line("no-progress");
    if (thin) {
      out.line("thin-pack");
    }
    if (request.deepen() > 0) {
      out.line("deepen " + request.deepen());
    }
    if (!request.filter().equals(Filter.NONE)) {
      out.line("filter " + request.filter().spec());
    }
    request.wants().forEach(id -> out.line("want " + id));
    request.haves().forEach(id -> out.line("have " + id));
    return out.line("done").flush().toByteArray();
  }

  /**
   * Writes a request for the refs whose names begin with {@code prefix}.
   *
   * @param agent without spaces
   */
  static byte[] listRefs(String prefix, Capabilities server, String agent) {
    return begin("ls-refs", server, agent)
        .line("peel")
        .line("ref-prefix " + prefix)
        .flush()
        .toByteArray();
  }

  private static PktWriter begin(String command, Capabilities server, String agent) {
    PktWriter out = new PktWriter().line("command=" + command);
    if (server.has("agent")) {
      out.line("agent=" + agent);
    }
    if (server.has("object-format")) {
      out.line("object-format=sha1");
    }
    return out.delimiter();
  }
}
