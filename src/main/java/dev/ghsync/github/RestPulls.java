package dev.ghsync.github;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Pull;
import dev.ghsync.model.Result;
import dev.ghsync.model.Review;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One pull request with all of its reviews by REST: two requests or more. */
record RestPulls(Endpoints endpoints, GitHub github) {

  /** Empty where it is not there. */
  Result<Optional<PullWithReviews>> fetch(long number) {
    return ask(endpoints.pull(number))
        .flatMap(
            detail ->
                detail.isEmpty()
                    ? Result.ok(Optional.empty())
                    : withReviews(detail.get().value().pull()));
  }

  private Result<Optional<PullWithReviews>> withReviews(Pull pull) {
    List<Review> reviews = new ArrayList<>();
    Optional<Endpoint<List<Review>>> next = Optional.of(endpoints.reviews(pull.number()));
    while (next.isPresent()) {
      Result<Optional<Fetched.Fresh<List<Review>>>> page = ask(next.get());
      if (page instanceof Result.Failed<?> failed) {
        return failed.cast();
      }
      Optional<Fetched.Fresh<List<Review>>> fresh =
          page.<Optional<Fetched.Fresh<List<Review>>>>fold(
              found -> found, failure -> Optional.empty());
      fresh.ifPresent(found -> reviews.addAll(found.value()));
      next = fresh.flatMap(Fetched.Fresh::next);
    }
    return Result.ok(Optional.of(new PullWithReviews(pull, reviews, true)));
  }

  private <T> Result<Optional<Fetched.Fresh<T>>> ask(Endpoint<T> endpoint) {
    return github
        .fetch(endpoint, Optional.empty())
        .flatMap(
            fetched -> {
              if (fetched instanceof Fetched.Forbidden<T> forbidden) {
                return Result.failed(Failure.of(FailureCode.FORBIDDEN, forbidden.why()));
              }
              return Result.ok(
                  fetched instanceof Fetched.Fresh<T> fresh
                      ? Optional.of(fresh)
                      : Optional.empty());
            });
  }
}
