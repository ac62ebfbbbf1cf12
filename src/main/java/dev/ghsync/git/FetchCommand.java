package dev.ghsync.git;

/** The body of a {@code fetch}, see gitprotocol-v2(5). */
final class FetchCommand {
  private FetchCommand() {}

  /**
   * One round: everything is said at once, and {@code done}, so the answer is the pack. It is not
   * asked to be thin: it must stand alone.
   *
   * @param agent without spaces
   * @param progress whether somebody listens to it
   */
  static byte[] write(FetchRequest request, Capabilities server, String agent, boolean progress) {
    PktWriter out = new PktWriter().line("command=fetch");
    if (server.has("agent")) {
      out.line("agent=" + agent);
    }
    if (server.has("object-format")) {
      out.line("object-format=sha1");
    }
    out.delimiter().line("ofs-delta");
    if (!progress) {
      out.line("no-progress");
    }
    request.shallow().forEach(id -> out.line("shallow " + id));
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
}
