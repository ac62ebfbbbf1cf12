package dev.ghsync.sync.fake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** What REST says of the {@link World}. */
public record RestAnswers(World world, @Nullable GitAnswers git) {
  private static final Pattern NUMBER = Pattern.compile("/(\\d+)(?=/|$)");
  private static final List<String> NOT_LISTED =
      List.of(
          "merged", "merged_by", "comments", "additions", "deletions", "changed_files", "commits");

  /** Answers what is asked at {@code path} within the repository. */
  public Reply of(String path, HttpUrl url) {
    Matcher number = NUMBER.matcher(path);
    long n = number.find() ? Long.parseLong(number.group(1)) : 0;
    Pages pages = new Pages(url, "/repositories/" + world.id);
    return switch (NUMBER.matcher(path).replaceAll("/N")) {
      case "" -> Reply.json(repository());
      case "/labels" -> pages.numbered(world.labels.all());
      case "/milestones" -> pages.numbered(world.milestones.all());
      case "/releases" -> pages.numbered(releases());
      case "/comments" -> pages.numbered(world.commitComments.all());
      case "/issues" -> issues(pages);
      case "/issues/N" -> issue(n);
      case "/issues/events" -> pages.numbered(world.events.newestFirst());
      case "/issues/comments" -> pages.walked(world.comments.all());
      case "/issues/N/comments" -> under(n, pages, world.comments);
      case "/issues/comments/N" -> one(world.comments, n);
      case "/pulls/comments/N" -> one(world.reviewComments, n);
      case "/issues/events/N" -> one(world.events, n);
      case "/releases/N" -> one(world.releases, n);
      case "/comments/N" -> one(world.commitComments, n);
      case "/pulls" ->
          pages.numbered(Pages.newestFirst(world.pulls.all()), pull -> listed(number(pull)));
      case "/pulls/N" -> world.pulls.has(n) ? Reply.json(world.shownPull(n)) : missing(n);
      case "/pulls/comments" -> pages.walked(world.reviewComments.all());
      case "/pulls/N/comments" -> under(n, pages, world.reviewComments);
      case "/pulls/N/commits" -> under(n, pages, world.pullCommits);
      case "/pulls/N/files" -> under(n, pages, world.pullFiles);
      case "/pulls/N/reviews" -> under(n, pages, world.reviews);
      default ->
          world.lists.containsKey(path)
              ? pages.numbered(world.lists.get(path).all())
              : git(path, url);
    };
  }

  private static Reply one(Items items, long key) {
    return items.has(key) ? Reply.json(items.get(key)) : Reply.error(404, "Not Found");
  }

  private Reply issues(Pages pages) {
    return world.hasIssues
        ? pages.cursored(world.issues.all(), issue -> world.shownIssue(number(issue)))
        : Reply.error(410, "Issues are disabled for this repo");
  }

  private Reply issue(long number) {
    return world.issues.has(number) ? Reply.json(world.shownIssue(number)) : missing(number);
  }

  private Reply under(long number, Pages pages, Items items) {
    return world.issues.has(number) ? pages.numbered(items.of(number)) : missing(number);
  }

  private Reply under(long number, Pages pages, Map<Long, List<ObjectNode>> items) {
    return world.pulls.has(number)
        ? pages.numbered(items.getOrDefault(number, List.of()))
        : missing(number);
  }

  private Reply missing(long number) {
    String location = world.transferred.get(number);
    if (location != null) {
      return Reply.error(301, "Moved Permanently").with("Location", location);
    }
    return world.deleted.contains(number)
        ? Reply.error(410, "This issue was deleted")
        : Reply.error(404, "Not Found");
  }

  private ObjectNode listed(long number) {
    return world.shownPull(number).remove(NOT_LISTED);
  }

  private Reply git(String path, HttpUrl url) {
    if (git != null) {
      return git.of(path, url, new Pages(url, "/repositories/" + world.id));
    }
    return path.startsWith("/git/matching-refs")
        ? Reply.error(409, "Git Repository is empty.")
        : Reply.error(404, "Not Found");
  }

  private ObjectNode repository() {
    ObjectNode repository = JsonNodeFactory.instance.objectNode();
    repository
        .put("id", world.id)
        .put("full_name", world.name)
        .put("default_branch", world.defaultBranch);
    repository.putObject("permissions").put("push", world.mayPush);
    repository.put("has_discussions", world.hasDiscussions);
    repository.put("has_wiki", world.hasWiki);
    if (git != null) {
      repository.put("pushed_at", "2026-01-05T10:00:00Z");
    }
    return repository.put("has_issues", world.hasIssues).put("stargazers_count", 7);
  }

  private List<ObjectNode> releases() {
    return world.releases.newestFirst().stream()
        .filter(release -> world.mayPush || world.showsDrafts || !release.get("draft").asBoolean())
        .toList();
  }

  private static long number(ObjectNode item) {
    return item.get("number").asLong();
  }
}
