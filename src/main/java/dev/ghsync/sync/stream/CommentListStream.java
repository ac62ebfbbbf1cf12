package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.Counts;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.table.Table;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.ListThenRest;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.list.PerIssueRefresh;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SinceCursorList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import dev.ghsync.sync.verify.StreamComparison;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Comments that GitHub shows in one list for the whole repository, and in one for each issue or
 * pull request. The phase reads the list of the repository at once. When the issues were read too,
 * it reads those issues or pull requests whose stored comments are not the ones that GitHub has: a
 * deleted comment changes only a number.
 *
 * @param <T> the comments
 */
abstract class CommentListStream<T> implements Stream {
  /** The number of issues without a row that one run requests. */
  private static final int MOST_MISSING = 20;

  private final StreamName name;
  private final WebhookTarget.Kind kind;
  private final Table<T> table;

  /**
   * A stream of comments.
   *
   * @param kind the events of one comment
   */
  CommentListStream(StreamName name, WebhookTarget.Kind kind, Table<T> table) {
    this.name = name;
    this.kind = kind;
    this.table = table;
  }

  /** The comments of the repository from a time on, in ascending order of change. */
  abstract Endpoint<List<T>> all(Endpoints endpoints, Optional<Instant> since);

  /** The comments of one issue or pull request. */
  abstract Endpoint<List<T>> of(Endpoints endpoints, long number);

  abstract Endpoint<T> one(Endpoints endpoints, long id);

  abstract long id(T comment);

  abstract Instant updatedAt(T comment);

  /** Lists the issues or pull requests whose comments must be read again. */
  abstract List<Long> listDue(Reads s, long repo);

  /** Notes that the comments of an issue or pull request were read. */
  abstract void refreshed(Session s, long repo, long number, RowChanges deleted);

  /** Notes what comments of the list have changed. */
  void listed(SyncContext context, Session s, List<T> comments, RowChanges changes) {}

  /** Returns the reason to report if GitHub does not show the list. */
  abstract String notAvailable(SyncContext context);

  /** Returns why there are no comments if the repository has switched them off. */
  abstract Optional<String> switchedOff(VerifyContext context);

  @Override
  public StreamName name() {
    return name;
  }

  @Override
  public List<Step> steps(SyncContext context) {
    ProgressCounter progress = progress(context);
    return List.of(
        new Step(
            new ListThenRest(
                name, () -> read(context, progress), listed -> readDue(context, progress, listed)),
            after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == kind
        ? List.of(new Step(item(context, target.id()), after()))
        : List.of();
  }

  @Override
  public List<Step> afterCheck(SyncContext context) {
    return List.of(
        new Step(
            new NamedPhase(
                name, () -> readDue(context, progress(context), PhaseOutcome.done(Counts.NONE))),
            after()));
  }

  @Override
  public boolean isSettled(Reads s, long repo, Checks.Ended check) {
    return listDue(s, repo).isEmpty();
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(Estimate.list(context, name, all(context.endpoints(), Optional.empty())));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(table, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(
        StreamComparison.of(context, name, Compared.of(table), switchedOff(context))
            .since(
                since -> all(context.endpoints(), since),
                this::updatedAt,
                (s, comments) -> s.upsert(table, context.repo(), comments)));
  }

  private PhaseOutcome read(SyncContext context, ProgressCounter progress) {
    UnreadableNotes notes = new UnreadableNotes(context, name);
    PhaseOutcome listed =
        new SinceCursorList<>(
                context,
                new SinceCursorList.Stream<>(
                    name,
                    since -> all(context.endpoints(), since),
                    this::updatedAt,
                    (s, comments) -> write(context, s, comments),
                    notAvailable(context)),
                progress,
                notes)
            .run();
    PhaseOutcome retried =
        notes.retry(
            listed.counting(Counts.NONE),
            new UnreadableNotes.Again<>(
                id -> item(context, id),
                all(context.endpoints(), Optional.empty()),
                (s, comments) -> write(context, s, comments)),
            0);
    progress.add(0, retried.counts());
    return retried.counting(progress.counts());
  }

  private PhaseOutcome readDue(SyncContext context, ProgressCounter progress, PhaseOutcome listed) {
    return readMissingIssues(context, progress, listed)
        .orElseGet(() -> refresh(context, progress, listed));
  }

  /**
   * Reads the issues of comments if neither list has shown them: the issue was deleted after its
   * comments were read, and before it was. Returns the outcome of the phase if it cannot continue.
   */
  private Optional<PhaseOutcome> readMissingIssues(
      SyncContext context, ProgressCounter progress, PhaseOutcome listed) {
    boolean maySomeBeMissing =
        listed.cameToItsEnd()
            && listed.counts().created() > 0
            && context.settings().depth().isEmpty()
            && IssuesStream.areHere(context);
    List<Long> missing =
        maySomeBeMissing
            ? context.store().read(s -> s.issuesWithoutRow(table, context.repo()))
            : List.of();
    ProgressCounter issues = new ProgressCounter(context.listener(), IssuesStream.NAME);
    for (long number : missing.subList(0, Math.min(missing.size(), MOST_MISSING))) {
      Optional<PhaseOutcome> cut =
          IssuesStream.item(context, number).bring(context.github(name), issues);
      if (cut.isPresent()) {
        return cut.map(end -> end.counting(progress.counts()));
      }
    }
    return Optional.empty();
  }

  private PhaseOutcome refresh(SyncContext context, ProgressCounter progress, PhaseOutcome listed) {
    return new PerIssueRefresh<>(
            context,
            name,
            number -> IssuesStream.item(context, number),
            number -> of(context.endpoints(), number),
            this::id,
            (s, comments) -> write(context, s, comments),
            progress,
            (s, number, ids) -> markOthersDeleted(context, s, number, ids))
        .run(listed, s -> listDue(s, context.repo()));
  }

  private ProgressCounter progress(SyncContext context) {
    return new ProgressCounter(context.listener(), name);
  }

  private RowChanges markOthersDeleted(SyncContext context, Session s, long number, Set<Long> ids) {
    RowChanges deleted = s.markOthersDeleted(table, context.repo(), number, ids, context.now());
    refreshed(s, context.repo(), number, deleted);
    return deleted;
  }

  private RowChanges write(SyncContext context, Session s, List<T> comments) {
    RowChanges changes = s.upsert(table, context.repo(), comments);
    listed(context, s, comments, changes);
    context.changes().note(name.text(), changes);
    return changes;
  }

  private SingleItem<T> item(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        name,
        one(context.endpoints(), id),
        (s, comments) -> s.upsert(table, context.repo(), comments),
        (s, answer) -> s.markDeleted(table, context.repo(), id, context.now()));
  }
}
