package dev.ghsync.sync.phase;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.PullDetail;
import dev.ghsync.github.PullWithReviews;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Pull;
import dev.ghsync.model.Result;
import dev.ghsync.model.Review;
import dev.ghsync.store.Session;
import dev.ghsync.store.Written;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Details and reviews of the pull requests that have changed, 50 in one GraphQL query; where
 * GraphQL is refused, one after the other by REST. What is due is read from the database, and what
 * was stored is not due any more: an interruption loses nothing.
 */
final class PullDetails {
  private static final int BATCH = 50;
  private static final int AT_ONCE = 3;

  private final Scope scope;
  private final GitHub github;
  private final Tally pulls;
  private final Tally reviews;
  private final boolean withReviews;
  private final Set<Long> listedNew = ConcurrentHashMap.newKeySet();
  private boolean oneIsHere;
  private volatile boolean listIsHere;

  PullDetails(Scope scope) {
    this.scope = scope;
    this.github = scope.github(PhaseName.PULLS);
    this.pulls = new Tally(scope.listener(), PhaseName.PULLS);
    this.reviews = new Tally(scope.listener(), PhaseName.REVIEWS);
    this.withReviews = scope.settings().phases().contains(PhaseName.REVIEWS);
  }

  /** Counts of reviews that were stored together with details. */
  Counts reviewCounts() {
    return reviews.counts();
  }

  /** Brings the details of all that are due; {@code listed} is what the list has done before. */
  PhaseOutcome run(Counts listed) {
    pulls.add(0, listed);
    listIsHere = true;
    Collection<Long> due = new LinkedHashSet<>(list(s -> s.pulls().listDueDetails(scope.repo())));
    if (withReviews) {
      due.addAll(list(s -> s.pulls().listDueReviews(scope.repo())));
    }
    OptionalLong total = OptionalLong.of(due.size());
    Optional<PhaseOutcome> cut =
        bring(List.copyOf(due), done -> pulls.add(done, Counts.NONE, total));
    return cut.orElseGet(() -> PhaseOutcome.done(pulls.counts(), note(due)));
  }

  private Optional<String> note(Collection<Long> asked) {
    return !asked.isEmpty() && github.graphqlRefused()
        ? Optional.of("GraphQL is refused; details and reviews were asked for one by one")
        : Optional.empty();
  }

  /** Brings one pull request's details and reviews, whether they look due or not. */
  PhaseOutcome run(long number) {
    Optional<PhaseOutcome> cut = bringOne(number);
    return cut.orElseGet(() -> PhaseOutcome.done(pulls.counts(), note(List.of(number))));
  }

  /** The reviews of one pull request, where {@link #run(long)} has not brought them. */
  PhaseOutcome reviewsOf(long number) {
    Optional<PhaseOutcome> cut = oneIsHere ? Optional.empty() : bringOne(number);
    return cut.orElseGet(() -> PhaseOutcome.done(reviews.counts()));
  }

  /** Its reviews are due until they are here: what cannot be had now, the next run brings. */
  private Optional<PhaseOutcome> bringOne(long number) {
    scope.store().write(s -> s.pulls().reviewsDue(scope.repo(), List.of(number)));
    // GraphQL is one request, REST two; but only REST tells all of one that is new.
    boolean known = scope.store().read(s -> s.pulls().isWhole(scope.repo(), number));
    Optional<PhaseOutcome> cut = known ? bring(List.of(number), done -> {}) : byRest(number);
    oneIsHere = cut.isEmpty();
    if (oneIsHere) {
      pulls.add(1, Counts.NONE);
    }
    return cut;
  }

  /** Whether this run has read the list, without which nobody knows whose reviews are due. */
  boolean isListHere() {
    return listIsHere;
  }

  /** Reviews that are due all the same: the details were not asked for in this run. */
  Optional<PhaseOutcome> restOfReviews() {
    return bring(list(s -> s.pulls().listDueReviews(scope.repo())), done -> {});
  }

  private List<Long> list(Function<Session, List<Long>> query) {
    return scope.store().read(query);
  }

  /**
   * Brings these.
   *
   * @param told how many more are here
   */
  private Optional<PhaseOutcome> bring(List<Long> numbers, LongConsumer told) {
    Queue<List<Long>> batches = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < numbers.size(); i += BATCH) {
      batches.add(numbers.subList(i, Math.min(i + BATCH, numbers.size())));
    }
    int atOnce = Math.min(AT_ONCE, batches.size());
    return scope.sideBySide(Collections.nCopies(atOnce, () -> work(batches, told)));
  }

  private Optional<PhaseOutcome> work(Queue<List<Long>> batches, LongConsumer told) {
    for (List<Long> batch = batches.poll(); batch != null; batch = batches.poll()) {
      Optional<PhaseOutcome> cut = github.graphqlRefused() ? byRest(batch) : byGraphql(batch);
      if (cut.isPresent()) {
        batches.clear();
        return cut;
      }
      told.accept(batch.size());
    }
    return Optional.empty();
  }

  /** Those that no list has shown are asked for by REST: GraphQL does not tell all of them. */
  private Optional<PhaseOutcome> byGraphql(List<Long> all) {
    List<Long> batch = list(s -> s.pulls().listWhole(scope.repo(), all));
    List<Long> others = new ArrayList<>(all);
    others.removeAll(batch);
    return batch.isEmpty() ? byRest(others) : byGraphql(batch, others);
  }

  private Optional<PhaseOutcome> byGraphql(List<Long> batch, List<Long> others) {
    Result<Map<Long, PullWithReviews>> result = github.pulls(scope.name(), batch);
    if (result instanceof Result.Failed<Map<Long, PullWithReviews>> failed) {
      return github.graphqlRefused()
          ? byRest(batch).or(() -> byRest(others))
          : Optional.of(PhaseOutcome.stopped(pulls.counts(), failed.failure()));
    }
    Map<Long, PullWithReviews> found = ((Result.Ok<Map<Long, PullWithReviews>>) result).value();
    scope.store().write(s -> store(s, found.values()));
    List<Long> unknown = new ArrayList<>(batch);
    unknown.removeAll(found.keySet());
    unknown.addAll(others);
    return byRest(unknown);
  }

  private void store(Session s, Collection<PullWithReviews> found) {
    for (boolean told : new boolean[] {true, false}) {
      List<Pull> some =
          found.stream().filter(p -> p.headRepoTold() == told).map(PullWithReviews::pull).toList();
      if (!some.isEmpty()) {
        count(s.pulls().upsertDetailed(scope.repo(), some, told));
      }
    }
    if (withReviews) {
      found.forEach(p -> replaceReviews(s, p.pull().number(), p.reviews()));
    }
  }

  /** These are new with this run's list: their details are no change. */
  void listedNew(Collection<Long> numbers) {
    listedNew.addAll(numbers);
  }

  private void count(Written written) {
    Written changed =
        new Written(
            written.created(),
            written.updated().stream().filter(number -> !listedNew.contains(number)).toList(),
            written.deleted());
    scope.changes().note(PhaseName.PULLS.text(), changed);
    pulls.add(0, changed.counts());
  }

  private void replaceReviews(Session s, long number, List<Review> all) {
    Written written = s.reviews().replace(scope.repo(), number, all, scope.now());
    s.pulls().reviewsStored(scope.repo(), List.of(number));
    scope.changes().note(PhaseName.REVIEWS.text(), written);
    reviews.add(all.size(), written.counts());
  }

  private Optional<PhaseOutcome> byRest(List<Long> numbers) {
    for (long number : numbers) {
      Optional<PhaseOutcome> cut = byRest(number);
      if (cut.isPresent()) {
        return cut;
      }
    }
    return Optional.empty();
  }

  private Optional<PhaseOutcome> byRest(long number) {
    Asked<PullDetail> asked = Asked.of(github, scope.endpoints().pull(number));
    if (asked instanceof Asked.Gone<PullDetail>) {
      // Whether it is deleted or only hidden, the check for deletions finds out.
      return Optional.empty();
    }
    if (!(asked instanceof Asked.Page<PullDetail> got)) {
      return Optional.of(asked.end(pulls.counts(), ""));
    }
    List<Review> all = new ArrayList<>();
    Optional<PhaseOutcome> cut = withReviews ? readReviews(number, all) : Optional.empty();
    if (cut.isPresent()) {
      return cut;
    }
    scope
        .store()
        .write(
            s -> {
              PullDetail detail = got.fresh().value();
              PullsPhase.issuesOf(scope, s, List.of(detail));
              count(s.pulls().upsertDetailed(scope.repo(), List.of(detail.pull()), true));
              if (withReviews) {
                replaceReviews(s, number, all);
              }
            });
    return Optional.empty();
  }

  private Optional<PhaseOutcome> readReviews(long number, List<Review> into) {
    Optional<Endpoint<List<Review>>> page = Optional.of(scope.endpoints().reviews(number));
    while (page.isPresent()) {
      Asked<List<Review>> asked = Asked.of(github, page.get());
      if (!(asked instanceof Asked.Page<List<Review>> got)) {
        Failure gone =
            Failure.of(
                FailureCode.BAD_RESPONSE,
                "GitHub shows pull request %d and not its reviews".formatted(number));
        return asked instanceof Asked.Gone<List<Review>>
            ? Optional.of(PhaseOutcome.stopped(pulls.counts(), gone))
            : Optional.of(asked.end(pulls.counts(), ""));
      }
      into.addAll(got.fresh().value());
      page = got.fresh().next();
    }
    return Optional.empty();
  }
}
