package dev.ghsync.github.json;

import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.model.item.Review;
import dev.ghsync.model.item.ReviewComment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads pull requests, from a list or alone, and their reviews. */
public final class PullReader {
  /**
   * Fields that a list does not have. They are left out of {@code raw}, which would otherwise
   * depend on whether the list or the single pull request was read last. The columns have their
   * values.
   */
  private static final Set<String> ONLY_IN_DETAIL =
      Set.of(
          "merged",
          "mergeable",
          "rebaseable",
          "mergeable_state",
          "merged_by",
          "comments",
          "review_comments",
          "maintainer_can_modify",
          "commits",
          "additions",
          "deletions",
          "changed_files");

  private PullReader() {}

  public static Pull pull(Json pull) {
    Instant mergedAt = pull.timeOrNull("merged_at");
    Json head = pull.objectOrNull("head");
    Json base = pull.objectOrNull("base");
    return new Pull(
        pull.number("number"),
        pull.number("id"),
        pull.flag("draft", false),
        pull.flag("merged", mergedAt != null),
        mergedAt,
        AccountReader.userOrNull(pull, "merged_by"),
        textOrNull(head, "ref"),
        textOrNull(head, "sha"),
        textOrNull(repository(head), "full_name"),
        numberOrNull(repository(head), "id"),
        textOrNull(base, "ref"),
        textOrNull(base, "sha"),
        pull.time("updated_at"),
        stats(pull),
        reviewers(pull),
        RawJson.of(pull, ONLY_IN_DETAIL));
  }

  public static PullDetail detail(Json pull) {
    return new PullDetail(
        pull(pull), IssueReader.issue(pull, 0, true, pull.numberOr("comments", 0)));
  }

  public static Review review(Json review) {
    return new Review(
        review.number("id"),
        review.lastNumberOf("pull_request_url"),
        AccountReader.userOrNull(review, "user"),
        review.text("state"),
        review.textOrNull("body"),
        review.textOrNull("commit_id"),
        review.timeOrNull("submitted_at"),
        RawJson.of(review, RawJson.TEXTS));
  }

  /** Reads one changed file. */
  public static PullContent.ChangedFile file(Json file) {
    return new PullContent.ChangedFile(
        file.text("filename"),
        file.textOrNull("previous_filename"),
        file.text("status"),
        file.number("additions"),
        file.number("deletions"));
  }

  /** Reads the id of one commit. */
  public static String commit(Json commit) {
    return commit.text("sha");
  }

  public static ReviewComment comment(Json comment) {
    return new ReviewComment(
        comment.number("id"),
        comment.lastNumberOf("pull_request_url"),
        comment.numberOrNull("pull_request_review_id"),
        comment.numberOrNull("in_reply_to_id"),
        AccountReader.userOrNull(comment, "user"),
        comment.textOrNull("path"),
        comment.numberOrNull("line"),
        comment.textOrNull("diff_hunk"),
        comment.textOrNull("body"),
        comment.textOrNull("commit_id"),
        comment.time("created_at"),
        comment.time("updated_at"),
        RawJson.of(comment, RawJson.TEXTS));
  }

  private static Pull.@Nullable Stats stats(Json pull) {
    if (!pull.has("additions")) {
      return null;
    }
    return new Pull.Stats(
        pull.number("additions"),
        pull.number("deletions"),
        pull.number("changed_files"),
        pull.number("commits"));
  }

  private static @Nullable List<Pull.Reviewer> reviewers(Json pull) {
    if (!pull.has("requested_reviewers") && !pull.has("requested_teams")) {
      return null;
    }
    List<Pull.Reviewer> reviewers = new ArrayList<>();
    for (Json user : pull.list("requested_reviewers")) {
      reviewers.add(new Pull.Reviewer(user.text("login"), null));
    }
    for (Json team : pull.list("requested_teams")) {
      reviewers.add(new Pull.Reviewer(null, team.text("slug")));
    }
    return List.copyOf(reviewers);
  }

  /** Returns null if the fork was deleted. */
  private static @Nullable Json repository(@Nullable Json side) {
    return side == null ? null : side.objectOrNull("repo");
  }

  private static @Nullable Long numberOrNull(@Nullable Json object, String key) {
    return object == null ? null : object.numberOrNull(key);
  }

  private static @Nullable String textOrNull(@Nullable Json object, String key) {
    return object == null ? null : object.textOrNull(key);
  }
}
