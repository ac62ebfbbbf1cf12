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
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
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
 * @param burial marks it as deleted
 */
public record SingleItem<T>(
    SyncContext scope, PhaseName name, Endpoint<T> endpoint, PageWriter<T> writer, Burial burial)
    implements SyncPhase {

  /** Marks the item as deleted, given what GitHub says of it. */
  @FunctionalInterface
  public interface Burial {
    RowChanges bury(Session session, Fetched.Absent<?> absent);
  }

  /** An issue, or a pull request as far as it is one. */
  public static SingleItem<Issue> issue(SyncContext scope, long number) {
    return new SingleItem<>(
        scope,
        PhaseName.ISSUES,
        scope.endpoints().issue(number),
        (s, issues) -> IssuesPhase.write(scope, s, issues),
        (s, absent) -> buryIssue(scope, s, number, absent.location()));
  }

  /** Issues that are switched off all answer as if they were deleted: then they stay. */
  private static RowChanges buryIssue(
      SyncContext scope, Session s, long number, Optional<String> transferredTo) {
    return transferredTo.isPresent() || s.repos().features(scope.repo()).issues()
        ? s.issues().bury(scope.repo(), number, transferredTo, scope.now())
        : RowChanges.NOTHING;
  }

  /** A pull request, where the token may not read its issue. */
  public static SingleItem<PullDetail> pull(SyncContext scope, long number) {
    return new SingleItem<>(
        scope,
        PhaseName.PULLS,
        scope.endpoints().pull(number),
        (s, details) -> {
          if (s.issues().listLiving(scope.repo(), List.of(number)).isEmpty()) {
            s.issues().upsert(scope.repo(), details.stream().map(PullDetail::issue).toList());
          }
          List<Pull> pulls = details.stream().map(PullDetail::pull).toList();
          return s.pulls().upsertDetailed(scope.repo(), pulls, true);
        },
        (s, absent) -> s.issues().bury(scope.repo(), number, absent.location(), scope.now()));
  }

  public static SingleItem<IssueComment> comment(SyncContext scope, long id) {
    return new SingleItem<>(
        scope,
        PhaseName.COMMENTS,
        scope.endpoints().comment(id),
        (s, comments) -> s.issueComments().upsert(scope.repo(), comments),
        (s, absent) -> s.issueComments().bury(scope.repo(), id, scope.now()));
  }

  public static SingleItem<ReviewComment> reviewComment(SyncContext scope, long id) {
    return new SingleItem<>(
        scope,
        PhaseName.REVIEW_COMMENTS,
        scope.endpoints().reviewComment(id),
        (s, comments) -> s.reviewComments().upsert(scope.repo(), comments),
        (s, absent) -> s.reviewComments().bury(scope.repo(), id, scope.now()));
  }

  public static SingleItem<Release> release(SyncContext scope, long id) {
    return new SingleItem<>(
        scope,
        PhaseName.RELEASES,
        scope.endpoints().release(id),
        (s, releases) -> s.releases().upsert(scope.repo(), releases),
        (s, absent) -> s.releases().bury(scope.repo(), id, scope.now()));
  }

  /** An event, which GitHub does not delete alone. */
  public static SingleItem<IssueEvent> event(SyncContext scope, long id) {
    return new SingleItem<>(
        scope,
        PhaseName.EVENTS,
        scope.endpoints().event(id),
        (s, events) -> s.issueEvents().insert(scope.repo(), events),
        (s, absent) -> RowChanges.NOTHING);
  }

  /** A pull request as the list shows it. */
  public static SingleItem<PullDetail> pull(SyncContext scope, long number, PageWriter<PullDetail> writer) {
    return new SingleItem<>(
        scope,
        PhaseName.PULLS,
        scope.endpoints().pull(number),
        writer,
        (s, absent) -> RowChanges.NOTHING);
  }

  /** The same, tried once. */
  public SingleItem<T> once() {
    return new SingleItem<>(scope, name, endpoint.once(), writer, burial);
  }

  @Override
  public PhaseOutcome run() {
    ProgressCounter tally = new ProgressCounter(scope.listener(), name);
    Optional<PhaseOutcome> cut = bring(scope.github(name), tally);
    return cut.orElseGet(() -> PhaseOutcome.done(tally.counts()));
  }

  /**
   * As part of a phase that asks for more; how that ends where GitHub tells nothing of the item.
   */
  public Optional<PhaseOutcome> bring(GitHub github, ProgressCounter tally) {
    Asked<T> asked = Asked.of(github, endpoint);
    if (asked instanceof Asked.Page<T> got) {
      store(tally, s -> writer.write(s, List.of(got.fresh().value())));
      return Optional.empty();
    }
    if (asked instanceof Asked.Gone<T> gone) {
      store(tally, s -> burial.bury(s, gone.absent()));
      return Optional.empty();
    }
    return Optional.of(asked.end(tally.counts(), ""));
  }

  private void store(ProgressCounter tally, Function<Session, RowChanges> work) {
    RowChanges written = scope.store().inTransaction(work);
    scope.changes().note(name.text(), written);
    tally.add(1, written.counts());
  }
}
