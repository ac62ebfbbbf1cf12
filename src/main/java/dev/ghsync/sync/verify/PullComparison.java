package dev.ghsync.sync.verify;

import dev.ghsync.github.Endpoints;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.graphql.PullExtras;
import dev.ghsync.github.json.PullDetail;
import dev.ghsync.github.json.PullWithReviews;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.Review;
import dev.ghsync.store.Session;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.table.Reviews;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.StableList;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares pull requests and their reviews: their list by REST, their details by GraphQL, or by
 * REST where GraphQL is not to be had.
 */
public final class PullComparison {
  private static final int BATCH = 50;

  /** So many pull requests without details are not a matter of single ones. */
  private static final int MOST_UNREADABLE = 20;

  private final VerifyContext context;
  private final StreamName name;
  private final GitHub github;
  private final Endpoints endpoints;
  private final Comparison comparison;
  private final long repo;
  private final Findings pulls;
  private final Findings reviews;
  private final Set<Long> listed = new HashSet<>();
  private boolean restOnly;
  private int unreadable;

  public PullComparison(VerifyContext context, StreamName pulls, StreamName reviews) {
    this.name = pulls;
    this.pulls = new Findings(pulls);
    this.reviews = new Findings(reviews);
    this.context = context;
    this.github = context.github();
    this.endpoints = context.endpoints();
    this.comparison = context.comparison();
    this.repo = context.repo();
  }

  /** Compares all of them, and returns the results of pull requests and of reviews. */
  public List<Verification.Stream> run() {
    Optional<String> off = context.pullsOff();
    if (off.isPresent()) {
      switchedOff(pulls, Compared.PULLS, off.get());
      switchedOff(reviews, Compared.REVIEWS, off.get());
    } else {
      compareList();
    }
    return List.of(pulls.stream(), reviews.stream());
  }

  private void switchedOff(Findings findings, Compared kind, String reason) {
    findings.note(reason);
    findings.gone(comparison, kind, Comparison.Shown.ALL);
  }

  private void compareList() {
    Comparison.Shown shown = new Comparison.Shown(context.depth(name), true);
    Optional<Fetched<List<PullDetail>>> cut =
        new ListComparison<>(
                github,
                comparison,
                new ListComparison.Source<>(
                    Compared.PULLS,
                    ListComparison.Order.NEWEST_FIRST,
                    from -> endpoints.pullsAsIssues(),
                    detail -> detail.pull().updatedAt(),
                    this::compare),
                () -> shown,
                pulls)
            .run();
    cut.ifPresent(
        instead -> notCompared(Findings.failure(instead, "GitHub does not show the pulls")));
    if (cut.isEmpty() && reviews.failure().isEmpty()) {
      reviews.gone(comparison, Compared.REVIEWS, shown);
    }
  }

  private long compare(List<PullDetail> page) {
    List<PullDetail> fresh =
        page.stream().filter(detail -> listed.add(detail.pull().number())).toList();
    comparison.see(Compared.PULLS, fresh.stream().map(PullComparison::number).toList());
    if (context.issuesOff().isPresent()) { // then no list of issues shows them
      pulls.add(
          comparison.compare(
              Compared.PULL_ISSUES,
              s -> s.issues().upsert(repo, fresh.stream().map(PullDetail::issue).toList())));
    }
    for (List<PullDetail> batch : Batches.of(fresh, BATCH)) {
      if (!isOver()) {
        compareBatch(batch);
      }
    }
    return fresh.size();
  }

  private static long number(PullDetail detail) {
    return detail.pull().number();
  }

  /** The list contains the requested reviewers and teams. Only the details contain the rest. */
  private void compareBatch(List<PullDetail> batch) {
    Map<Long, Detail> details = details(batch.stream().map(PullComparison::number).toList());
    List<Pull> complete =
        batch.stream().map(PullDetail::pull).filter(p -> details.containsKey(p.number())).toList();
    pulls.compared(complete.size());
    pulls.add(comparison.compare(Compared.PULLS, s -> write(s, complete, details)));
    reviews.add(comparison.compare(Compared.REVIEWS, s -> writeReviews(s, details)));
  }

  private void write(Session s, List<Pull> complete, Map<Long, Detail> details) {
    details
        .values()
        .forEach(one -> s.pulls().upsertDetailed(repo, List.of(one.pull()), one.hasHeadRepo()));
    s.pulls().upsertListed(repo, complete);
  }

  private void writeReviews(Session s, Map<Long, Detail> details) {
    details.forEach(
        (number, one) ->
            one.reviews()
                .ifPresent(all -> s.replace(Reviews.TABLE, repo, number, all, Instant.EPOCH)));
  }

  // ------------------------------------------------------------------ details

  /**
   * A pull request with its reviews.
   *
   * @param reviews empty where they could not be read
   */
  private record Detail(Pull pull, boolean hasHeadRepo, Optional<List<Review>> reviews) {
    static Detail of(PullWithReviews one) {
      return new Detail(one.pull(), one.hasHeadRepo(), Optional.of(one.reviews()));
    }
  }

  private Map<Long, Detail> details(List<Long> numbers) {
    Map<Long, Detail> found = restOnly ? new HashMap<>() : byGraphql(numbers);
    for (long number : numbers) {
      if (!found.containsKey(number) && !isOver()) {
        byRest(number).ifPresent(detail -> found.put(number, detail));
      }
    }
    return found;
  }

  /** Reads by GraphQL, and by REST what GraphQL lacks. */
  private Map<Long, Detail> byGraphql(List<Long> numbers) {
    Map<Long, Detail> found = new HashMap<>();
    Result<Map<Long, PullWithReviews>> result =
        github.pulls(context.repository().fullName(), numbers, PullExtras.NONE);
    if (result instanceof Result.Ok<Map<Long, PullWithReviews>> ok) {
      ok.value().forEach((number, one) -> found.put(number, Detail.of(one)));
    } else if (result instanceof Result.Failed<Map<Long, PullWithReviews>> failed) {
      restOnly = true;
      if (Verifier.endsTheRun(failed.failure())) {
        notCompared(failed.failure());
      }
    }
    return found;
  }

  private Optional<Detail> byRest(long number) {
    Fetched<PullDetail> fetched = github.fetch(endpoints.pull(number));
    if (!(fetched instanceof Fetched.Page<PullDetail> page)) {
      notCompared(
          Findings.failure(
              fetched, "GitHub lists pull request %d and does not show it".formatted(number)));
      return Optional.empty();
    }
    return Optional.of(new Detail(page.value().pull(), true, reviewsOf(number)));
  }

  private Optional<List<Review>> reviewsOf(long number) {
    Fetched<List<Review>> fetched =
        StableList.fetchAll(github, endpoints.reviews(number), Review::id);
    if (fetched instanceof Fetched.Page<List<Review>> all) {
      return Optional.of(all.value());
    }
    unreadable++;
    reviews.notCompared(
        Findings.failure(
            fetched, "GitHub shows pull request %d and not its reviews".formatted(number)));
    return Optional.empty();
  }

  private void notCompared(Failure failure) {
    unreadable++;
    pulls.notCompared(failure);
    reviews.notCompared(failure);
  }

  /** Returns whether no more requests are to be sent. */
  private boolean isOver() {
    return unreadable >= MOST_UNREADABLE
        || reviews
            .failure()
            .filter(
                failure -> Verifier.endsTheRun(failure) || failure.code() == FailureCode.NETWORK)
            .isPresent();
  }
}
