package dev.ghsync.sync.fake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What GraphQL says of the {@link World}, to the queries that are ever asked. */
public record GraphQlAnswers(World world, View view) {
  private static final Pattern ITEMS =
      Pattern.compile("items: (issues|pullRequests)\\(first: (\\d+)(?:, after: \"(\\d+)\")?");
  private static final Pattern PULL =
      Pattern.compile("(p\\d+): pullRequest\\(number: (\\d+)\\) \\{.*?(?:after: \"(\\d+)\")?\\)");

  private static final Pattern THREADS =
      Pattern.compile(
          "(p\\d+): pullRequest\\(number: (\\d+)\\) \\{ reviewThreads\\(first: (\\d+)(?:, after: \"(\\d+)\")?\\)");

  private static final Pattern CONTENTS =
      Pattern.compile(
          "(p\\d+): pullRequest\\(number: (\\d+)\\) \\{ commits\\(first: 100(?:, after: \"(\\d+)\")?\\)");

  /**
   * What the token is shown.
   *
   * @param teams whether it may see teams
   * @param holes pull requests one of whose reviews is null
   */
  public record View(boolean teams, Set<Long> holes) {}

  /** Answers a request's body. */
  public Reply of(String body) {
    String query = query(body);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (!world.tellsAllComments && query.contains("totalCommentsCount")) {
      answer
          .withArray("errors")
          .addObject()
          .put("message", "Field 'totalCommentsCount' doesn't exist on type 'PullRequest'")
          .putObject("extensions")
          .put("code", "undefinedField")
          .put("fieldName", "totalCommentsCount");
      return Reply.json(answer);
    }
    ObjectNode data = answer.putObject("data");
    data.putObject("rateLimit").put("cost", 1).put("remaining", 4999);
    ObjectNode repository = data.putObject("repository");
    world.links.answer(query, repository);
    world.discussions.answer(query, repository);
    world.reactions.answer(query, data, repository);
    Matcher items = ITEMS.matcher(query);
    if (items.find()) {
      census(items.group(1).equals("pullRequests"), items, repository.putObject("items"));
    }
    if (query.contains("{ reviewThreads(")) {
      for (Matcher pull = THREADS.matcher(query); pull.find(); ) {
        threads(pull, repository.putObject(pull.group(1)).putObject("reviewThreads"));
      }
      return Reply.json(answer);
    }
    if (query.contains("{ commits(first: 100")) {
      for (Matcher pull = CONTENTS.matcher(query); pull.find(); ) {
        contents(Long.parseLong(pull.group(2)), place(pull.group(3)), repository, pull.group(1));
      }
      return Reply.json(answer);
    }
    for (Matcher pull = PULL.matcher(query); pull.find(); ) {
      long number = Long.parseLong(pull.group(2));
      if (world.pulls.has(number)) {
        ObjectNode shown = pull(number, place(pull.group(3)));
        if (query.contains("timelineItems")) {
          world.links.put(number, shown);
        }
        repository.set(pull.group(1), shown);
      } else {
        repository.putNull(pull.group(1));
        notFound(answer.withArray("errors").addObject(), pull.group(1));
      }
    }
    return Reply.json(answer);
  }

  public static String query(String body) {
    try {
      return new ObjectMapper().readTree(body).get("query").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(body, e);
    }
  }

  private void census(boolean pulls, Matcher asked, ObjectNode into) {
    long after = place(asked.group(3));
    List<ObjectNode> rest =
        world.issues.behind(after).stream()
            .filter(issue -> issue.has("pull_request") == pulls)
            .filter(issue -> !world.unlisted.contains(issue.get("number").asLong()))
            .toList();
    int size = Math.min(rest.size(), Integer.parseInt(asked.group(2)));
    ArrayNode nodes = into.putArray("nodes");
    for (ObjectNode issue : rest.subList(0, size)) {
      boolean hole = world.holes.contains(issue.get("number").asLong());
      nodes.add(hole ? null : counted(issue, pulls));
    }
    ObjectNode info = into.putObject("pageInfo").put("hasNextPage", size < rest.size());
    info.put("endCursor", size == 0 ? "" : rest.get(size - 1).get("number").asText());
  }

  private ObjectNode counted(ObjectNode issue, boolean isPull) {
    long number = issue.get("number").asLong();
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("number", number);
    node.set("updatedAt", (isPull ? world.pulls.get(number) : issue).get("updated_at"));
    total(node, "comments", issue.get("comments").asLong());
    world.links.put(number, node);
    if (isPull) {
      long reviews = world.reviews.of(number).size() + world.reviewsOnlyCounted;
      total(node, "reviews", reviews);
      long comments = issue.get("comments").asLong() + world.reviewComments.of(number).size();
      if (world.tellsAllComments) {
        node.put("totalCommentsCount", comments + (world.countsReviewsAsComments ? reviews : 0));
      }
    }
    return node;
  }

  /** Each comment is a thread. */
  private void threads(Matcher asked, ObjectNode into) {
    List<ObjectNode> comments = world.reviewComments.of(Long.parseLong(asked.group(2)));
    int from = (int) place(asked.group(4));
    int to = Math.min(comments.size(), from + Integer.parseInt(asked.group(3)));
    ArrayNode nodes = into.putArray("nodes");
    for (int i = from; i < to; i++) {
      total(nodes.addObject(), "comments", 1);
    }
    ObjectNode info = into.putObject("pageInfo").put("hasNextPage", to < comments.size());
    info.put("endCursor", String.valueOf(to));
  }

  private void contents(long number, long after, ObjectNode repository, String alias) {
    if (!world.pulls.has(number)) {
      repository.putNull(alias);
      return;
    }
    ObjectNode pull = repository.putObject(alias);
    List<ObjectNode> all = world.pullCommits.getOrDefault(number, List.of());
    ArrayNode commits = page(pull, "commits", all.size(), after);
    for (ObjectNode commit : some(all, after)) {
      commits.addObject().putObject("commit").set("oid", commit.get("sha"));
    }
    List<ObjectNode> changed = world.pullFiles.getOrDefault(number, List.of());
    ArrayNode files = page(pull, "files", changed.size(), 0);
    for (ObjectNode file : some(changed, 0)) {
      String status = file.get("status").asText();
      files
          .addObject()
          .put("changeType", status.equals("removed") ? "DELETED" : status.toUpperCase(Locale.ROOT))
          .<ObjectNode>set("path", file.get("filename"))
          .<ObjectNode>set("additions", file.get("additions"))
          .set("deletions", file.get("deletions"));
    }
  }

  private static List<ObjectNode> some(List<ObjectNode> all, long after) {
    return all.stream().skip(after).limit(100).toList();
  }

  private static ArrayNode page(ObjectNode in, String connection, int size, long after) {
    ObjectNode page = in.putObject(connection);
    ObjectNode info = page.putObject("pageInfo").put("hasNextPage", after + 100 < size);
    info.put("endCursor", String.valueOf(after + 100));
    return page.putArray("nodes");
  }

  private ObjectNode pull(long number, long reviewsAfter) {
    ObjectNode rest = world.shownPull(number);
    ObjectNode pull = JsonNodeFactory.instance.objectNode().put("number", number);
    pull.put("fullDatabaseId", rest.get("id").asText());
    pull.set("isDraft", rest.get("draft"));
    pull.set("merged", rest.get("merged"));
    pull.set("mergedAt", rest.get("merged_at"));
    pull.set("mergedBy", actor(rest.get("merged_by")));
    pull.set("updatedAt", rest.get("updated_at"));
    pull.set("headRefName", rest.at("/head/ref"));
    pull.set("headRefOid", rest.at("/head/sha"));
    pull.putNull("headRepository");
    pull.set("baseRefName", rest.at("/base/ref"));
    pull.set("baseRefOid", rest.at("/base/sha"));
    pull.set("additions", rest.get("additions"));
    pull.set("deletions", rest.get("deletions"));
    pull.set("changedFiles", rest.get("changed_files"));
    total(pull, "commits", rest.get("commits").asLong());
    reviewers(rest, pull.putObject("reviewRequests").putArray("nodes"));
    reviews(number, reviewsAfter, pull.putObject("reviews"));
    return pull;
  }

  private void reviewers(ObjectNode rest, ArrayNode nodes) {
    for (JsonNode user : rest.get("requested_reviewers")) {
      nodes.addObject().set("requestedReviewer", actor(user));
    }
    for (JsonNode team : rest.get("requested_teams")) {
      if (!view.teams()) {
        nodes.addObject().putNull("requestedReviewer");
        continue;
      }
      ObjectNode node = nodes.addObject().putObject("requestedReviewer").put("__typename", "Team");
      node.set("slug", team.get("slug"));
    }
  }

  private void reviews(long number, long after, ObjectNode into) {
    List<ObjectNode> rest =
        world.reviews.of(number).stream().filter(r -> r.get("id").asLong() > after).toList();
    List<ObjectNode> page = rest.subList(0, Math.min(100, rest.size()));
    ArrayNode nodes = into.putArray("nodes");
    if (view.holes().contains(number)) {
      nodes.addNull();
    }
    for (ObjectNode review : page) {
      ObjectNode node = nodes.addObject().put("fullDatabaseId", review.get("id").asText());
      node.set("author", actor(review.get("user")));
      node.set("state", review.get("state"));
      node.set("body", review.get("body"));
      node.set("submittedAt", review.get("submitted_at"));
      node.putObject("commit").set("oid", review.get("commit_id"));
    }
    ObjectNode info = into.putObject("pageInfo").put("hasNextPage", page.size() < rest.size());
    info.put("endCursor", page.isEmpty() ? "" : page.get(page.size() - 1).get("id").asText());
  }

  private static JsonNode actor(JsonNode user) {
    if (user.isNull()) {
      return user;
    }
    ObjectNode actor = JsonNodeFactory.instance.objectNode().put("__typename", "User");
    actor.set("login", user.get("login"));
    return actor.set("databaseId", user.get("id"));
  }

  private static ObjectNode total(ObjectNode in, String connection, long count) {
    return in.putObject(connection).put("totalCount", count);
  }

  private static void notFound(ObjectNode error, String alias) {
    error.put("type", "NOT_FOUND").put("message", "Could not resolve to a PullRequest");
    error.putArray("path").add("repository").add(alias);
  }

  private static long place(@Nullable String cursor) {
    return cursor == null || cursor.isEmpty() ? 0 : Long.parseLong(cursor);
  }
}
