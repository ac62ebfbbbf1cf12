package dev.ghsync.model.item;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issue, or a pull request seen as one.
 *
 * @param id the issue's id, also for a pull request (whose own id is another)
 * @param commentsCount issue comments, as GitHub counts them
 * @param raw the item's JSON without URLs, node ids, embedded repositories and full users
 */
public record Issue(
    long number,
    long id,
    boolean isPull,
    String title,
    @Nullable String body,
    String state,
    @Nullable String stateReason,
    @Nullable User user,
    @Nullable String authorAssociation,
    boolean locked,
    @Nullable Long milestoneNumber,
    long commentsCount,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant closedAt,
    List<Label> labels,
    List<User> assignees,
    String raw) {
  public Issue {
    labels = List.copyOf(labels);
    assignees = List.copyOf(assignees);
  }
}
