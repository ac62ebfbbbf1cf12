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
public record Hint(OptionalLong githubId, RepoName repo, Kind kind, long number, long id) {

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
    /** The repository's own settings and name. */
    REPOSITORY,
    /** Anything, as far as ghsync can tell. */
    UNKNOWN
  }

  /**
   * Whether the event is one of this repository. Both its id and its name must be, as far as they
   * are known; only what changes a name may tell a new one.
   *
   * @param knownId GitHub's id of the repository; empty where it has never been asked
   */
  public boolean isOf(RepoName name, OptionalLong knownId) {
    boolean idKnown = githubId.isPresent() && knownId.isPresent();
    if (idKnown && githubId.getAsLong() != knownId.getAsLong()) {
      return false;
    }
    return repo.sameAs(name) || (kind == Kind.REPOSITORY && idKnown);
  }
}
