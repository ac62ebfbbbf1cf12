package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Issue;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.Issues;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SinceCursorList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import dev.ghsync.sync.verify.StreamComparison;
import java.util.List;
import java.util.Optional;

/** Issues, and pull requests as far as they are issues. */
public final class IssuesStream implements Stream {
  public static final StreamName NAME = new StreamName("issues");

  private static final int PAGE = 100;

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "issues, and what pull requests have in common with them";
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new Phase(context), after()));
  }

  /**
   * An issue contains the number of its comments. The issue of a pull request contains the time at
   * which its details and reviews changed.
   */
  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return switch (target.kind()) {
      case ISSUE, ISSUE_COMMENT, PULL, REVIEW, REVIEW_COMMENT ->
          List.of(new Step(item(context, target.number()), after()));
      default -> List.of();
    };
  }

  /** The number of the newest issue is that of all issues and pull requests at most. */
  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(new Estimate.Requests(() -> newest(context) / PAGE + 1, 1));
  }

  /** Returns the number of the newest issue or pull request. */
  static long newest(SyncContext context) {
    Endpoint<List<Issue>> newest =
        context.endpoints().issues(Optional.empty()).newestFirst().perPage(1);
    return Estimate.items(context, NAME, newest).stream().mapToLong(Issue::number).max().orElse(0);
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(Issues.TABLE, repo);
  }

  /** If issues are disabled, GitHub may omit those of pull requests too. */
  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    Optional<String> off = context.issuesOff();
    Compared kind = off.isPresent() ? Compared.OWN_ISSUES : Compared.of(Issues.TABLE);
    StreamComparison comparison = StreamComparison.of(context, name(), kind, off);
    return List.of(
        off.map(comparison::switchedOff)
            .orElseGet(
                () ->
                    comparison.since(
                        context.endpoints()::issues,
                        Issue::updatedAt,
                        (s, issues) -> s.issues().upsert(context.repo(), issues).written())));
  }

  /** Issues, and pull requests as far as they are issues. */
  record Phase(SyncContext context) implements SyncPhase {
    @Override
    public StreamName name() {
      return NAME;
    }

    @Override
    public PhaseOutcome run() {
      boolean areOff = !context.store().read(s -> s.repos().features(context.repo())).issues();
      LastingRefusal off = new LastingRefusal(context, NAME);
      if (areOff && off.isKnown()) {
        return PhaseOutcome.skipped(absent(context, "issues"));
      }
      PhaseOutcome outcome = read();
      if (areOff && outcome.state() == PhaseReport.State.SKIPPED) {
        context.store().write(off::note);
      }
      return outcome;
    }

    private PhaseOutcome read() {
      ProgressCounter progress = new ProgressCounter(context.listener(), name());
      UnreadableNotes notes = new UnreadableNotes(context, name());
      PhaseOutcome listed =
          new SinceCursorList<>(
                  context,
                  new SinceCursorList.Stream<>(
                      name(),
                      context.endpoints()::issues,
                      Issue::updatedAt,
                      (s, issues) -> write(context, s, issues),
                      absent(context, "issues")),
                  progress,
                  notes)
              .run();
      return notes.end(
          listed,
          new UnreadableNotes.Again<>(
              number -> item(context, number),
              context.endpoints().issues(Optional.empty()),
              (s, issues) -> write(context, s, issues)));
    }
  }

  /** Returns one issue, or a pull request as far as it is an issue. */
  public static SingleItem<Issue> item(SyncContext context, long number) {
    return new SingleItem<>(
        context,
        NAME,
        context.endpoints().issue(number),
        (s, issues) -> write(context, s, issues),
        (s, answer) -> markDeleted(context, s, number, answer.location()));
  }

  /** If issues are disabled, all of them are answered like deleted ones and must stay. */
  private static RowChanges markDeleted(
      SyncContext context, Session s, long number, Optional<String> transferredTo) {
    return transferredTo.isPresent() || s.repos().features(context.repo()).issues()
        ? s.issues().markDeleted(context.repo(), number, transferredTo, context.now())
        : RowChanges.NOTHING;
  }

  /** Returns whether the list of issues was read to its end, in this run or an earlier one. */
  static boolean areHere(SyncContext context) {
    return context.store().read(s -> s.streams().find(context.repo(), NAME.text())).isPresent();
  }

  /** Returns the reason to report if GitHub does not show issues or what belongs to them. */
  static String absent(SyncContext context, String what) {
    return context.store().read(s -> s.repos().features(context.repo())).issues()
        ? "GitHub does not show the " + what
        : "issues are switched off in this repository";
  }

  public static RowChanges write(SyncContext context, Session session, List<Issue> issues) {
    Issues.Changes changes = session.issues().upsert(context.repo(), issues);
    String stream = NAME.text();
    context.changes().note(stream, changes.written());
    context.changes().note(stream, "closed", changes.closed());
    context.changes().note(stream, "reopened", changes.reopened());
    return changes.written();
  }
}
