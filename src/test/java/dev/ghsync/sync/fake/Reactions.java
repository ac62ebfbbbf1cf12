package dev.ghsync.sync.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reactions to items of all kinds. A reaction changes only the number that its item shows. GraphQL
 * shows all of them by the item's node id and names no app; REST lists those of some kinds.
 */
public final class Reactions {
  private static final Pattern NODE =
      Pattern.compile("(n\\d+): node\\(id: \"N(\\d+)\"\\) \\{ \\.\\.\\. on Reactable");
  private static final Pattern LIST =
      Pattern.compile("(i\\d+): (pullRequest|discussion)\\(number: (\\d+)\\) \\{ [^:]*list: ");
  private static final Pattern REPLIES =
      Pattern.compile(
          "c: node\\(id: \"N(\\d+)\"\\) .* list: replies\\(first: 100, after: \"(\\d+)\"");
  private static final Map<String, String> GRAPHQL = Map.of("+1", "THUMBS_UP", "-1", "THUMBS_DOWN");

  private final World world;
  private final Map<Long, Items> all = new HashMap<>();

  Reactions(World world) {
    this.world = world;
  }

  /**
   * Reacts to an item.
   *
   * @param path where REST lists its reactions, completed by its id after a slash; empty if it does
   *     not
   */
  public long add(ObjectNode item, String path, String login, String content) {
    Items reactions = all.computeIfAbsent(World.id(item), id -> new Items());
    if (!path.isEmpty()) {
      String key = path.endsWith("/") ? String.valueOf(World.id(item)) : "";
      world.lists.put(path + key + "/reactions", reactions);
    }
    ObjectNode reaction = JsonNodeFactory.instance.objectNode().put("content", content);
    reaction.put("created_at", world.now().toString()).set("user", World.user(login));
    long id = world.keep(reactions, reaction);
    count(item);
    return id;
  }

  /** Reacts to the first comment, review, review comment, commit comment and release. */
  public void addToEach(String login, String content) {
    add(world.comments.all().get(0), "/issues/comments/", login, content);
    add(world.reviewComments.all().get(0), "/pulls/comments/", login, content);
    add(world.commitComments.all().get(0), "/comments/", login, content);
    add(world.releases.all().get(0), "/releases/", login, content);
    add(world.reviews.all().get(0), "", login, content);
  }

  public void remove(ObjectNode item, long reaction) {
    of(World.id(item)).remove(reaction);
    count(item);
  }

  private Items of(long item) {
    return all.getOrDefault(item, new Items());
  }

  private void count(ObjectNode item) {
    List<ObjectNode> reactions = of(World.id(item)).all();
    ObjectNode counts = item.putObject("reactions").put("total_count", reactions.size());
    for (ObjectNode one : reactions) {
      String content = one.get("content").asText();
      counts.put(content, counts.path(content).asInt() + 1);
    }
  }

  /** Answers what a query asks of reactions, and of the node ids of reviews and discussions. */
  void answer(String query, ObjectNode data, ObjectNode repository) {
    repository.put("id", "R");
    for (Matcher node = NODE.matcher(query); node.find(); ) {
      ObjectNode page = data.putObject(node.group(1)).putObject("reactions");
      page.putObject("pageInfo").put("hasNextPage", false).putNull("endCursor");
      ArrayNode nodes = page.putArray("nodes");
      of(Long.parseLong(node.group(2))).all().forEach(reaction -> nodes.add(shown(reaction)));
    }
    for (Matcher more = REPLIES.matcher(query); more.find(); ) {
      ObjectNode list = data.putObject("c").putObject("list");
      world.discussions.replies(
          Long.parseLong(more.group(1)), Integer.parseInt(more.group(2)), list);
    }
    for (Matcher list = LIST.matcher(query); list.find(); ) {
      long number = Long.parseLong(list.group(3));
      if (list.group(2).equals("discussion")) {
        repository.set(list.group(1), world.discussions.nodes(number));
      } else {
        ObjectNode page = repository.putObject(list.group(1)).putObject("list");
        page.putObject("pageInfo").put("hasNextPage", false).putNull("endCursor");
        ArrayNode nodes = page.putArray("nodes");
        world.reviews.of(number).forEach(review -> node(World.id(review), nodes.addObject()));
      }
    }
  }

  static ObjectNode node(long id, ObjectNode into) {
    return into.put("id", "N" + id).put("databaseId", id);
  }

  private static ObjectNode shown(ObjectNode reaction) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    String content = reaction.get("content").asText();
    shown
        .put("databaseId", World.id(reaction))
        .put("createdAt", reaction.get("created_at").asText());
    shown.put("content", GRAPHQL.getOrDefault(content, content.toUpperCase(Locale.ROOT)));
    ObjectNode user = (ObjectNode) reaction.get("user");
    if (user.get("type").asText().equals("Bot")) {
      return shown.putNull("user");
    }
    ObjectNode named = shown.putObject("user").put("__typename", "User");
    named.put("login", user.get("login").asText()).put("databaseId", World.id(user));
    return shown;
  }
}
