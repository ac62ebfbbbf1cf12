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
import dev.ghsync.sync.list.Pages;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.stream.IssuesStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The full check without GraphQL: each step reads one page of a list. */
record CheckByRest(
    SyncContext context, GitHub github, ProgressCounter progress, CheckBudget budget) {

  /** The list of issues. */
  CheckStep issues(Checks.Place place) {
    Optional<PhaseOutcome> spent = budget.restSpent(place);
    if (spent.isPresent()) {
      return CheckStep.cut(spent.get());
    }
    Endpoint<List<Issue>> list = context.endpoints().issues(Optional.empty());
    Pages<Issue> pages =
        Pages.byTime(github, context.endpoints()::issues, Issue::updatedAt, page(list, place));
    if (!pages.next()) {
      return end(pages, "issues");
    }
    List<Issue> issues = pages.items();
    Checks.Place next =
        following(place.counting(issues.size()), pages, CheckStage.afterLists(place));
    CheckedPage checked = CheckedPage.of(context, place.pass(), issues);
    Set<Long> newer = Set.copyOf(checked.listNewer());
    store(issues.stream().filter(issue -> newer.contains(issue.number())).toList());
    checked.store(next, List.of(), Set.of());
    progress.add(issues.size(), Counts.NONE);
    return CheckStep.to(next);
  }

  private void store(List<Issue> issues) {
    if (!issues.isEmpty()) {
      RowChanges written =
          context.store().inTransaction(s -> IssuesStream.write(context, s, issues));
      progress.add(0, written.counts());
    }
  }

  /** The list of pull requests; one that slides out of it meanwhile is requested alone. */
  CheckStep pulls(Checks.Place place) {
    Optional<PhaseOutcome> spent = budget.restSpent(place);
    if (spent.isPresent()) {
      return CheckStep.cut(spent.get());
    }
    Pages<PullDetail> pages = Pages.of(github, page(context.endpoints().pullsAsIssues(), place));
    if (!pages.next()) {
      return end(pages, "pull requests");
    }
    List<Checks.Item> items =
        pages.items().stream()
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
        following(place.counting(items.size()), pages, CheckStage.afterLists(place));
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
    Endpoint<List<ReviewComment>> list = context.endpoints().reviewComments(Optional.empty());
    Pages<ReviewComment> pages =
        Pages.byTime(
            github,
            context.endpoints()::reviewComments,
            ReviewComment::updatedAt,
            page(list, place));
    if (!pages.next()) {
      Fetched<List<ReviewComment>> end = pages.end().orElseThrow();
      if (!(end instanceof Fetched.Forbidden || end instanceof Fetched.NotAvailable)) {
        return end(pages, "review comments");
      }
      // They cannot be read, so there are none to compare.
      Checks.Place without = place.at(CheckStage.UNSEEN.text(), Optional.empty());
      context.store().write(s -> s.checks().save(context.repo(), without));
      return CheckStep.to(without);
    }
    Checks.Place next = following(place, pages, CheckStage.UNSEEN);
    List<Long> ids = pages.items().stream().map(ReviewComment::id).toList();
    context
        .store()
        .write(
            s -> {
              s.checks().seenDiffComments(context.repo(), place.pass(), ids);
              if (pages.isComplete()) {
                List<Long> pulls = s.checks().listPullsOfUnseenDiffComments(context.repo(), place);
                s.pulls().reviewCommentsDue(context.repo(), pulls, true);
              }
              s.checks().save(context.repo(), next);
            });
    return CheckStep.to(next);
  }

  private static Checks.Place following(Checks.Place place, Pages<?> pages, CheckStage after) {
    return pages.isComplete()
        ? place.at(after.text(), Optional.empty())
        : place.at(place.stage(), pages.following().map(Endpoint::url));
  }

  private static <T> Endpoint<List<T>> page(Endpoint<List<T>> list, Checks.Place place) {
    return place.cursor().map(list::at).orElse(list);
  }

  private CheckStep end(Pages<?> pages, String what) {
    return CheckStep.cut(
        PhaseOutcome.of(
            pages.end().orElseThrow(), progress.counts(), "GitHub does not show the " + what));
  }
}
