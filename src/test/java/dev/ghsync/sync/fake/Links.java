package dev.ghsync.sync.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who mentions which issue, and what pull requests close; nobody's time of change moves. */
public final class Links {
  private static final Pattern ITEM =
      Pattern.compile("(i\\d+): (?:issue|pullRequest)\\(number: (\\d+)\\) \\{ timelineItems");

  private final World world;
  private final List<Link> mentions = new ArrayList<>();
  private final List<Link> closing = new ArrayList<>();

  private record Link(long from, long to) {}

  Links(World world) {
    this.world = world;
  }

  /** Issue {@code source} mentions issue {@code target}. */
  public void mention(long source, long target) {
    mentions.add(new Link(source, target));
  }

  public void forget(long source, long target) {
    mentions.remove(new Link(source, target));
  }

  /** The pull request will close the issue. */
  public void close(long pull, long issue) {
    closing.add(new Link(pull, issue));
  }

  /** Each mention as {@code target|source}. */
  public List<String> mentions() {
    return mentions.stream().map(link -> link.to() + "|" + link.from()).toList();
  }

  /** Answers the aliases of a query for links. */
  void answer(String query, ObjectNode repository) {
    for (Matcher item = ITEM.matcher(query); item.find(); ) {
      long number = Long.parseLong(item.group(2));
      if (world.issues.has(number)) {
        put(number, repository.putObject(item.group(1)));
      } else {
        repository.putNull(item.group(1));
      }
    }
  }

  /** Adds the links of an issue or pull request to what a query shows of it. */
  void put(long number, ObjectNode into) {
    ArrayNode events = connection(into, "timelineItems");
    mentions.stream().filter(link -> link.to() == number).forEach(link -> event(link, events));
    ArrayNode closed = connection(into, "closingIssuesReferences");
    closing.stream()
        .filter(link -> link.from() == number)
        .forEach(link -> issue(link.to(), closed.addObject()));
  }

  private void event(Link link, ArrayNode events) {
    ObjectNode event = events.addObject().put("createdAt", "2026-01-05T12:00:00Z");
    event.put("willCloseTarget", closing.contains(link)).putNull("actor");
    boolean isPull = world.pulls.has(link.from());
    issue(
        link.from(), event.putObject("source").put("__typename", isPull ? "PullRequest" : "Issue"));
  }

  private void issue(long number, ObjectNode into) {
    into.put("number", number).putObject("repository").put("nameWithOwner", world.name);
  }

  private static ArrayNode connection(ObjectNode in, String name) {
    ObjectNode connection = JsonNodeFactory.instance.objectNode();
    connection.putObject("pageInfo").put("hasNextPage", false);
    in.set(name, connection);
    return connection.putArray("nodes");
  }
}
