package dev.ghsync.github.graphql;

/**
 * The parts of a query for pull requests besides details and reviews.
 *
 * @param links the first links of each
 * @param contents the first commits and files of each
 */
public record PullExtras(boolean links, boolean contents) {
  public static final PullExtras NONE = new PullExtras(false, false);

  PullExtras withoutContents() {
    return new PullExtras(links, false);
  }
}
