package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.json.PullDetail;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.item.Issue;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.NewestFirstList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pull requests: their list, newest change first, and then the details of those that have changed.
 * Which have, three lists tell, each of which shows what the others do not: this one, the issues,
 * and the review comments.
 */
public record PullsPhase(SyncContext scope, PullDetails details) implements SyncPhase {
  private static final Failure MISSING =
      Failure.of(
          FailureCode.BAD_RESPONSE,
          "GitHub answers 404 to the list of pull requests, though there are some; check that the token may read them");

  private static final String SWITCHED_OFF = "pull requests are switched off in this repository";

  @Override
  public PhaseName name() {
    return PhaseName.PULLS;
  }

  @Override
  public PhaseOutcome run() {
    if (!scope.store().read(s -> s.repos().features(scope.repo())).pulls()) {
      return PhaseOutcome.skipped(SWITCHED_OFF);
    }
    Endpoint<List<PullDetail>> list = scope.endpoints().pullsAsIssues();
    UnreadableNotes notes = new UnreadableNotes(scope, name());
    NewestFirstList<PullDetail> pulls =
        new NewestFirstList<>(
            scope,
            new NewestFirstList.Stream<>(
                name(),
                list,
                list,
                detail -> detail.pull().updatedAt(),
                this::write,
                absent(scope, "pull requests")),
            notes);
    PhaseOutcome listed = pulls.run();
    if (pulls.isMissing() && scope.store().read(s -> s.issues().hasPulls(scope.repo()))) {
      return PhaseOutcome.stopped(listed.counts(), MISSING);
    }
    boolean isListed =
        listed.state() == PhaseReport.State.UPDATED
            || listed.state() == PhaseReport.State.UNCHANGED;
    if (!isListed) {
      return listed;
    }
    boolean issuesAreHere =
        scope
            .store()
            .read(s -> s.streams().find(scope.repo(), PhaseName.ISSUES.text()))
            .isPresent();
    if (issuesAreHere) {
      // They show every pull request, and its details tell the rest.
      notes.forgetPlaces();
    }
    return notes.end(
        details.run(listed.counts()),
        new UnreadableNotes.Again<>(
            number -> SingleItem.pull(scope, number, this::write), list, this::write));
  }

  /** What it means that GitHub does not show pull requests, or what hangs on them. */
  static String absent(SyncContext scope, String what) {
    return scope.store().read(s -> s.repos().features(scope.repo())).pulls()
        ? "GitHub does not show the " + what
        : SWITCHED_OFF;
  }

  private RowChanges write(Session session, List<PullDetail> page) {
    issuesOf(scope, session, page);
    RowChanges written =
        session.pulls().upsertListed(scope.repo(), page.stream().map(PullDetail::pull).toList());
    details.listedNew(written.created());
    scope.changes().note(name().text(), written);
    return written;
  }

  /** Where the issues cannot be read, their rows are made of what the pull requests tell. */
  static void issuesOf(SyncContext scope, Session session, List<PullDetail> details) {
    Set<Long> known =
        new HashSet<>(
            session
                .issues()
                .known(
                    scope.repo(),
                    details.stream().map(detail -> detail.issue().number()).toList()));
    List<Issue> unknown =
        details.stream()
            .map(PullDetail::issue)
            .filter(issue -> !known.contains(issue.number()))
            .toList();
    if (!unknown.isEmpty()) {
      session.issues().upsert(scope.repo(), unknown);
    }
  }

  /** The reviews of changed pull requests, most of which came with their details. */
  public record Reviews(SyncContext scope, PullDetails details) implements SyncPhase {
    @Override
    public PhaseName name() {
      return PhaseName.REVIEWS;
    }

    @Override
    public PhaseOutcome run() {
      Optional<PhaseOutcome> cut = details.restOfReviews();
      if (cut.isEmpty() && details.isListHere()) {
        scope
            .store()
            .write(
                s ->
                    s.streams()
                        .complete(
                            scope.repo(),
                            name().text(),
                            Optional.empty(),
                            scope.settings().depth(),
                            scope.now()));
      }
      return cut.orElseGet(details::endOfReviews);
    }
  }
}
