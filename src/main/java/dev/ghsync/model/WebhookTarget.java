package dev.ghsync.model;

import java.util.OptionalLong;

/**
 * The item that a GitHub event touched and that is fetched. Events arrive late, twice, in any order
 * or not at all. So neither the action (created, edited, deleted) nor the content of an event is
 * used: the current state is fetched.
 *
 * @param githubId GitHub's id of the repository; empty if the event does not contain it
 * @param number of the issue, pull request or discussion; 0 if the kind has none
 * @param id of the comment or release; 0 if the kind has none
 */
public record WebhookTarget(OptionalLong githubId, RepoName repo, Kind kind, long number, long id) {

  /** The kinds of targets. */
  public enum Kind {
    BRANCHES,
    TAGS,
    ISSUE,
    ISSUE_COMMENT,
    PULL,
    REVIEW,
    REVIEW_COMMENT,
    RELEASE,
    LABELS,
    MILESTONES,
    COMMIT_COMMENTS,
    DISCUSSION,
    WIKI,
    STARS,
    /** The repository's own settings and name. */
    REPOSITORY,
    /** Nothing that is mirrored. */
    NOTHING,
    /** Possibly anything. */
    UNKNOWN
  }

  /**
   * Returns whether the event belongs to this repository. GitHub's id decides, because a repository
   * keeps it when it is renamed. The name decides if an id is not known.
   *
   * @param knownId GitHub's id of the repository; empty if it is not known
   */
  public boolean isOf(RepoName name, OptionalLong knownId) {
    boolean bothKnown = githubId.isPresent() && knownId.isPresent();
    return bothKnown ? githubId.equals(knownId) : repo.sameAs(name);
  }
}
