package dev.ghsync.sync.check;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.PullDetail;
import dev.ghsync.model.Counts;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checks;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.KeyedList;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.stream.IssuesPhase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The full check where GraphQL does not tell the numbers: a page of a list is a step. */
record CheckByRest(
    SyncContext context, GitHub github, ProgressCounter progress, CheckBudget budget) {

  /** The list of issues. */
  CheckStep issues(Checks.Place place) {
    Optional<PhaseOutcome> spent = budget.restSpent(place);
    if (spent.isPresent()) {
      return CheckStep.cut(spent.get());
    }
    KeyedList.Page<Issue> page =
        new KeyedList<>(github, context.endpoints()::issues, Issue::updatedAt).read(place.cursor());
    if (page.instead().isPresent()) {
      return cut(page.instead().get(), "issues");
    }
    Checks.Place next =
        following(place.counting(page.items().size()), page.next(), CheckStage.afterLists(place));
    CheckedPage checked = CheckedPage.of(context, place.pass(), page.items());
    Set<Long> newer = Set.copyOf(checked.listNewer());
    store(page.items().stream().filter(issue -> newer.contains(issue.number())).toList());
    checked.store(next, List.of(), Set.of());
    progress.add(page.items().size(), Counts.NONE);
    return CheckStep.to(next);
  }

  private void store(List<Issue> issues) {
    if (!issues.isEmpty()) {
      RowChanges written =
          context.store().inTransaction(s -> IssuesPhase.write(context, s, issues));
      progress.add(0, written.counts());
    }
  }

  /** The list of pull requests; one that slides out of it meanwhile is asked for alone. */
  CheckStep pulls(Checks.Place place) {
    Optional<PhaseOutcome> spent = budget.restSpent(place);
    if (spent.isPresent()) {
      return CheckStep.cut(spent.get());
    }
    Endpoint<List<PullDetail>> list = context.endpoints().pullsAsIssues();
    Fetched<List<PullDetail>> asked = github.fetch(place.cursor().map(list::at).orElse(list));
    if (!(asked instanceof Fetched.Page<List<PullDetail>> got)) {
      return cut(asked, "pull requests");
    }
    List<Checks.Item> items =
        got.value().stream()
            .map(
                detail ->
                    new Checks.Item(
                        detail.pull().number(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty()))
            .toList();
    Checks.Place next =
        following(
            place.counting(items.size()),
            got.next().map(Endpoint::url),
            CheckStage.afterLists(place));
    context
        .store()
        .write(
            s -> {
              s.checks().seen(context.repo(), place.pass(), items);
              s.checks().save(context.repo(), next);
            });
    progress.add(items.size(), Counts.NONE);
    return CheckStep.to(next);
  }

  /** The list of review comments; at its end the pull requests of those that it lacks are due. */
  CheckStep diffComments(Checks.Place place) {
    Optional<PhaseOutcome> spent = budget.restSpent(place);
    if (spent.isPresent()) {
      return CheckStep.cut(spent.get());
    }
    KeyedList.Page<ReviewComment> page =
        new KeyedList<>(github, context.endpoints()::reviewComments, ReviewComment::updatedAt)
            .read(place.cursor());
    Fetched<List<ReviewComment>> instead = page.instead().orElse(null);
    if (instead instanceof Fetched.Forbidden || instead instanceof Fetched.NotAvailable) {
      // They cannot be read, so there are none to compare.
      Checks.Place without = place.at(CheckStage.UNSEEN.text(), Optional.empty());
      context.store().write(s -> s.checks().save(context.repo(), without));
      return CheckStep.to(without);
    }
    if (instead != null) {
      return cut(instead, "review comments");
    }
    Checks.Place next = following(place, page.next(), CheckStage.UNSEEN);
    List<Long> ids = page.items().stream().map(ReviewComment::id).toList();
    context
        .store()
        .write(
            s -> {
              s.checks().seenDiffComments(context.repo(), place.pass(), ids);
              if (page.next().isEmpty()) {
                List<Long> pulls = s.checks().listPullsOfUnseenDiffComments(context.repo(), place);
                s.pulls().reviewCommentsDue(context.repo(), pulls, true);
              }
              s.checks().save(context.repo(), next);
            });
    return CheckStep.to(next);
  }

  private static Checks.Place following(
      Checks.Place place, Optional<String> page, CheckStage after) {
    return page.isPresent()
        ? place.at(place.stage(), page)
        : place.at(after.text(), Optional.empty());
  }

  private CheckStep cut(Fetched<?> instead, String what) {
    return CheckStep.cut(
        PhaseOutcome.of(instead, progress.counts(), "GitHub does not show the " + what));
  }
}
