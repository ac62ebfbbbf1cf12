package dev.ghsync.github.json;

import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.model.item.Label;
import dev.ghsync.model.item.Milestone;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads issues, their comments and events, labels and milestones. */
public final class IssueReader {
  private IssueReader() {}

  public static Issue issue(Json issue) {
    return issue(
        issue,
        issue.number("id"),
        issue.objectOrNull("pull_request") != null,
        issue.number("comments"));
  }

  /** Reads an issue from its own JSON or a pull request's, which lacks the given values. */
  public static Issue issue(Json issue, long id, boolean isPull, long commentsCount) {
    return new Issue(
        issue.number("number"),
        id,
        isPull,
        issue.text("title"),
        issue.textOrNull("body"),
        issue.text("state"),
        issue.textOrNull("state_reason"),
        AccountReader.userOrNull(issue, "user"),
        issue.textOrNull("author_association"),
        issue.flag("locked", false),
        milestoneNumber(issue),
        commentsCount,
        issue.time("created_at"),
        issue.time("updated_at"),
        issue.timeOrNull("closed_at"),
        labels(issue),
        AccountReader.users(issue, "assignees"),
        RawJson.of(issue, RawJson.TEXTS));
  }

  public static Label label(Json label) {
    return new Label(
        label.number("id"),
        label.text("name"),
        label.textOrNull("color"),
        label.textOrNull("description"),
        label.flag("default", false));
  }

  public static Milestone milestone(Json milestone) {
    return new Milestone(
        milestone.number("id"),
        milestone.number("number"),
        milestone.text("title"),
        milestone.text("state"),
        milestone.textOrNull("description"),
        milestone.timeOrNull("due_on"),
        AccountReader.userOrNull(milestone, "creator"),
        milestone.time("created_at"),
        milestone.time("updated_at"),
        milestone.timeOrNull("closed_at"));
  }

  public static IssueComment comment(Json comment) {
    return new IssueComment(
        comment.number("id"),
        comment.lastNumberOf("issue_url"),
        AccountReader.userOrNull(comment, "user"),
        comment.textOrNull("author_association"),
        comment.textOrNull("body"),
        comment.time("created_at"),
        comment.time("updated_at"),
        RawJson.of(comment, RawJson.TEXTS));
  }

  public static IssueEvent event(Json event) {
    Json issue = event.objectOrNull("issue");
    return new IssueEvent(
        event.number("id"),
        issue == null ? null : issue.numberOrNull("number"),
        event.text("event"),
        AccountReader.userOrNull(event, "actor"),
        event.textOrNull("commit_id"),
        event.time("created_at"),
        RawJson.of(event, Set.of("issue")));
  }

  private static List<Label> labels(Json issue) {
    return issue.list("labels").stream().map(IssueReader::label).toList();
  }

  private static @Nullable Long milestoneNumber(Json issue) {
    Json milestone = issue.objectOrNull("milestone");
    return milestone == null ? null : milestone.number("number");
  }
}
