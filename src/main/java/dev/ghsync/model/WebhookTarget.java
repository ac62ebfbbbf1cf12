package dev.ghsync.model;

import java.util.OptionalLong;

/**
 * What an event of GitHub's has touched, and so what to ask for. Events come late, twice, in any
 * order or not at all; so neither what one says has happened (created, edited, deleted) nor what it
 * shows of the thing is kept: GitHub is asked how the thing is now.
 *
 * @param githubId GitHub's id of the repository; empty where the event does not tell it
 * @param number of the issue or pull request; 0 where the kind has none
 * @param id of the comment or release; 0 where the kind has none
 */
public record WebhookTarget(OptionalLong githubId, RepoName repo, Kind kind, long number, long id) {

  /** The kinds of things, by what is to be asked for. */
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
    /** The repository's own settings and name. */
    REPOSITORY,
    /** Nothing that is mirrored. */
    NOTHING,
    /** Anything, as far as ghsync can tell. */
    UNKNOWN
  }

  /**
   * Whether the event is one of this repository. GitHub's id decides: a repository keeps it when it
   * is renamed. The name decides where an id is not known.
   *
   * @param knownId GitHub's id of the repository; empty where it has never been asked
   */
  public boolean isOf(RepoName name, OptionalLong knownId) {
    boolean bothKnown = githubId.isPresent() && knownId.isPresent();
    return bothKnown ? githubId.equals(knownId) : repo.sameAs(name);
  }
}
