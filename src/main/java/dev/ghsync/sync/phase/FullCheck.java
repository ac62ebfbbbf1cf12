package dev.ghsync.sync.phase;

import dev.ghsync.github.Census;
import dev.ghsync.github.CensusPage;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Issue;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.Result;
import dev.ghsync.model.ReviewComment;
import dev.ghsync.store.Checks;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.Scope;
import dev.ghsync.sync.SyncPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The full check for deletions: which issues and pull requests there are, with how many comments
 * and reviews. An item that no list shows is asked for alone. An item whose numbers differ has its
 * comments and reviews read again, by the phases that {@link Reconciliation} runs after this one.
 *
 * <p>GraphQL tells the counts of 100 items for one point. Where it is refused, the list of issues
 * tells those of comments, and review comments are compared by their list; reviews, which REST
 * shows only for one pull request at a time, are not compared then.
 *
 * <p>The place is stored with each page, so that a check that is larger than its budget continues
 * in the next run. It leaves a quarter of each limit to other work.
 */
final class FullCheck implements SyncPhase {
  private static final int THREADS_BATCH = 50;

  /** The check never takes the last quarter of a limit. */
  private static final int RESERVED_PART = 4;

  /** Items that GitHub showed when they were asked for alone, asked for again in each check. */
  private static final int KNOWN_AT_ONCE = 2;

  private static final Set<FailureCode> LIMITS =
      EnumSet.of(FailureCode.RATE_LIMITED, FailureCode.SECONDARY_RATE_LIMITED, FailureCode.BUDGET);

  /**
   * What a check does, in this order. {@link #LIST} takes the place of the first two where GraphQL
   * does not answer; {@link #DIFF_COMMENTS} is for where no numbers of review comments are told.
   */
  private enum Stage {
    ISSUES,
    PULLS,
    LIST,
    DIFF_COMMENTS,
    UNSEEN;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Stage of(Checks.Place place) {
      return valueOf(place.stage().toUpperCase(Locale.ROOT));
    }
  }

  private final Scope scope;
  private final GitHub github;
  private final boolean pullsOnly;
  private final Tally tally;
  private final SingleItems single;

  /**
   * To be run once.
   *
   * @param pullsOnly issues cannot be read, only pull requests
   */
  FullCheck(Scope scope, boolean pullsOnly) {
    this.scope = scope;
    this.github = scope.github(PhaseName.ISSUES);
    this.pullsOnly = pullsOnly;
    this.tally = new Tally(scope.listener(), name());
    this.single = new SingleItems(scope, github, tally);
  }

  @Override
  public PhaseName name() {
    return pullsOnly ? PhaseName.PULLS : PhaseName.ISSUES;
  }

  /**
   * One step of the check.
   *
   * @param next where it goes on; empty: it has come to its end
   * @param cut how it ends for this run, where it cannot go on
   */
  private record Step(Optional<Checks.Place> next, Optional<PhaseOutcome> cut) {
    static Step to(Checks.Place next) {
      return new Step(Optional.of(next), Optional.empty());
    }

    static Step cut(PhaseOutcome outcome) {
      return new Step(Optional.empty(), Optional.of(outcome));
    }
  }

  @Override
  public PhaseOutcome run() {
    Stage first = pullsOnly ? Stage.PULLS : Stage.ISSUES;
    Instant now = github.serverTime().orElseGet(scope::now);
    Checks.Place place =
        scope
            .store()
            .inTransaction(s -> s.checks().findOrBegin(scope.repo(), first.text(), pullsOnly, now));
    while (true) {
      Step step =
          switch (Stage.of(place)) {
            case ISSUES -> count(place, Census.ISSUES);
            case PULLS -> count(place, Census.PULLS);
            case LIST -> list(place);
            case DIFF_COMMENTS -> diffComments(place);
            case UNSEEN -> askForUnseen(place);
          };
      if (step.cut().isPresent()) {
        return step.cut().get();
      }
      if (step.next().isEmpty()) {
        return finish(place);
      }
      place = step.next().get();
    }
  }

  // ------------------------------------------------------------------ GraphQL

  private Step count(Checks.Place place, Census kind) {
    Optional<PhaseOutcome> reserved = reserved(place, github.graphqlLimit());
    if (reserved.isPresent()) {
      return Step.cut(reserved.get());
    }
    Result<CensusPage> result = github.census(scope.name(), kind, place.cursor());
    if (result instanceof Result.Failed<CensusPage> failed) {
      return failed(place, failed.failure());
    }
    CensusPage page = ((Result.Ok<CensusPage>) result).value();
    CheckedPage checked = new CheckedPage(scope, place.pass(), page.entries());
    Optional<PhaseOutcome> cut = askFor(place, checked.listNewer());
    if (cut.isPresent()) {
      return Step.cut(cut.get());
    }
    List<CheckedPage.DiffComments> exact = new ArrayList<>();
    for (List<Long> batch : batches(checked.listUnexplained())) {
      Result<Map<Long, Long>> counts = github.reviewComments(scope.name(), batch);
      if (counts instanceof Result.Failed<Map<Long, Long>> failed) {
        return failed(place, failed.failure());
      }
      Map<Long, Long> told = ((Result.Ok<Map<Long, Long>>) counts).value();
      batch.forEach(
          n -> exact.add(new CheckedPage.DiffComments(n, Optional.ofNullable(told.get(n)))));
    }
    Checks.Place seen = place.counting(page.entries().size());
    if (!exact.isEmpty() && github.graphqlLacks().contains("reviewThreads")) {
      seen = seen.listingDiffComments();
      exact.clear();
    }
    Stage following = kind == Census.ISSUES ? Stage.PULLS : afterLists(seen);
    Checks.Place next =
        page.next().isPresent()
            ? seen.at(place.stage(), page.next())
            : seen.at(following.text(), Optional.empty());
    checked.store(next, exact, single.unreadable());
    tally.add(page.entries().size(), Counts.NONE);
    return Step.to(next);
  }

  private static Stage afterLists(Checks.Place place) {
    return place.listsDiffComments() ? Stage.DIFF_COMMENTS : Stage.UNSEEN;
  }

  private static List<List<Long>> batches(List<Long> numbers) {
    List<List<Long>> batches = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i += THREADS_BATCH) {
      batches.add(numbers.subList(i, Math.min(i + THREADS_BATCH, numbers.size())));
    }
    return batches;
  }

  private Step failed(Checks.Place place, Failure failure) {
    if (LIMITS.contains(failure.code()) && github.isGraphqlSpent()) {
      return Step.cut(unfinished(place, failure.message()));
    }
    boolean byList =
        github.graphqlRefused()
            || failure.code() == FailureCode.SERVER_ERROR
            || failure.code() == FailureCode.BAD_RESPONSE;
    if (byList && !pullsOnly) {
      Checks.Place list = place.byRest().at(Stage.LIST.text(), Optional.empty());
      scope.store().write(s -> s.checks().save(scope.repo(), list));
      return Step.to(list);
    }
    return Step.cut(PhaseOutcome.stopped(tally.counts(), failure));
  }

  // ------------------------------------------------------------------ REST

  /** One page of the list of issues; the cursor is the page's address. */
  private Step list(Checks.Place place) {
    Optional<PhaseOutcome> reserved = reserved(place, github.rateLimit());
    if (reserved.isPresent()) {
      return Step.cut(reserved.get());
    }
    KeyedList.Page<Issue> page =
        new KeyedList<>(github, scope.endpoints()::issues, Issue::updatedAt).read(place.cursor());
    if (page.instead().isPresent()) {
      String absent = "GitHub does not show the issues";
      return Step.cut(page.instead().get().end(tally.counts(), absent));
    }
    Checks.Place seen = place.counting(page.items().size());
    Checks.Place next =
        page.next().isPresent()
            ? seen.at(place.stage(), page.next())
            : seen.at(afterLists(seen).text(), Optional.empty());
    CheckedPage checked = CheckedPage.of(scope, place.pass(), page.items());
    Set<Long> newer = Set.copyOf(checked.listNewer());
    single.store(page.items().stream().filter(i -> newer.contains(i.number())).toList());
    checked.store(next, List.of(), Set.of());
    tally.add(page.items().size(), Counts.NONE);
    return Step.to(next);
  }

  /** One page of the list of review comments; at its end the pull requests of those it lacks. */
  private Step diffComments(Checks.Place place) {
    Optional<PhaseOutcome> reserved = reserved(place, github.rateLimit());
    if (reserved.isPresent()) {
      return Step.cut(reserved.get());
    }
    KeyedList.Page<ReviewComment> page =
        new KeyedList<>(github, scope.endpoints()::reviewComments, ReviewComment::updatedAt)
            .read(place.cursor());
    if (page.instead().isPresent()) {
      String absent = "GitHub does not show the review comments";
      return Step.cut(page.instead().get().end(tally.counts(), absent));
    }
    Checks.Place next =
        page.next().isPresent()
            ? place.at(place.stage(), page.next())
            : place.at(Stage.UNSEEN.text(), Optional.empty());
    List<Long> ids = page.items().stream().map(ReviewComment::id).toList();
    scope
        .store()
        .write(
            s -> {
              s.checks().seenDiffComments(scope.repo(), place.pass(), ids);
              if (page.next().isEmpty()) {
                List<Long> pulls = s.checks().listPullsOfUnseenDiffComments(scope.repo(), place);
                s.pulls().reviewCommentsDue(scope.repo(), pulls, true);
              }
              s.checks().save(scope.repo(), next);
            });
    return Step.to(next);
  }

  // ------------------------------------------------------------------ single items

  private Step askForUnseen(Checks.Place place) {
    Checks.Unseen unseen = scope.store().read(s -> s.checks().listUnseen(scope.repo(), place));
    List<Long> numbers = new ArrayList<>(unseen.fresh());
    unseen.known().stream().limit(KNOWN_AT_ONCE).forEach(numbers::add);
    for (long number : numbers) {
      Optional<PhaseOutcome> cut = askFor(place, List.of(number));
      if (cut.isPresent()) {
        return Step.cut(cut.get());
      }
      boolean found = !single.unreadable().contains(number);
      scope.store().write(s -> s.checks().lookedInto(scope.repo(), place.pass(), number, found));
    }
    return new Step(Optional.empty(), Optional.empty());
  }

  private Optional<PhaseOutcome> askFor(Checks.Place place, List<Long> numbers) {
    for (long number : numbers) {
      Optional<PhaseOutcome> cut =
          reserved(place, github.rateLimit()).or(() -> single.ask(number, place.pullsOnly()));
      if (cut.isPresent()) {
        return cut;
      }
    }
    return Optional.empty();
  }

  // ------------------------------------------------------------------ the end

  /** How the check ends where what is left of a limit belongs to other work. */
  private Optional<PhaseOutcome> reserved(Checks.Place place, Optional<RateLimit> limit) {
    Instant now = github.serverTime().orElseGet(scope::now);
    return limit
        .filter(told -> scope.settings().limits().maxWait().isEmpty())
        .filter(told -> now.isBefore(told.resetAt()))
        .filter(told -> told.remaining() <= told.limit() / RESERVED_PART)
        .map(
            told ->
                unfinished(
                    place,
                    "%d of %d requests are left until %s and kept for other work"
                        .formatted(told.remaining(), told.limit(), told.resetAt())));
  }

  private PhaseOutcome unfinished(Checks.Place place, String why) {
    return PhaseOutcome.bounded(
        tally.counts(),
        "the check for deletions has seen %d issues and pull requests and continues in the next run: %s"
            .formatted(place.counted(), why));
  }

  private PhaseOutcome finish(Checks.Place place) {
    scope
        .store()
        .write(
            s -> {
              s.checks().end(scope.repo(), scope.now());
              if (!place.pullsOnly()) {
                s.streams().reconciled(scope.repo(), PhaseName.ISSUES.text(), scope.now());
              }
              s.streams().reconciled(scope.repo(), PhaseName.PULLS.text(), scope.now());
            });
    return single.outcome();
  }
}
