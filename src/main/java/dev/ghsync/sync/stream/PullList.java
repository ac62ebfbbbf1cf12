package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.json.PullDetail;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.ListThenRest;
import dev.ghsync.sync.list.NewestFirstList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.List;

/**
 * Pull requests: their list, newest change first, and then the details of those that have changed.
 * Three lists show which have, each of them some that the others do not: this one, the issues, and
 * the review comments. In a first reading all are due, and the details of those that are listed do
 * not wait for the other lists.
 */
final class PullList {
  private static final Failure MISSING =
      Failure.of(
          FailureCode.BAD_RESPONSE,
          "GitHub answers 404 to the list of pull requests, though there are some; check that the token may read them");

  private final SyncContext context;
  private final PullDetails details;
  private final Endpoint<List<PullDetail>> list;
  private final UnreadableNotes notes;
  private boolean missing;

  PullList(SyncContext context, PullDetails details) {
    this.context = context;
    this.details = details;
    this.list = context.endpoints().pullsAsIssues();
    this.notes = new UnreadableNotes(context, PullsStream.NAME);
  }

  /** Returns the phase, whose first part reads the list. */
  SyncPhase phase() {
    return new ListThenRest(PullsStream.NAME, this::read, this::readDetails);
  }

  private PhaseOutcome read() {
    if (!context.store().read(s -> s.repos().features(context.repo())).pulls()) {
      return PhaseOutcome.skipped(PullsStream.SWITCHED_OFF);
    }
    NewestFirstList<PullDetail> pulls =
        new NewestFirstList<>(
            context,
            new NewestFirstList.Stream<>(
                PullsStream.NAME,
                list,
                list,
                detail -> detail.pull().updatedAt(),
                this::write,
                PullsStream.absent(context, "pull requests")),
            notes);
    boolean isFirst = !context.wasRead(PullsStream.NAME);
    PhaseOutcome listed = pulls.run();
    missing = pulls.isMissing();
    return isFirst && isListed(listed)
        ? details.fetchEarly().map(cut -> cut.counting(listed.counts())).orElse(listed)
        : listed;
  }

  private static boolean isListed(PhaseOutcome listed) {
    return listed.state() == PhaseReport.State.UPDATED
        || listed.state() == PhaseReport.State.UNCHANGED;
  }

  private PhaseOutcome readDetails(PhaseOutcome listed) {
    if (missing && context.store().read(s -> s.issues().hasPulls(context.repo()))) {
      return PhaseOutcome.stopped(listed.counts(), MISSING);
    }
    if (!isListed(listed)) {
      return listed;
    }
    if (IssuesStream.areHere(context)) {
      // They contain every pull request, and its details contain the rest.
      notes.forgetPlaces();
    }
    return notes.end(
        details.run(listed.counts()),
        new UnreadableNotes.Again<>(this::listedItem, list, this::write));
  }

  /** Returns one pull request as the list shows it. */
  private SingleItem<PullDetail> listedItem(long number) {
    return new SingleItem<>(
        context,
        PullsStream.NAME,
        context.endpoints().pull(number),
        this::write,
        (s, answer) -> RowChanges.NOTHING);
  }

  private RowChanges write(Session session, List<PullDetail> page) {
    PullsStream.issuesOf(context, session, page);
    RowChanges written =
        session.pulls().upsertListed(context.repo(), page.stream().map(PullDetail::pull).toList());
    details.listedNew(written.created());
    context.changes().note(PullsStream.NAME.text(), written);
    return written;
  }
}
