package dev.ghsync.sync.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Holds the living rows of a database against the {@link World}, table by table. */
public record Truth(World world) {
  private static final String ALIVE = " WHERE deleted_at IS NULL ORDER BY 1";

  /** How far each part of a walk is, and where the next begins; else the cursor of the stream. */
  private static final String PLACES =
      """
      SELECT CASE WHEN done THEN coalesce(bound, newest) ELSE place END, coalesce(bound, '9')
      FROM walks WHERE stream = '%s' AND place IS NOT NULL
      UNION ALL SELECT since, '9' FROM streams WHERE name = '%s' AND since IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM walks WHERE stream = name)
      ORDER BY 1, 2
      """;

  private static final String ALL = " ORDER BY 1";

  public void assertEqual(Path db) {
    synchronized (world) {
      tables().forEach((query, rows) -> compare(db, query, rows));
    }
  }

  /** What a cursor, or the place inside a walk, has behind it is in the table. */
  public void assertNoCursorIsAhead(Path db) {
    synchronized (world) {
      assertNoCursorIsAhead(db, "issues", "issues", world.issues);
      assertNoCursorIsAhead(db, "comments", "issue_comments", world.comments);
      assertNoCursorIsAhead(db, "review-comments", "review_comments", world.reviewComments);
    }
  }

  private static void assertNoCursorIsAhead(Path db, String stream, String table, Items items) {
    String from = "0";
    for (String part : Rows.select(db, PLACES.formatted(stream, stream))) {
      String[] place = part.split("\\|", -1);
      String start = from;
      List<String> expected =
          items.all().stream()
              .filter(item -> text(item.get("updated_at")).compareTo(start) >= 0)
              .filter(item -> text(item.get("updated_at")).compareTo(place[0]) < 0)
              .map(item -> row(item, "/id /updated_at"))
              .toList();
      assertThat(Rows.select(db, "SELECT id, updated_at FROM " + table))
          .as("%s from %s to %s", stream, start, place[0])
          .containsAll(expected);
      from = place[1];
    }
  }

  private static void compare(Path db, String query, List<String> expected) {
    List<String> actual = Rows.select(db, query);
    List<String> lost = new ArrayList<>(expected);
    lost.removeAll(Set.copyOf(actual));
    List<String> wrong = new ArrayList<>(actual);
    wrong.removeAll(Set.copyOf(expected));
    assertThat(lost).as("not in the database: %s", query).isEmpty();
    assertThat(wrong).as("not at GitHub: %s", query).isEmpty();
    assertThat(actual).as(query).hasSameSizeAs(expected);
  }

  private Map<String, List<String>> tables() {
    List<ObjectNode> issues = world.issues.keys().stream().map(world::shownIssue).toList();
    List<ObjectNode> pulls = world.pulls.keys().stream().map(world::shownPull).toList();
    Map<String, List<String>> tables = new LinkedHashMap<>();
    tables.put(
        "SELECT number, id, title, body, state, user_login, locked, milestone_number,"
            + " comments_count, created_at, updated_at, closed_at FROM issues"
            + ALIVE,
        rows(
            issues,
            "/number /id /title /body /state /user/login /locked /milestone/number /comments"
                + " /created_at /updated_at /closed_at"));
    tables.put(
        "SELECT number FROM issues WHERE is_pull = 1 AND deleted_at IS NULL",
        rows(pulls, "/number"));
    tables.put(
        "SELECT issue_number, label_id FROM issue_labels l JOIN issues i ON i.number = issue_number"
            + " WHERE deleted_at IS NULL",
        pairs(issues, "labels", "/id"));
    tables.put(
        "SELECT issue_number, a.user_login FROM issue_assignees a"
            + " JOIN issues i ON i.number = issue_number WHERE deleted_at IS NULL",
        pairs(issues, "assignees", "/login"));
    tables.put(
        "SELECT id, name, color, description, is_default FROM labels" + ALL,
        rows(world.labels.all(), "/id /name /color /description /default"));
    tables.put(
        "SELECT id, number, title, state, creator_login, updated_at FROM milestones" + ALL,
        rows(world.milestones.all(), "/id /number /title /state /creator/login /updated_at"));
    tables.put(
        "SELECT id, issue_number, user_login, body, created_at, updated_at FROM issue_comments"
            + ALIVE,
        rows(world.comments.all(), "/id ^ /user/login /body /created_at /updated_at"));
    tables.put(
        "SELECT p.number, p.id, draft, merged, merged_at, merged_by_login, head_ref, head_sha,"
            + " head_repo, base_ref, base_sha, additions, deletions, changed_files, commits_count"
            + " FROM pulls p JOIN issues i ON i.number = p.number WHERE deleted_at IS NULL",
        rows(
            pulls,
            "/number /id /draft /merged /merged_at /merged_by/login /head/ref /head/sha /head/repo"
                + " /base/ref /base/sha /additions /deletions /changed_files /commits"));
    tables.put(
        "SELECT pull_number, login FROM pull_reviewers"
            + " JOIN issues i ON i.number = pull_number WHERE login IS NOT NULL AND deleted_at IS NULL",
        pairs(pulls, "requested_reviewers", "/login"));
    tables.put(
        "SELECT pull_number, team FROM pull_reviewers"
            + " JOIN issues i ON i.number = pull_number WHERE team IS NOT NULL AND deleted_at IS NULL",
        pairs(pulls, "requested_teams", "/slug"));
    tables.put(
        "SELECT id, pull_number, user_login, state, body, commit_sha, submitted_at FROM reviews"
            + ALIVE,
        rows(world.reviews.all(), "/id ^ /user/login /state /body /commit_id /submitted_at"));
    tables.put(
        "SELECT id, pull_number, review_id, user_login, path, line, body, updated_at"
            + " FROM review_comments"
            + ALIVE,
        rows(
            world.reviewComments.all(),
            "/id ^ /pull_request_review_id /user/login /path /line /body /updated_at"));
    tables.put(
        "SELECT id, tag_name, name, body, draft, author_login, published_at FROM releases" + ALIVE,
        rows(world.releases.all(), "/id /tag_name /name /body /draft /author/login /published_at"));
    tables.put(
        "SELECT release_id, a.id, a.download_count FROM release_assets a"
            + " JOIN releases r ON r.id = release_id WHERE deleted_at IS NULL",
        assets());
    tables.put(
        "SELECT id, commit_sha, user_login, body FROM commit_comments" + ALIVE,
        rows(world.commitComments.all(), "/id /commit_id /user/login /body"));
    tables.put(
        "SELECT id, issue_number, event, actor_login, created_at FROM issue_events" + ALL,
        rows(world.events.all(), "/id /issue/number /event /actor/login /created_at"));
    return tables;
  }

  private List<String> assets() {
    return world.releases.all().stream()
        .flatMap(
            release ->
                items(release, "assets")
                    .map(asset -> row(release, "/id") + "|" + row(asset, "/id /download_count")))
        .toList();
  }

  private static List<String> pairs(Collection<ObjectNode> items, String list, String key) {
    return items.stream()
        .flatMap(
            item ->
                items(item, list).map(element -> row(item, "/number") + "|" + row(element, key)))
        .toList();
  }

  private static Stream<JsonNode> items(ObjectNode item, String list) {
    List<JsonNode> elements = new ArrayList<>();
    item.get(list).forEach(elements::add);
    return elements.stream();
  }

  private static List<String> rows(Collection<ObjectNode> items, String pointers) {
    return items.stream().map(item -> row(item, pointers)).toList();
  }

  /** Values by JSON pointer; {@code ^} is the number of what the item hangs on. */
  private static String row(JsonNode item, String pointers) {
    return String.join(
        "|",
        Stream.of(pointers.split(" ", -1))
            .map(p -> p.equals("^") ? "" + World.parent((ObjectNode) item) : text(item.at(p)))
            .toList());
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "null";
    }
    return value.isBoolean() ? (value.asBoolean() ? "1" : "0") : value.asText();
  }
}
