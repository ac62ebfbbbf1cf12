package dev.ghsync.github.json;

import dev.ghsync.model.item.ItemLinks;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.model.item.Review;
import java.util.List;
import java.util.Optional;

/**
 * A pull request from GraphQL: the fields of REST's single pull, and all of its reviews. An account
 * whose id this GitHub does not deliver has the id 0; a deleted one is null.
 *
 * @param pull {@code raw} is null; {@code pull.reviewers()} is null if one of them is unknown, in
 *     most cases a team that the token may not see
 * @param reviews from all pages; {@code raw} is null
 * @param hasHeadRepo false if this GitHub's schema does not have the head repository, or the token
 *     may not see it. A null {@code pull.headRepo()} then means nothing, and REST's lists have it
 * @param links empty unless they were requested and are all here
 * @param content the commits and files; empty unless they were requested and are all here
 */
public record PullWithReviews(
    Pull pull,
    List<Review> reviews,
    boolean hasHeadRepo,
    Optional<ItemLinks> links,
    Optional<PullContent> content) {
  public PullWithReviews {
    reviews = List.copyOf(reviews);
  }
}
