package dev.ghsync.sync.stream;

import dev.ghsync.model.Counts;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.table.IssueComments;
import dev.ghsync.store.table.Issues;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.list.PerIssueRefresh;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SinceCursorList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import dev.ghsync.sync.verify.StreamComparison;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Comments on issues and pull requests. */
public final class CommentsStream implements Stream {
  public static final StreamName NAME = new StreamName("comments");

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "comments on issues and pull requests";
  }

  /** The number of comments is compared with what the issues say. */
  @Override
  public Set<StreamName> after() {
    return Set.of(IssuesStream.NAME);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new Phase(context), after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == WebhookTarget.Kind.ISSUE_COMMENT
        ? List.of(new Step(item(context, target.id()), after()))
        : List.of();
  }

  @Override
  public List<Step> afterCheck(SyncContext context) {
    return List.of(new Step(new Phase(context).unequal(), after()));
  }

  @Override
  public boolean isSettled(Reads s, long repo, Checks.Ended check) {
    return s.issues().listUnequalComments(repo).isEmpty();
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(
        Estimate.list(context, name(), context.endpoints().comments(Optional.empty())));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(IssueComments.TABLE, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(
        StreamComparison.of(context, name(), Compared.of(IssueComments.TABLE), context.issuesOff())
            .since(
                context.endpoints()::comments,
                IssueComment::updatedAt,
                (s, comments) -> s.upsert(IssueComments.TABLE, context.repo(), comments)));
  }

  /**
   * Issue comments: one walk over those of the whole repository, then a look at the issues whose
   * number of comments is not what GitHub says. A deleted comment moves nothing but that number.
   */
  record Phase(SyncContext context) implements SyncPhase {
    @Override
    public StreamName name() {
      return NAME;
    }

    @Override
    public PhaseOutcome run() {
      ProgressCounter progress = new ProgressCounter(context.listener(), name());
      UnreadableNotes notes = new UnreadableNotes(context, name());
      PhaseOutcome walked =
          new SinceCursorList<>(
                  context,
                  new SinceCursorList.Stream<>(
                      name(),
                      context.endpoints()::comments,
                      IssueComment::updatedAt,
                      this::write,
                      IssuesStream.absent(context, "comments")),
                  progress,
                  notes)
              .run();
      PhaseOutcome asked =
          notes.retry(
              walked.counting(Counts.NONE),
              new UnreadableNotes.Again<>(
                  id -> item(context, id),
                  context.endpoints().comments(Optional.empty()),
                  this::write),
              0);
      progress.add(0, asked.counts());
      return readUnequal(progress, asked.counting(progress.counts()));
    }

    /** Only the issues whose number of comments is not what GitHub says. */
    public SyncPhase unequal() {
      return new NamedPhase(
          name(),
          () ->
              readUnequal(
                  new ProgressCounter(context.listener(), name()), PhaseOutcome.done(Counts.NONE)));
    }

    private PhaseOutcome readUnequal(ProgressCounter progress, PhaseOutcome walked) {
      return new PerIssueRefresh<>(
              context,
              name(),
              number -> IssuesStream.item(context, number),
              context.endpoints()::commentsOf,
              IssueComment::id,
              this::write,
              progress,
              this::markOthersDeleted)
          .run(
              walked,
              s ->
                  s.issues().listUnequalComments(context.repo()).stream()
                      .map(Issues.UnequalComments::number)
                      .toList());
    }

    private RowChanges markOthersDeleted(Session session, long number, Set<Long> ids) {
      session.issues().commentsChecked(context.repo(), number);
      return session.markOthersDeleted(
          IssueComments.TABLE, context.repo(), number, ids, context.now());
    }

    private RowChanges write(Session session, List<IssueComment> comments) {
      RowChanges written = session.upsert(IssueComments.TABLE, context.repo(), comments);
      context.changes().note(name().text(), written);
      return written;
    }
  }

  /** Returns one comment. */
  static SingleItem<IssueComment> item(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        NAME,
        context.endpoints().comment(id),
        (s, comments) -> s.upsert(IssueComments.TABLE, context.repo(), comments),
        (s, answer) -> s.markDeleted(IssueComments.TABLE, context.repo(), id, context.now()));
  }
}
