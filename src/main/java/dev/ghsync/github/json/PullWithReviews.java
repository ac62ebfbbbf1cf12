package dev.ghsync.github.json;

import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.Review;
import java.util.List;

/**
 * A pull request as GraphQL tells it: the fields of REST's single pull, and all of its reviews. An
 * account whose id this GitHub does not tell has the id 0; one that is gone is null.
 *
 * @param pull {@code raw} is null; {@code pull.reviewers()} is null where one of them is not told:
 *     in most cases a team that the token may not see or not name
 * @param reviews every page; {@code raw} is null
 * @param headRepoTold false where this GitHub's schema does not have the head repository, or the
 *     token is not shown it: then a null {@code pull.headRepo()} means nothing, and the lists of
 *     REST know it
 */
public record PullWithReviews(Pull pull, List<Review> reviews, boolean headRepoTold) {
  public PullWithReviews {
    reviews = List.copyOf(reviews);
  }
}
