package dev.ghsync.sync.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A repository as GitHub has it, and what people do to it. Items are kept as REST shows them, but
 * for an issue's labels and milestone, which are kept by key and shown as they are now.
 *
 * <p>What is done moves {@code updated_at} as little as GitHub may: a deleted comment, a review
 * comment, and whatever happens to labels and milestones leave the issue's as it is, and a review
 * moves the pull request's own alone.
 */
public final class World {
  static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  final Items issues = new Items();
  final Items pulls = new Items();
  final Items comments = new Items();
  final Items labels = new Items();
  final Items milestones = new Items();
  final Items reviews = new Items();
  final Items reviewComments = new Items();
  final Items releases = new Items();
  public final Items commitComments = new Items();
  final Items events = new Items();
  final Set<Long> deleted = new HashSet<>();
  final Map<Long, String> transferred = new HashMap<>();
  final Set<String> formerNames = new HashSet<>();

  long id = 1_000;
  String name = "octo/world";

  /** The commits of pull requests, and the files that they change. */
  final Map<Long, List<ObjectNode>> pullCommits = new HashMap<>();

  final Map<Long, List<ObjectNode>> pullFiles = new HashMap<>();

  /** Lists that only one test has, by their path within the repository. */
  public final Map<String, Items> lists = new HashMap<>();

  boolean hasIssues = true;

  /** Discussions are switched on. */
  public boolean hasDiscussions;

  public final Discussions discussions = new Discussions(this);
  public final Links links = new Links(this);
  public final Reactions reactions = new Reactions(this);

  /** The wiki is switched on. */
  public boolean hasWiki;

  /** The name of the default branch. */
  public String defaultBranch = "main";

  /** Who asks may push, and is shown drafts. */
  public boolean mayPush = true;

  /** Issues and pull requests that GraphQL's lists leave out. */
  public final Set<Long> unlisted = new HashSet<>();

  /** Issues and pull requests for which GraphQL's lists show null. */
  public final Set<Long> holes = new HashSet<>();

  /** GraphQL's number of all comments of a pull request counts its reviews too. */
  public boolean countsReviewsAsComments;

  /** GraphQL knows a number of all comments of a pull request; older servers do not. */
  public boolean tellsAllComments = true;

  /** GraphQL counts so many more reviews of each pull request than it lists. */
  public long reviewsOnlyCounted;

  /** Drafts are shown all the same. */
  public boolean showsDrafts;

  private Instant now = Instant.parse("2026-01-05T12:00:00Z");
  private final Map<Long, List<Runnable>> hidden = new HashMap<>();
  private long lastNumber;
  private long lastMilestone;
  private long lastId = 5_000_000_000L; // ids have more than 32 bits

  // ------------------------------------------------------------------ time

  public synchronized Instant now() {
    return now;
  }

  public synchronized void pass(long seconds) {
    now = now.plusSeconds(seconds);
  }

  // ------------------------------------------------------------------ the repository

  public synchronized void rename(String newName) {
    formerNames.add(name);
    name = newName;
  }

  /** The name belongs to another repository from now on. */
  public synchronized void replace() {
    id++;
  }

  public synchronized void switchIssuesOff() {
    hasIssues = false;
  }

  public synchronized void switchIssuesOn() {
    hasIssues = true;
  }

  // ------------------------------------------------------------------ issues

  public synchronized long issue() {
    long number = ++lastNumber;
    ObjectNode issue = item("Issue " + number).put("number", number).put("title", "t" + number);
    issue.put("state", "open").put("locked", false).put("comments", 0).putNull("closed_at");
    issue.putArray("labels");
    issue.putArray("assignees").add(user("hubot"));
    issue.putNull("milestone");
    issues.put(number, issue);
    return number;
  }

  public synchronized void editIssue(long number) {
    ObjectNode issue = touch(number);
    issue.put("title", issue.get("title").asText() + "+");
  }

  public synchronized void close(long number) {
    touch(number).put("state", "closed").put("closed_at", now.toString());
    event(number, "closed");
  }

  public synchronized void deleteIssue(long number) {
    issues.remove(number);
    if (pulls.has(number)) {
      pulls.remove(number);
    }
    deleted.add(number);
    List.of(comments, reviews, reviewComments).forEach(items -> items.removeOf(number));
  }

  /** GitHub shows nothing of an issue any more, until {@link #show}. */
  public synchronized void hide(long number) {
    List<Runnable> back = new ArrayList<>();
    for (Items items : List.of(comments, reviews, reviewComments)) {
      items.of(number).forEach(item -> back.add(() -> items.put(item.get("id").asLong(), item)));
      items.removeOf(number);
    }
    ObjectNode issue = issues.remove(number);
    back.add(() -> issues.put(number, issue));
    if (pulls.has(number)) {
      ObjectNode pull = pulls.remove(number);
      back.add(() -> pulls.put(number, pull));
    }
    hidden.put(number, back);
  }

  /** Shows an issue again as it was. */
  public synchronized void show(long number) {
    Objects.requireNonNull(hidden.remove(number)).forEach(Runnable::run);
  }

  /** Moves an issue to another repository, to this address of the API. */
  public synchronized void transferIssue(long number, String location) {
    deleteIssue(number);
    transferred.put(number, location);
  }

  public synchronized long comment(long issue) {
    ObjectNode comment = item("comment").put("issue_url", url("/issues/" + issue));
    touch(issue).put("comments", issues.get(issue).get("comments").asLong() + 1);
    return keep(comments, comment);
  }

  public synchronized void editComment(long id) {
    comments.get(id).put("body", "edited " + now).put("updated_at", now.toString());
  }

  public synchronized void deleteComment(long id) {
    ObjectNode issue = issues.get(parent(comments.remove(id)));
    issue.put("comments", issue.get("comments").asLong() - 1);
  }

  public synchronized int events() {
    return events.all().size();
  }

  public synchronized long event(long issue, String what) {
    ObjectNode event = JsonNodeFactory.instance.objectNode().put("event", what);
    event.set("actor", user("octocat"));
    event.putNull("commit_id").put("created_at", now.toString());
    event.putObject("issue").put("number", issue);
    return keep(events, event);
  }

  // ------------------------------------------------------------------ labels and milestones

  public synchronized long label(String name) {
    ObjectNode label = JsonNodeFactory.instance.objectNode().put("name", name);
    return keep(labels, label.put("color", "ff0000").putNull("description").put("default", false));
  }

  public synchronized void renameLabel(long id, String name) {
    labels.get(id).put("name", name);
  }

  public synchronized void deleteLabel(long id) {
    labels.remove(id);
    issues.keys().forEach(issue -> drop(id, labelsOf(issue)));
  }

  public synchronized void addLabel(long issue, long label) {
    touch(issue);
    labelsOf(issue).add(label);
  }

  public synchronized void removeLabel(long issue, long label) {
    touch(issue);
    drop(label, labelsOf(issue));
  }

  public synchronized long milestone() {
    long number = ++lastMilestone;
    ObjectNode milestone = item("milestone").put("id", ++lastId).put("number", number);
    milestone.put("title", "v" + number).put("state", "open").put("description", "soon");
    milestone.set("creator", user("octocat"));
    milestones.put(number, milestone.putNull("due_on").putNull("closed_at"));
    return number;
  }

  public synchronized void deleteMilestone(long number) {
    milestones.remove(number);
    issues.all().stream()
        .filter(issue -> issue.get("milestone").asLong() == number)
        .forEach(issue -> issue.putNull("milestone"));
  }

  public synchronized void setMilestone(long issue, long milestone) {
    touch(issue).put("milestone", milestone);
  }

  // ------------------------------------------------------------------ pull requests

  public synchronized long pull() {
    long number = issue();
    issues.get(number).putObject("pull_request").put("html_url", url("/pulls/" + number));
    ObjectNode pull = JsonNodeFactory.instance.objectNode();
    pull.put("number", number).put("id", ++lastId).put("draft", false).put("merged", false);
    pull.putNull("merged_at").putNull("merged_by").put("updated_at", now.toString());
    side(pull.putObject("head"), "topic-" + number).putNull("repo");
    side(pull.putObject("base"), "main").putObject("repo").put("full_name", name);
    pull.put("additions", 3).put("deletions", 1).put("changed_files", 1).put("commits", 2);
    pull.putArray("requested_reviewers").add(user("hubot"));
    pull.putArray("requested_teams").addObject().put("slug", "core");
    pulls.put(number, pull);
    pullCommits.put(number, commits(SHA.replace('a', 'b'), SHA));
    pullFiles.put(number, List.of(file("a.txt", "modified")));
    return number;
  }

  /** Replaces the head of a pull request, its commits and the files that it changes. */
  public synchronized void push(long number, List<String> shas, List<ObjectNode> files) {
    touch(number);
    ObjectNode pull = pulls.get(number).put("commits", shas.size());
    pull.put("changed_files", files.size());
    ((ObjectNode) pull.get("head")).put("sha", shas.get(shas.size() - 1));
    pullCommits.put(number, commits(shas.toArray(String[]::new)));
    pullFiles.put(number, files);
  }

  /** A pull request, for a test that changes its numbers. */
  public synchronized ObjectNode pulls(long number) {
    return pulls.get(number);
  }

  private static List<ObjectNode> commits(String... shas) {
    return Stream.of(shas)
        .map(sha -> JsonNodeFactory.instance.objectNode().put("sha", sha))
        .toList();
  }

  /** A changed file as REST shows it. */
  public static ObjectNode file(String path, String status) {
    ObjectNode file = JsonNodeFactory.instance.objectNode().put("filename", path);
    return file.put("status", status).put("additions", 3).put("deletions", 1).put("patch", "@@");
  }

  /** Asks a team for its review, and nobody else. */
  public synchronized void requestTeam(long number, String slug) {
    touch(number);
    ObjectNode pull = pulls.get(number);
    pull.putArray("requested_reviewers");
    pull.putArray("requested_teams").addObject().put("slug", slug);
  }

  public synchronized void merge(long number) {
    close(number);
    ObjectNode pull = pulls.get(number).put("merged", true).put("merged_at", now.toString());
    pull.set("merged_by", user("octocat"));
  }

  public synchronized long review(long pull, String state) {
    ObjectNode review = JsonNodeFactory.instance.objectNode().put("state", state).put("body", "");
    review.put("commit_id", SHA).put("submitted_at", now.toString()).set("user", user("hubot"));
    pulls.get(pull).put("updated_at", now.toString());
    return keep(reviews, review.put("pull_request_url", url("/pulls/" + pull)));
  }

  public synchronized void dismissReview(long id) {
    ObjectNode review = reviews.get(id).put("state", "DISMISSED");
    pulls.get(parent(review)).put("updated_at", now.toString());
  }

  public synchronized void deleteReview(long id) {
    pulls.get(parent(reviews.remove(id))).put("updated_at", now.toString());
  }

  /** A comment on the diff, of a review that it brings with it. */
  public synchronized long reviewComment(long pull) {
    String before = pulls.get(pull).get("updated_at").asText();
    long review = review(pull, "COMMENTED");
    pulls.get(pull).put("updated_at", before);
    ObjectNode comment = item("nit").put("pull_request_url", url("/pulls/" + pull));
    comment.put("pull_request_review_id", review).put("path", "a.txt").put("line", 1);
    return keep(reviewComments, comment.put("diff_hunk", "@@").put("commit_id", SHA));
  }

  public synchronized void editReviewComment(long id) {
    reviewComments.get(id).put("body", "edited " + now).put("updated_at", now.toString());
  }

  public synchronized void deleteReviewComment(long id) {
    reviewComments.remove(id);
  }

  // ------------------------------------------------------------------ releases and commit comments

  public synchronized long release() {
    ObjectNode release = item("notes").put("draft", false).put("prerelease", false);
    release.put("published_at", now.toString()).set("author", user("octocat"));
    release.putArray("assets");
    long id = keep(releases, release);
    release.put("tag_name", "v" + id).put("name", "Release " + id);
    return id;
  }

  public synchronized long draft() {
    long id = release();
    releases.get(id).put("draft", true);
    return id;
  }

  public synchronized long asset(long release) {
    ObjectNode asset = item("").put("name", "a.zip").put("content_type", "application/zip");
    asset.put("id", ++lastId).put("size", 7).put("download_count", 0);
    assetsOf(release).add(asset.put("browser_download_url", "https://example.org/a.zip"));
    return lastId;
  }

  public synchronized void download(long release) {
    assetsOf(release).forEach(asset -> ((ObjectNode) asset).put("download_count", 9));
  }

  public synchronized void deleteAssets(long release) {
    assetsOf(release).removeAll();
  }

  public synchronized void deleteRelease(long id) {
    releases.remove(id);
  }

  public synchronized long commitComment() {
    return keep(commitComments, item("why?").put("commit_id", SHA).putNull("path").putNull("line"));
  }

  public synchronized void deleteCommitComment(long id) {
    commitComments.remove(id);
  }

  // ------------------------------------------------------------------ reactions

  /** Reacts to an issue, which is no change of it. */
  public synchronized long react(long issue, String content) {
    return react(issue, "octocat", content);
  }

  public synchronized long react(long issue, String login, String content) {
    return reactions.add(issues.get(issue), "/issues/" + issue, login, content);
  }

  public synchronized void takeBack(long issue, long reaction) {
    reactions.remove(issues.get(issue), reaction);
  }

  // ------------------------------------------------------------------ stars

  /** Adds a star of another account. */
  public synchronized ObjectNode star(long account) {
    ObjectNode star = JsonNodeFactory.instance.objectNode();
    star.put("starred_at", now.plusSeconds(account).toString());
    star.set("user", user("star" + account).put("id", 50_000_000 + account));
    lists.computeIfAbsent("/stargazers", path -> new Items()).put(account, star);
    return star;
  }

  public synchronized void unstar(long account) {
    Objects.requireNonNull(lists.get("/stargazers")).remove(account);
  }

  // ------------------------------------------------------------------ how items are shown

  /** Makes the issue's, and its pull request's, last change now. */
  private ObjectNode touch(long number) {
    if (pulls.has(number)) {
      pulls.get(number).put("updated_at", now.toString());
    }
    return issues.get(number).put("updated_at", now.toString());
  }

  public ObjectNode shownIssue(long number) {
    ObjectNode shown = issues.get(number).deepCopy();
    ArrayNode full = shown.putArray("labels");
    labelsOf(number).forEach(label -> full.add(labels.get(label.asLong())));
    long milestone = shown.get("milestone").asLong();
    shown.set("milestone", milestone == 0 ? null : milestones.get(milestone));
    return shown;
  }

  public ObjectNode shownPull(long number) {
    ObjectNode shown = shownIssue(number);
    shown.remove("pull_request");
    return shown.setAll(pulls.get(number));
  }

  private ArrayNode labelsOf(long issue) {
    return (ArrayNode) issues.get(issue).get("labels");
  }

  private ArrayNode assetsOf(long release) {
    return (ArrayNode) releases.get(release).get("assets");
  }

  private static void drop(long id, ArrayNode from) {
    for (int i = from.size() - 1; i >= 0; i--) {
      if (from.get(i).asLong() == id) {
        from.remove(i);
      }
    }
  }

  private ObjectNode item(String body) {
    ObjectNode item = JsonNodeFactory.instance.objectNode().put("id", ++lastId).put("body", body);
    item.put("node_id", "N" + lastId).set("user", user("octocat"));
    return item.put("created_at", now.toString()).put("updated_at", now.toString());
  }

  long keep(Items in, ObjectNode item) {
    in.put(++lastId, item.put("id", lastId).put("node_id", "N" + lastId));
    return lastId;
  }

  static ObjectNode user(String login) {
    ObjectNode user = JsonNodeFactory.instance.objectNode().put("login", login);
    String type = login.endsWith("[bot]") ? "Bot" : "User";
    return user.put("id", login.hashCode() & 0xffff).put("type", type);
  }

  static long id(ObjectNode item) {
    return item.get(item.has("databaseId") ? "databaseId" : "id").asLong();
  }

  private static ObjectNode side(ObjectNode side, String ref) {
    return side.put("ref", ref).put("sha", SHA);
  }

  /** The number of the issue or pull request that an item hangs on. */
  public static long parent(ObjectNode item) {
    String url =
        (item.has("issue_url") ? item.get("issue_url") : item.get("pull_request_url")).asText();
    return Long.parseLong(url.substring(url.lastIndexOf('/') + 1));
  }

  private String url(String path) {
    return "https://api.github.com/repos/" + name + path;
  }
}
