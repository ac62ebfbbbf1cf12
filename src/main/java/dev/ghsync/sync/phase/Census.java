package dev.ghsync.sync.phase;

import dev.ghsync.github.CensusPage;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Issue;
import dev.ghsync.model.Result;
import dev.ghsync.store.Issues;
import dev.ghsync.store.Session;
import dev.ghsync.store.Streams;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The full check for deletions: which issues and pull requests there are, with how many comments
 * and reviews. What is gone is asked for one by one; whose numbers differ has its comments and
 * reviews read again by their own phases.
 *
 * <p>GraphQL tells this of 100 issues at once; where it is refused, the list of issues does.
 */
final class Census {
  private final Scope scope;
  private final GitHub github;
  private final Map<Long, CensusPage.Entry> entries = new HashMap<>();
  private final Tally tally;

  Census(Scope scope) {
    this.scope = scope;
    this.github = scope.github(PhaseName.ISSUES);
    this.tally = new Tally(scope.listener(), PhaseName.ISSUES);
  }

  /** The last full check is older than the user wants, and the walk before it went well. */
  static boolean isDue(Scope scope, PhaseName name, PhaseOutcome walked) {
    boolean well =
        walked.state() == PhaseReport.State.UPDATED
            || walked.state() == PhaseReport.State.UNCHANGED;
    Optional<Instant> last =
        scope
            .store()
            .read(s -> s.streams().find(scope.repo(), name.text()))
            .flatMap(Streams.Stream::lastReconciledAt);
    return well
        && scope.settings().depth().isEmpty()
        && scope
            .settings()
            .reconcile()
            .map(age -> last.isEmpty() || !last.get().plus(age).isAfter(scope.now()))
            .orElse(false);
  }

  /** Runs after {@code walked}, whose counts it goes on with. */
  PhaseOutcome run(PhaseOutcome walked) {
    tally.add(0, walked.counts());
    Optional<Failure> failure =
        count(dev.ghsync.github.Census.ISSUES).or(() -> count(dev.ghsync.github.Census.PULLS));
    if (failure.isPresent() && github.graphqlRefused()) {
      entries.clear();
      failure = countByList();
    }
    if (failure.isPresent()) {
      return PhaseOutcome.stopped(tally.counts(), failure.get());
    }
    Optional<PhaseOutcome> cut = compare();
    return cut.orElseGet(this::finish);
  }

  private Optional<Failure> count(dev.ghsync.github.Census kind) {
    Optional<String> after = Optional.empty();
    do {
      Result<CensusPage> result = github.census(scope.name(), kind, after);
      if (result instanceof Result.Failed<CensusPage> failed) {
        return Optional.of(failed.failure());
      }
      CensusPage page = ((Result.Ok<CensusPage>) result).value();
      page.entries().forEach(entry -> entries.put(entry.number(), entry));
      tally.add(page.entries().size(), Counts.NONE);
      after = page.next();
    } while (after.isPresent());
    return Optional.empty();
  }

  /** The whole list of issues, by key, without storing it. */
  private Optional<Failure> countByList() {
    Optional<Instant> from = Optional.empty();
    Optional<String> url = Optional.empty();
    while (true) {
      var list = scope.endpoints().issues(from);
      var page = url.map(list::at).orElse(list);
      Asked<List<Issue>> asked = Asked.of(github, page);
      if (!(asked instanceof Asked.Page<List<Issue>> got)) {
        PhaseOutcome end = asked.end(Counts.NONE, "GitHub does not show all issues");
        return end.failure()
            .or(() -> end.reason().map(why -> Failure.of(FailureCode.BAD_RESPONSE, why)));
      }
      List<Issue> issues = got.fresh().value();
      for (Issue i : issues) {
        entries.put(
            i.number(),
            new CensusPage.Entry(
                i.number(),
                i.updatedAt(),
                i.commentsCount(),
                OptionalLong.empty(),
                OptionalLong.empty()));
      }
      if (got.fresh().next().isEmpty()) {
        return Optional.empty();
      }
      Optional<Instant> last = issues.stream().map(Issue::updatedAt).max(Instant::compareTo);
      boolean moved = last.isPresent() && from.stream().allMatch(last.get()::isAfter);
      url = moved ? Optional.empty() : got.fresh().next().map(next -> next.url());
      from = moved ? last : from;
    }
  }

  private Optional<PhaseOutcome> compare() {
    Map<Long, Issues.Living> here = new HashMap<>();
    scope
        .store()
        .read(s -> s.issues().listLiving(scope.repo()))
        .forEach(issue -> here.put(issue.number(), issue));
    List<Long> ask = new ArrayList<>();
    for (CensusPage.Entry entry : entries.values()) {
      Issues.Living known = here.get(entry.number());
      if (known == null || entry.updatedAt().isAfter(known.updatedAt())) {
        ask.add(entry.number());
      }
    }
    here.keySet().stream().filter(number -> !entries.containsKey(number)).forEach(ask::add);
    for (long number : ask) {
      // It is new, changed, deleted or moved away.
      Optional<PhaseOutcome> cut = OneItem.issue(scope, number).bring(github, tally);
      if (cut.isPresent()) {
        return cut;
      }
    }
    scope.store().write(this::compareCounts);
    return Optional.empty();
  }

  private void compareCounts(Session s) {
    long repo = scope.repo();
    for (CensusPage.Entry entry : entries.values()) {
      s.issues().setCommentsCount(repo, entry.number(), entry.comments());
      if (entry.reviews().isPresent()
          && entry.reviews().getAsLong() != s.reviews().count(repo, entry.number())) {
        s.pulls().reviewsDue(repo, List.of(entry.number()));
      }
      if (entry.reviewComments().isPresent()
          && entry.reviewComments().getAsLong() != s.reviewComments().count(repo, entry.number())) {
        s.pulls().reviewCommentsDue(repo, List.of(entry.number()), true);
      }
    }
  }

  private PhaseOutcome finish() {
    scope
        .store()
        .write(
            s -> {
              for (PhaseName name :
                  List.of(
                      PhaseName.ISSUES,
                      PhaseName.COMMENTS,
                      PhaseName.PULLS,
                      PhaseName.REVIEWS,
                      PhaseName.REVIEW_COMMENTS)) {
                s.streams().reconciled(scope.repo(), name.text(), scope.now());
              }
            });
    return PhaseOutcome.done(tally.counts());
  }
}
