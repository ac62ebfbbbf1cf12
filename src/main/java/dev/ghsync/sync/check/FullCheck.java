package dev.ghsync.sync.check;

import dev.ghsync.github.GitHub;
import dev.ghsync.github.graphql.IssueCountsPage;
import dev.ghsync.github.graphql.IssueCountsQuery;
import dev.ghsync.github.graphql.IssueCountsQuery.Kind;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.store.state.Checks;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.UnreadableNotes;
import dev.ghsync.sync.stream.IssuesStream;
import dev.ghsync.sync.stream.LinksStream;
import dev.ghsync.sync.stream.PullsStream;
import dev.ghsync.sync.stream.SingleItems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The full check for deletions: which issues and pull requests there are, with how many comments
 * and reviews. An item that no list shows is requested alone. An item whose numbers differ has its
 * comments and reviews read again, by the phases that {@link Reconciliation} runs after this one.
 *
 * <p>GraphQL returns the counts of 100 items for one point. If it is refused, the list of issues
 * contains those of comments, and review comments are compared by their list; reviews, which REST
 * shows only for one pull request at a time, are not compared then.
 *
 * <p>The place is stored with each page, so that a check that is larger than its budget continues
 * in the next run. It leaves a quarter of each limit to other work.
 */
public final class FullCheck implements SyncPhase {
  private static final int THREADS_BATCH = 50;

  /** Items that GitHub showed when they were requested alone, requested again in each check. */
  private static final int KNOWN_AT_ONCE = 2;

  private static final Set<FailureCode> LIMITS =
      EnumSet.of(FailureCode.RATE_LIMITED, FailureCode.SECONDARY_RATE_LIMITED, FailureCode.BUDGET);

  private final SyncContext context;
  private final GitHub github;
  private final boolean pullsOnly;
  private final ProgressCounter progress;
  private final SingleItems single;
  private final CheckBudget budget;
  private final CheckByRest rest;

  /**
   * Creates a check that is run once.
   *
   * @param pullsOnly issues cannot be read, only pull requests
   */
  public FullCheck(SyncContext context, boolean pullsOnly) {
    this.context = context;
    this.github = context.github(IssuesStream.NAME);
    this.pullsOnly = pullsOnly;
    this.progress = new ProgressCounter(context.listener(), name());
    this.single = new SingleItems(context, github, name(), progress);
    this.budget = new CheckBudget(context, github, progress);
    this.rest = new CheckByRest(context, github, progress, budget);
  }

  @Override
  public StreamName name() {
    return pullsOnly ? PullsStream.NAME : IssuesStream.NAME;
  }

  @Override
  public PhaseOutcome run() {
    CheckStage first = pullsOnly ? CheckStage.PULLS : CheckStage.ISSUES;
    Instant now = github.serverTime().orElseGet(context::now);
    Checks.Place place =
        context
            .store()
            .inTransaction(
                s -> s.checks().findOrBegin(context.repo(), first.text(), pullsOnly, now));
    while (true) {
      CheckStep step =
          switch (CheckStage.of(place)) {
            case ISSUES -> count(place, Kind.ISSUES);
            case PULLS -> count(place, Kind.PULLS);
            case LIST -> pullsOnly ? rest.pulls(place) : rest.issues(place);
            case DIFF_COMMENTS -> rest.diffComments(place);
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

  private CheckStep count(Checks.Place place, Kind kind) {
    Optional<PhaseOutcome> spent = budget.graphqlSpent(place);
    if (spent.isPresent()) {
      return CheckStep.cut(spent.get());
    }
    boolean withLinks = context.settings().phases().contains(LinksStream.NAME);
    Result<IssueCountsPage> result =
        github.issueCounts(context.name(), new IssueCountsQuery(kind, place.cursor(), withLinks));
    if (result instanceof Result.Failed<IssueCountsPage> failed) {
      return failed(place, failed.failure());
    }
    IssueCountsPage page = ((Result.Ok<IssueCountsPage>) result).value();
    CheckedPage checked = new CheckedPage(context, place.pass(), page.entries());
    Optional<PhaseOutcome> cut = askFor(place, checked.listNewer());
    if (cut.isPresent()) {
      return CheckStep.cut(cut.get());
    }
    List<CheckedPage.DiffComments> exact = new ArrayList<>();
    for (List<Long> batch : Batches.of(checked.listUnexplained(), THREADS_BATCH)) {
      Result<Map<Long, Long>> counts = github.reviewComments(context.name(), batch);
      if (counts instanceof Result.Failed<Map<Long, Long>> failed) {
        return failed(place, failed.failure());
      }
      Map<Long, Long> counted = ((Result.Ok<Map<Long, Long>>) counts).value();
      batch.forEach(
          n -> exact.add(new CheckedPage.DiffComments(n, Optional.ofNullable(counted.get(n)))));
    }
    Checks.Place seen = place.counting(page.entries().size());
    if (!exact.isEmpty() && github.unsupportedFields().contains("reviewThreads")) {
      seen = seen.listingDiffComments();
      exact.clear();
    }
    CheckStage following = kind == Kind.ISSUES ? CheckStage.PULLS : CheckStage.afterLists(seen);
    Checks.Place next =
        page.next().isPresent()
            ? seen.at(place.stage(), page.next())
            : seen.at(following.text(), Optional.empty());
    checked.store(next, exact, single.unreadable());
    progress.add(page.entries().size(), Counts.NONE);
    return CheckStep.to(next);
  }

  private CheckStep failed(Checks.Place place, Failure failure) {
    if (LIMITS.contains(failure.code()) && github.isGraphqlSpent()) {
      return CheckStep.cut(budget.unfinished(place, failure.message()));
    }
    boolean byList =
        github.graphqlRefused()
            || failure.code() == FailureCode.SERVER_ERROR
            || failure.code() == FailureCode.BAD_RESPONSE;
    if (byList) {
      Checks.Place list = place.byRest().at(CheckStage.LIST.text(), Optional.empty());
      context.store().write(s -> s.checks().save(context.repo(), list));
      return CheckStep.to(list);
    }
    return CheckStep.cut(PhaseOutcome.stopped(progress.counts(), failure));
  }

  // ------------------------------------------------------------------ single items

  private CheckStep askForUnseen(Checks.Place place) {
    Checks.Unseen unseen = context.store().read(s -> s.checks().listUnseen(context.repo(), place));
    List<Long> numbers = new ArrayList<>(unseen.fresh());
    unseen.known().stream().limit(KNOWN_AT_ONCE).forEach(numbers::add);
    for (long number : numbers) {
      Optional<PhaseOutcome> cut = askFor(place, List.of(number));
      if (cut.isPresent()) {
        return CheckStep.cut(cut.get());
      }
      boolean found = !single.unreadable().contains(number);
      context
          .store()
          .write(s -> s.checks().requestedAlone(context.repo(), place.pass(), number, found));
    }
    return CheckStep.END;
  }

  private Optional<PhaseOutcome> askFor(Checks.Place place, List<Long> numbers) {
    for (long number : numbers) {
      Optional<PhaseOutcome> cut =
          budget.restSpent(place).or(() -> single.read(number, place.pullsOnly()));
      if (cut.isPresent()) {
        return cut;
      }
    }
    return Optional.empty();
  }

  // ------------------------------------------------------------------ the end

  private PhaseOutcome finish(Checks.Place place) {
    context
        .store()
        .write(
            s -> {
              s.checks().end(context.repo(), context.now());
              if (!place.pullsOnly()) {
                s.streams().reconciled(context.repo(), IssuesStream.NAME.text(), context.now());
              }
              s.streams().reconciled(context.repo(), PullsStream.NAME.text(), context.now());
            });
    return UnreadableNotes.outcome(context, name(), PhaseOutcome.done(progress.counts()));
  }
}
