package dev.ghsync.sync.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Discussions with comments and replies. A new comment changes its discussion; a vote and a deleted
 * comment do not.
 */
public final class Discussions {
  private static final Pattern LIST =
      Pattern.compile(
          "discussions\\(first: (\\d+)(?:, after: \"(\\d+)\")?, orderBy: \\{field: (\\w+)");
  private static final Pattern ONE = Pattern.compile("(d\\d+): discussion\\(number: (\\d+)\\)");
  private static final Pattern PAGE =
      Pattern.compile(
          "(d\\d+): discussion\\(number: (\\d+)\\) \\{ page: comments\\(first: (\\d+)(?:, after: \"(\\d+)\")?");

  private static final Pattern CONVERSION =
      Pattern.compile(
          "(d\\d+): issue\\(number: (\\d+)\\) \\{ timelineItems\\(last: 1, itemTypes: \\[CONVERTED");

  private final World world;
  private final Map<Long, Long> converted = new TreeMap<>();
  private final TreeMap<Long, ObjectNode> all = new TreeMap<>();
  private final TreeMap<Long, ObjectNode> comments = new TreeMap<>();
  private long lastId = 70_000;

  /** The name of the only category. */
  public String category = "Ideas";

  /** The number of pages that lists were asked for. */
  public int pages;

  /** At most so many discussions a page. */
  public int mostAtOnce = 100;

  Discussions(World world) {
    this.world = world;
  }

  public synchronized long add() {
    long id = ++lastId;
    long number = 500L + all.size();
    ObjectNode discussion = newItem(id).put("number", number).put("title", "d" + number);
    discussion.put("closed", false).put("locked", false).putNull("isAnswered").putNull("answer");
    all.put(number, discussion);
    return number;
  }

  public synchronized long comment(long number) {
    return comment(number, 0);
  }

  public synchronized long reply(long comment) {
    return comment(get(comments, comment).get("of").asLong(), comment);
  }

  /** Makes a discussion of an issue, which stays, closed and with its comments. */
  public synchronized long convert(long issue) {
    long number = add();
    world.comments.of(issue).forEach(comment -> comment(number));
    converted.put(issue, number);
    world.close(issue);
    world.event(issue, "converted_to_discussion");
    return number;
  }

  private long comment(long number, long replyTo) {
    long id = ++lastId;
    comments.put(id, newItem(id).put("of", number).put("to", replyTo).put("isAnswer", false));
    touch(number);
    return id;
  }

  /** Nothing else changes. A comment with replies stays, without its text. */
  public synchronized void deleteComment(long id) {
    if (comments.values().stream().anyMatch(other -> other.get("to").asLong() == id)) {
      get(comments, id).put("deletedAt", world.now().toString()).put("body", "");
    } else {
      comments.remove(id);
    }
  }

  public synchronized void delete(long number) {
    all.remove(number);
    comments.values().removeIf(comment -> comment.get("of").asLong() == number);
  }

  public synchronized void edit(long number) {
    touch(number);
    get(all, number).put("title", "edited " + world.now());
  }

  public synchronized void vote(long number) {
    get(all, number).put("upvoteCount", 9);
  }

  /** Returns a discussion, or one of the comments, to react to it. */
  public synchronized ObjectNode item(long number, boolean isComment) {
    return get(isComment ? comments : all, number);
  }

  /** Returns the node ids of a discussion, its comments and replies; null if it was deleted. */
  synchronized JsonNode nodes(long number) {
    if (!all.containsKey(number)) {
      return JsonNodeFactory.instance.nullNode();
    }
    ObjectNode shown =
        Reactions.node(World.id(get(all, number)), JsonNodeFactory.instance.objectNode());
    ObjectNode page = shown.putObject("list");
    pageInfo(page, false, 0);
    ArrayNode nodes = page.putArray("nodes");
    for (ObjectNode comment : of(number, 0)) {
      ObjectNode node = Reactions.node(World.id(comment), nodes.addObject());
      replies(World.id(comment), 0, node.putObject("replies"));
    }
    return shown;
  }

  /** Shows the node ids of at most 100 replies to a comment. */
  synchronized void replies(long comment, int from, ObjectNode into) {
    List<ObjectNode> all = of(get(comments, comment).get("of").asLong(), comment);
    int to = Math.min(all.size(), from + 100);
    ArrayNode nodes = into.putArray("nodes");
    all.subList(from, to).forEach(reply -> Reactions.node(World.id(reply), nodes.addObject()));
    pageInfo(into, to < all.size(), to);
  }

  /** The rows {@code number|title|upvotes}. */
  public synchronized List<String> rows() {
    return all.values().stream()
        .map(
            d ->
                "%s|%s|%s"
                    .formatted(d.get("number"), d.get("title").asText(), d.get("upvoteCount")))
        .toList();
  }

  /** The rows {@code id|number|comment replied to} of comments that were not deleted. */
  public synchronized List<String> commentRows() {
    return comments.values().stream()
        .filter(c -> !c.has("deletedAt"))
        .map(
            c ->
                "%s|%s|%s"
                    .formatted(
                        c.get("databaseId"),
                        c.get("of"),
                        c.get("to").asLong() == 0 ? "null" : c.get("to").asText()))
        .toList();
  }

  /** Answers what a query asks of discussions. */
  synchronized void answer(String query, ObjectNode repository) {
    Matcher list = LIST.matcher(query);
    if (list.find()) {
      pages++;
      list(list, query.contains("seen:"), repository.putObject("discussions"));
      ObjectNode node = repository.putObject("discussionCategories").putArray("nodes").addObject();
      node.put("id", "DIC_1").put("name", category).put("isAnswerable", false);
    } else if (query.contains("discussions { totalCount }")) {
      repository.putObject("discussions").put("totalCount", all.size());
    }
    for (Matcher one = ONE.matcher(query); one.find(); ) {
      long number = Long.parseLong(one.group(2));
      repository.set(one.group(1), all.containsKey(number) ? shown(number, false) : null);
    }
    for (Matcher issue = CONVERSION.matcher(query); issue.find(); ) {
      ObjectNode items = repository.putObject(issue.group(1)).putObject("timelineItems");
      Optional.ofNullable(converted.get(Long.parseLong(issue.group(2))))
          .ifPresentOrElse(
              number ->
                  items.putArray("nodes").addObject().putObject("discussion").put("number", number),
              () -> items.putArray("nodes"));
    }
    for (Matcher page = PAGE.matcher(query); page.find(); ) {
      long number = Long.parseLong(page.group(2));
      if (all.containsKey(number)) {
        page(number, page, repository.putObject(page.group(1)).putObject("page"));
      }
    }
  }

  private void list(Matcher asked, boolean counted, ObjectNode into) {
    boolean byChange = asked.group(3).equals("UPDATED_AT");
    Comparator<ObjectNode> order =
        Comparator.comparing(d -> d.get(byChange ? "updatedAt" : "createdAt").asText());
    List<ObjectNode> sorted =
        all.values().stream().sorted(byChange ? order.reversed() : order).toList();
    int from = asked.group(2) == null ? 0 : Integer.parseInt(asked.group(2));
    int size = Math.min(mostAtOnce, Integer.parseInt(asked.group(1)));
    int to = Math.min(sorted.size(), from + size);
    ArrayNode nodes = into.putArray("nodes");
    sorted
        .subList(Math.min(from, to), to)
        .forEach(d -> nodes.add(shown(d.get("number").asLong(), counted)));
    pageInfo(into, to < sorted.size(), to);
  }

  private ObjectNode shown(long number, boolean counted) {
    ObjectNode shown = get(all, number).deepCopy();
    shown.putObject("category").put("id", "DIC_1").put("name", category);
    shown.putObject("comments").put("totalCount", of(number, 0).size());
    if (counted) {
      ObjectNode seen = shown.putObject("seen").put("totalCount", of(number, 0).size());
      pageInfo(seen, false, 0);
      ArrayNode nodes = seen.putArray("nodes");
      of(number, 0).forEach(c -> nodes.add(withReplies(c, false)));
    }
    return shown;
  }

  private void page(long number, Matcher asked, ObjectNode into) {
    List<ObjectNode> top = of(number, 0);
    int from = asked.group(4) == null ? 0 : Integer.parseInt(asked.group(4));
    int to = Math.min(top.size(), from + Integer.parseInt(asked.group(3)));
    ArrayNode nodes = into.put("totalCount", top.size()).putArray("nodes");
    top.subList(Math.min(from, to), to).forEach(c -> nodes.add(withReplies(c, true)));
    pageInfo(into, to < top.size(), to);
  }

  private ObjectNode withReplies(ObjectNode comment, boolean shown) {
    ObjectNode copy = comment.deepCopy();
    List<ObjectNode> replies = of(comment.get("of").asLong(), comment.get("databaseId").asLong());
    ObjectNode connection = copy.putObject("replies").put("totalCount", replies.size());
    if (shown) {
      replies.forEach(connection.putArray("nodes")::add);
      pageInfo(connection, false, 0);
    }
    return copy;
  }

  private List<ObjectNode> of(long number, long replyTo) {
    return comments.values().stream()
        .filter(c -> c.get("of").asLong() == number && c.get("to").asLong() == replyTo)
        .toList();
  }

  private static void pageInfo(ObjectNode in, boolean hasMore, int end) {
    in.putObject("pageInfo").put("hasNextPage", hasMore).put("endCursor", String.valueOf(end));
  }

  private void touch(long number) {
    get(all, number).put("updatedAt", world.now().toString());
  }

  private static ObjectNode get(Map<Long, ObjectNode> from, long key) {
    return Objects.requireNonNull(from.get(key));
  }

  private ObjectNode newItem(long id) {
    ObjectNode item = JsonNodeFactory.instance.objectNode().put("id", "N" + id);
    item.put("databaseId", id).put("body", "b" + id).put("upvoteCount", 1);
    ObjectNode author = item.putObject("author").put("__typename", "User");
    author.put("login", "octocat").put("databaseId", 7);
    return item.put("createdAt", world.now().toString()).put("updatedAt", world.now().toString());
  }
}
