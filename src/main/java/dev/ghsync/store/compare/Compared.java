package dev.ghsync.store.compare;

import java.util.List;
import java.util.Set;

/**
 * The kinds of items that a {@link Comparison} compares, each with its table. In the SQL of this
 * class {@code r} is the item's row, and {@code mirror} the database that is compared.
 */
public enum Compared {
  LABELS("label", "labels", "id", "r.name", "1"),
  MILESTONES("milestone", "milestones", "id", "r.title", "1"),
  ISSUES("issue", "issues", "number", "NULL", "r.deleted_at IS NULL AND r.updated_at >= :from"),
  /** Issues that are no pull requests. */
  OWN_ISSUES("issue", "issues", "number", "NULL", "r.deleted_at IS NULL AND r.is_pull = 0"),
  /** The issues of pull requests, as the list of pull requests shows them. */
  PULL_ISSUES("pull request", "issues", "number", "NULL", "0"),
  COMMENTS(
      "comment",
      "issue_comments",
      "id",
      "'issue ' || r.issue_number",
      "r.deleted_at IS NULL AND r.updated_at >= :from"),
  PULLS(
      "pull request",
      "pulls",
      "number",
      "NULL",
      """
      r.updated_at >= :from AND NOT EXISTS (SELECT 1 FROM mirror.issues i
        WHERE i.repo_id = r.repo_id AND i.number = r.number AND i.deleted_at IS NOT NULL)
      """),
  REVIEWS(
      "review",
      "reviews",
      "id",
      "'pull request ' || r.pull_number",
      """
      r.deleted_at IS NULL AND coalesce((SELECT p.updated_at FROM mirror.pulls p
        WHERE p.repo_id = r.repo_id AND p.number = r.pull_number), '') >= :from
      """),
  REVIEW_COMMENTS(
      "review comment",
      "review_comments",
      "id",
      "'pull request ' || r.pull_number",
      "r.deleted_at IS NULL AND r.updated_at >= :from"),
  COMMIT_COMMENTS(
      "commit comment", "commit_comments", "id", "r.commit_sha", "r.deleted_at IS NULL"),
  /** Those of a deleted issue stay in the database. */
  EVENTS(
      "event",
      "issue_events",
      "id",
      "r.event || ', issue ' || r.issue_number",
      """
      r.created_at >= :from AND NOT EXISTS (SELECT 1 FROM mirror.issues i
        WHERE i.repo_id = r.repo_id AND i.number = r.issue_number AND i.deleted_at IS NOT NULL)
      """),
  RELEASES(
      "release",
      "releases",
      "id",
      "r.tag_name",
      "r.deleted_at IS NULL AND (r.draft = 0 OR :drafts)"),
  USERS("user", "users", "id", "r.login", "0"),
  METADATA("repository", "repos", "id", "r.full_name", "0");

  private final String noun;
  private final String table;
  private final String key;
  private final String name;
  private final String active;

  Compared(String noun, String table, String key, String name, String active) {
    this.noun = noun;
    this.table = table;
    this.key = key;
    this.name = name;
    this.active = active;
  }

  /**
   * A table with several rows for one item.
   *
   * @param parent the column with the item's key
   * @param noun the rows, for people
   */
  record Child(String table, String parent, String noun) {}

  /** The item, for people: {@code issue}. */
  String noun() {
    return noun;
  }

  String table() {
    return table;
  }

  /** The column that identifies an item within the repository. */
  String key() {
    return key;
  }

  /** What tells people more than the key, as SQL: a label's name. */
  String shownName() {
    return name;
  }

  /** Whether GitHub must show the item, as SQL. */
  String active() {
    return active;
  }

  /** Columns that GitHub does not tell, or not where the items are read. */
  Set<String> ignored() {
    return switch (this) {
      case ISSUES -> Set.of("comments_checked", "comments_due");
      case PULL_ISSUES -> Set.of("comments_checked", "comments_due", "id", "comments_count");
      case PULLS -> Set.of("details_of", "reviews_of", "review_comments_due");
      case METADATA -> Set.of("named_at", "may_push");
      case USERS -> Set.of("host");
      default -> Set.of();
    };
  }

  List<Child> children() {
    return switch (this) {
      case ISSUES, PULL_ISSUES ->
          List.of(
              new Child("issue_labels", "issue_number", "labels"),
              new Child("issue_assignees", "issue_number", "assignees"));
      case PULLS -> List.of(new Child("pull_reviewers", "pull_number", "requested reviewers"));
      case RELEASES -> List.of(new Child("release_assets", "release_id", "assets"));
      default -> List.of();
    };
  }

  /** GraphQL, which tells of pull requests, names some accounts in another way than REST. */
  boolean tellsUsers() {
    return this != PULLS && this != REVIEWS && this != METADATA;
  }
}
