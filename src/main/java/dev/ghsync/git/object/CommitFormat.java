package dev.ghsync.git.object;

import dev.ghsync.model.git.Commit;
import dev.ghsync.model.git.GitText;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.PersonIdent;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The format of commits: tree, parents, author, committer, other lines ({@code encoding}, {@code
 * gpgsig}, {@code mergetag}), a blank line, the message.
 *
 * <p>As in git, only the lines directly after the tree are parents, and the first of several
 * authors counts.
 */
final class CommitFormat {
  private CommitFormat() {}

  static Commit parse(ObjectId id, byte[] content) {
    HeaderLines lines = new HeaderLines(content);
    ObjectId tree = tree(lines);
    List<ObjectId> parents = parents(lines);
    TextDecoder decoder = lines.find("encoding").map(TextDecoder::named).orElse(TextDecoder.UTF_8);
    PersonIdent author = person(lines.find("author"), decoder);
    PersonIdent committer = person(lines.find("committer"), decoder);
    byte[] rest = lines.message();
    GitText message = decoder.decode(rest, 0, Bytes.withoutNewlines(rest, 0, rest.length));
    Commit plain = new Commit(id, tree, parents, author, committer, message, null, null);
    byte[] header = lines.header();
    return new Commit(
        id,
        tree,
        parents,
        author,
        committer,
        message,
        Arrays.equals(header, header(plain)) ? null : header,
        Arrays.equals(rest, message(plain)) ? null : rest);
  }

  /**
   * Checks that {@link #parse} accepts the content.
   *
   * @throws GitFormatException if the content is not a commit
   */
  static void check(byte[] content) {
    tree(new HeaderLines(content));
  }

  static byte[] write(Commit commit) {
    return HeaderLines.join(header(commit), message(commit));
  }

  private static ObjectId tree(HeaderLines lines) {
    return lines
        .takeId("tree")
        .orElseThrow(() -> new GitFormatException("a commit's first line must name its tree"));
  }

  private static List<ObjectId> parents(HeaderLines lines) {
    List<ObjectId> parents = new ArrayList<>();
    Optional<ObjectId> parent = lines.takeId("parent");
    while (parent.isPresent()) {
      parents.add(parent.get());
      parent = lines.takeId("parent");
    }
    return parents;
  }

  private static PersonIdent person(Optional<byte[]> line, TextDecoder decoder) {
    return line.map(value -> Identity.parse(value, decoder)).orElse(Identity.NOBODY);
  }

  private static byte[] header(Commit commit) {
    byte[] raw = commit.rawHeader();
    if (raw != null) {
      return raw;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    StringBuilder ids = new StringBuilder("tree ").append(commit.tree()).append('\n');
    for (ObjectId parent : commit.parents()) {
      ids.append("parent ").append(parent).append('\n');
    }
    out.writeBytes(Bytes.ascii(ids.append("author ").toString()));
    Identity.write(commit.author(), out);
    out.writeBytes(Bytes.ascii("\ncommitter "));
    Identity.write(commit.committer(), out);
    out.write('\n');
    return out.toByteArray();
  }

  private static byte[] message(Commit commit) {
    return TextDecoder.encodeMessage(commit.message(), commit.rawMessage());
  }
}
