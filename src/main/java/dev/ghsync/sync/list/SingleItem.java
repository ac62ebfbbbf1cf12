package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.json.PullDetail;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.model.item.Pull;
import dev.ghsync.model.item.Release;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.IssueComments;
import dev.ghsync.store.table.IssueEvents;
import dev.ghsync.store.table.Releases;
import dev.ghsync.store.table.ReviewComments;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.stream.IssuesPhase;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One item of a stream, asked for by its number or id: afterwards it is here as GitHub shows it, or
 * marked as deleted. No cursor and no validator moves, since one item says nothing of its stream.
 *
 * @param softDelete marks it as deleted
 */
public record SingleItem<T>(
    SyncContext context,
    StreamName name,
    Endpoint<T> endpoint,
    PageWriter<T> writer,
    SoftDelete softDelete)
    implements SyncPhase {

  /** Marks the item as deleted, given what GitHub says of it. */
  @FunctionalInterface
  public interface SoftDelete {
    RowChanges markDeleted(Session session, Fetched.NotAvailable<?> absent);
  }

  /** An issue, or a pull request as far as it is one. */
  public static SingleItem<Issue> issue(SyncContext context, long number) {
    return new SingleItem<>(
        context,
        StreamName.ISSUES,
        context.endpoints().issue(number),
        (s, issues) -> IssuesPhase.write(context, s, issues),
        (s, absent) -> buryIssue(context, s, number, absent.location()));
  }

  /** Issues that are switched off all answer as if they were deleted: then they stay. */
  private static RowChanges buryIssue(
      SyncContext context, Session s, long number, Optional<String> transferredTo) {
    return transferredTo.isPresent() || s.repos().features(context.repo()).issues()
        ? s.issues().markDeleted(context.repo(), number, transferredTo, context.now())
        : RowChanges.NOTHING;
  }

  /** A pull request, where the token may not read its issue. */
  public static SingleItem<PullDetail> pull(SyncContext context, long number) {
    return new SingleItem<>(
        context,
        StreamName.PULLS,
        context.endpoints().pull(number),
        (s, details) -> {
          if (s.issues().listActive(context.repo(), List.of(number)).isEmpty()) {
            s.issues().upsert(context.repo(), details.stream().map(PullDetail::issue).toList());
          }
          List<Pull> pulls = details.stream().map(PullDetail::pull).toList();
          return s.pulls().upsertDetailed(context.repo(), pulls, true);
        },
        (s, absent) ->
            s.issues().markDeleted(context.repo(), number, absent.location(), context.now()));
  }

  public static SingleItem<IssueComment> comment(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        StreamName.COMMENTS,
        context.endpoints().comment(id),
        (s, comments) -> s.upsert(IssueComments.TABLE, context.repo(), comments),
        (s, absent) -> s.markDeleted(IssueComments.TABLE, context.repo(), id, context.now()));
  }

  public static SingleItem<ReviewComment> reviewComment(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        StreamName.REVIEW_COMMENTS,
        context.endpoints().reviewComment(id),
        (s, comments) -> s.upsert(ReviewComments.TABLE, context.repo(), comments),
        (s, absent) -> s.markDeleted(ReviewComments.TABLE, context.repo(), id, context.now()));
  }

  public static SingleItem<Release> release(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        StreamName.RELEASES,
        context.endpoints().release(id),
        (s, releases) -> s.upsert(Releases.TABLE, context.repo(), releases),
        (s, absent) -> s.markDeleted(Releases.TABLE, context.repo(), id, context.now()));
  }

  /** An event, which GitHub does not delete alone. */
  public static SingleItem<IssueEvent> event(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        StreamName.EVENTS,
        context.endpoints().event(id),
        (s, events) -> s.upsert(IssueEvents.TABLE, context.repo(), events),
        (s, absent) -> RowChanges.NOTHING);
  }

  /** A pull request as the list shows it. */
  public static SingleItem<PullDetail> pull(
      SyncContext context, long number, PageWriter<PullDetail> writer) {
    return new SingleItem<>(
        context,
        StreamName.PULLS,
        context.endpoints().pull(number),
        writer,
        (s, absent) -> RowChanges.NOTHING);
  }

  /** The same, tried once. */
  public SingleItem<T> once() {
    return new SingleItem<>(context, name, endpoint.once(), writer, softDelete);
  }

  @Override
  public PhaseOutcome run() {
    ProgressCounter progress = new ProgressCounter(context.listener(), name);
    Optional<PhaseOutcome> cut = bring(context.github(name), progress);
    return cut.orElseGet(() -> PhaseOutcome.done(progress.counts()));
  }

  /**
   * As part of a phase that asks for more; how that ends where GitHub tells nothing of the item.
   */
  public Optional<PhaseOutcome> bring(GitHub github, ProgressCounter progress) {
    Fetched<T> asked = github.fetch(endpoint);
    if (asked instanceof Fetched.Page<T> got) {
      store(progress, s -> writer.write(s, List.of(got.value())));
      return Optional.empty();
    }
    if (asked instanceof Fetched.NotAvailable<T> gone) {
      store(progress, s -> softDelete.markDeleted(s, gone));
      return Optional.empty();
    }
    return Optional.of(PhaseOutcome.of(asked, progress.counts(), ""));
  }

  private void store(ProgressCounter progress, Function<Session, RowChanges> work) {
    RowChanges written = context.store().inTransaction(work);
    context.changes().note(name.text(), written);
    progress.add(1, written.counts());
  }
}
