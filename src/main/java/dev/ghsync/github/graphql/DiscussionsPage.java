package dev.ghsync.github.graphql;

import dev.ghsync.model.item.Discussion;
import dev.ghsync.model.item.DiscussionCategory;
import java.util.List;
import java.util.Optional;

/**
 * Some discussions without their comments.
 *
 * @param next the cursor of the following page; empty after the last
 * @param categories all categories of the repository; empty where they were not asked for
 * @param holes how many discussions GitHub could not deliver
 */
public record DiscussionsPage(
    List<Entry> entries,
    Optional<String> next,
    Optional<List<DiscussionCategory>> categories,
    int holes) {
  public DiscussionsPage {
    entries = List.copyOf(entries);
    categories = categories.map(List::copyOf);
  }

  /**
   * A discussion.
   *
   * @param seen the numbers of its comments; empty where they were not asked for
   * @param more the cursor of the comments behind those that {@code seen} counts
   */
  public record Entry(Discussion discussion, Optional<CommentsSeen> seen, Optional<String> more) {}

  public List<Discussion> discussions() {
    return entries.stream().map(Entry::discussion).toList();
  }

  /**
   * Which comments of the top level there are, each with its numbers of replies and votes. A
   * deleted comment or reply changes nothing else at GitHub.
   *
   * @param total how many there are
   * @param sum of a product for each comment, so that the order of pages does not matter
   */
  public record CommentsSeen(long total, long sum) {
    public static final CommentsSeen NONE = new CommentsSeen(0, 0);

    static CommentsSeen of(long id, long replies, long votes, boolean deleted) {
      return new CommentsSeen(0, id * (1 + 7 * votes + 1_009 * replies + (deleted ? 5 : 0)));
    }

    /** Adds comments of another page; the newer total is kept. */
    public CommentsSeen plus(CommentsSeen other) {
      return new CommentsSeen(Math.max(total, other.total), sum + other.sum);
    }

    CommentsSeen ofAll(long all) {
      return new CommentsSeen(all, sum);
    }

    @Override
    public String toString() {
      return total + " " + sum;
    }
  }
}
