package dev.ghsync.sync.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.HttpUrl;

/** What the git data API says of a real repository. */
public final class GitAnswers {
  private static final String COMMIT =
      "%H%x1f%T%x1f%P%x1f%an%x1f%ae%x1f%at%x1f%cn%x1f%ce%x1f%ct%x1f%B";

  private final GitRepo repo;
  private final Map<List<String>, byte[]> objects = new HashMap<>();
  private final Set<String> damaged = new HashSet<>();
  private final Set<String> lengthened = new HashSet<>();
  private final Map<String, Long> claims = new HashMap<>();
  private final Map<String, String> phantoms = new HashMap<>();
  private int mostEntries = Integer.MAX_VALUE;

  public GitAnswers(GitRepo repo) {
    this.repo = repo;
  }

  public GitRepo repo() {
    return repo;
  }

  /** A blob comes with other bytes, a tree with an entry less. */
  public void damage(String object) {
    damaged.add(object);
  }

  /** A blob comes with more bytes than it has. */
  public void lengthen(String blob) {
    lengthened.add(blob);
  }

  /** Trees tell another size of it than it has. */
  public void claimSize(String blob, long size) {
    claims.put(blob, size);
  }

  /** The list of refs has one more, of a commit that is not there. */
  public void listAlso(String ref, String commit) {
    phantoms.put(ref, commit);
  }

  public void mend() {
    damaged.clear();
    lengthened.clear();
    claims.clear();
    phantoms.clear();
  }

  /** Longer listings of trees are truncated. */
  public void truncateTreesAfter(int entries) {
    mostEntries = entries;
  }

  public Reply of(String path, HttpUrl url, Pages pages) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (path.startsWith("/git/matching-refs/")) {
      return refs("refs/" + last);
    }
    if (path.equals("/commits")) {
      return commits(Objects.requireNonNull(url.queryParameter("sha")), pages);
    }
    return switch (path.substring(0, path.lastIndexOf('/'))) {
      case "/git/trees" -> tree(last, url.queryParameter("recursive") != null);
      case "/git/blobs" -> blob(last);
      case "/git/tags" -> tag(last);
      default -> Reply.error(404, "Not Found");
    };
  }

  private Reply refs(String prefix) {
    ArrayNode refs = JsonNodeFactory.instance.arrayNode();
    String format = "--format=%(refname) %(objecttype) %(objectname)";
    List<String> lines = new ArrayList<>(lines(repo.git("for-each-ref", format, prefix), "\n"));
    phantoms.forEach((ref, commit) -> lines.add(ref + " commit " + commit));
    lines.removeIf(line -> !line.startsWith(prefix));
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      ObjectNode object = refs.addObject().put("ref", words[0]).putObject("object");
      object.put("type", words[1]).put("sha", words[2]);
    }
    return Reply.json(refs);
  }

  private Reply commits(String start, Pages pages) {
    List<ObjectNode> commits = new ArrayList<>();
    for (String line : lines(git("log", "-z", "--format=" + COMMIT, start), "\0")) {
      String[] f = line.split("\u001f", -1);
      ObjectNode item = JsonNodeFactory.instance.objectNode().put("sha", f[0]);
      ObjectNode commit = item.putObject("commit").put("message", f[9]);
      commit.putObject("tree").put("sha", f[1]);
      commit.set("author", person(f[3], f[4], f[5]));
      commit.set("committer", person(f[6], f[7], f[8]));
      ArrayNode parents = item.putArray("parents");
      lines(f[2], " ").forEach(parent -> parents.addObject().put("sha", parent));
      commits.add(item);
    }
    return pages.numbered(commits);
  }

  private Reply tree(String name, boolean recursive) {
    String id = name.equals("HEAD") ? repo.git("rev-parse", "HEAD^{tree}").strip() : name;
    String listed =
        recursive ? git("ls-tree", "-z", "-l", "-r", "-t", id) : git("ls-tree", "-z", "-l", id);
    List<String> lines = new ArrayList<>(lines(listed, "\0"));
    if (damaged.contains(id)) {
      lines.remove(0);
    }
    boolean truncated = lines.size() > mostEntries && recursive;
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("sha", id);
    ArrayNode entries = tree.put("truncated", truncated).putArray("tree");
    for (String line : lines.subList(0, truncated ? mostEntries : lines.size())) {
      String[] words = line.substring(0, line.indexOf('\t')).split(" +", -1);
      ObjectNode entry = entries.addObject().put("path", line.substring(line.indexOf('\t') + 1));
      entry.put("mode", words[0]).put("type", words[1]).put("sha", words[2]);
      if (!words[3].equals("-")) {
        entry.put("size", claims.getOrDefault(words[2], Long.parseLong(words[3])));
      }
    }
    return Reply.json(tree);
  }

  private Reply blob(String id) {
    byte[] content = object("cat-file", "blob", id);
    if (lengthened.contains(id)) {
      byte[] longer = Arrays.copyOf(content, content.length + 2_000);
      return Reply.of(200, longer, "application/vnd.github.raw+json; charset=utf-8");
    }
    byte[] shown = damaged.contains(id) ? "something else".getBytes(UTF_8) : content;
    return Reply.of(200, shown, "application/vnd.github.raw+json; charset=utf-8");
  }

  private Reply tag(String id) {
    String object = git("cat-file", "tag", id);
    String[] headers = object.substring(0, object.indexOf("\n\n")).split("\n", -1);
    ObjectNode tag = JsonNodeFactory.instance.objectNode().put("sha", id);
    tag.put("tag", headers[2].substring(4))
        .put("message", object.substring(object.indexOf("\n\n") + 2));
    tag.putObject("object")
        .put("sha", headers[0].substring(7))
        .put("type", headers[1].substring(5));
    if (headers.length > 3) {
      String[] at = headers[3].split(" ", -1);
      tag.set("tagger", person("Tia", "t@example.org", at[at.length - 2]));
    }
    return Reply.json(tag);
  }

  private String git(String... args) {
    return new String(object(args), UTF_8);
  }

  /** What git prints of an object never changes. */
  private byte[] object(String... args) {
    return objects.computeIfAbsent(List.of(args), a -> repo.run(new byte[0], args));
  }

  private static ObjectNode person(String name, String email, String seconds) {
    ObjectNode person = JsonNodeFactory.instance.objectNode().put("name", name).put("email", email);
    return person.put("date", Instant.ofEpochSecond(Long.parseLong(seconds)).toString());
  }

  private static List<String> lines(String text, String separator) {
    return Stream.of(text.split(separator, -1)).filter(line -> !line.isEmpty()).toList();
  }
}
