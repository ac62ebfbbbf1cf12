package dev.ghsync.sync.stream;

import dev.ghsync.github.GitHub;
import dev.ghsync.github.graphql.GraphQlDiscussions;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Discussion;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.Discussions;
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
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.UnreadableNotes;
import dev.ghsync.sync.verify.DiscussionComparison;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Discussions with their comments and replies, which only GraphQL shows. */
public final class DiscussionsStream implements Stream {
  public static final StreamName NAME = new StreamName("discussions");

  private static final int PAGE = 100;

  /** Discussions whose comments come in one query, as far as that can be foreseen. */
  private static final int READ_AT_ONCE = 40;

  private static final int ISSUES_A_QUERY = 50;

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "discussions, their comments and replies";
  }

  /** An event shows that an issue was converted to a discussion. */
  @Override
  public Set<StreamName> after() {
    return Set.of(IssuesStream.NAME, EventsStream.NAME);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    Phase phase = new Phase(context);
    return List.of(new Step(new ListThenRest(NAME, phase::read, phase::readConversions), after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == WebhookTarget.Kind.DISCUSSION
        ? List.of(
            new Step(
                new NamedPhase(NAME, () -> new Phase(context).readOne(target.number())), Set.of()))
        : List.of();
  }

  @Override
  public List<Step> ownCheck(SyncContext context) {
    return List.of(new Step(new NamedPhase(NAME, () -> new Phase(context).check()), Set.of()));
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(new Estimate.Requests(() -> first(context), 1));
  }

  private static long first(SyncContext context) {
    long all =
        context
            .github(NAME)
            .discussions(context.name(), GraphQlDiscussions::count)
            .fold(number -> number, failure -> 0L);
    return 1 + all / PAGE + all / READ_AT_ONCE;
  }

  private static boolean areOn(SyncContext context) {
    return context.store().read(s -> s.repos().features(context.repo())).discussions();
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(Discussions.TABLE, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(new DiscussionComparison(context, NAME).run());
  }

  static RowChanges write(SyncContext context, Session s, List<Discussion> discussions) {
    RowChanges written = s.upsert(Discussions.TABLE, context.repo(), discussions);
    context.changes().note(NAME.text(), written);
    return written;
  }

  static RowChanges markDeleted(SyncContext context, Session s, long number) {
    RowChanges deleted = s.markDeleted(Discussions.TABLE, context.repo(), number, context.now());
    context.changes().note(NAME.text(), deleted);
    return deleted;
  }

  /** The work of the phases of discussions. */
  private static final class Phase {
    private final SyncContext context;
    private final GitHub github;
    private final ProgressCounter progress;

    Phase(SyncContext context) {
      this.context = context;
      this.github = context.github(NAME);
      this.progress = new ProgressCounter(context.listener(), NAME);
    }

    PhaseOutcome read() {
      return ifOn(
          () -> {
            if (context.settings().full()) {
              context.store().write(s -> s.discussions().allCommentsDue(context.repo()));
            }
            return list().read().or(() -> reader().readDue());
          });
    }

    PhaseOutcome check() {
      return ifOn(() -> new DiscussionCheck(context, github, progress, reader()).run());
    }

    PhaseOutcome readOne(long number) {
      DiscussionReader reader = reader();
      return ifOn(() -> reader.ask(List.of(number)).or(reader::readDue));
    }

    private PhaseOutcome ifOn(Supplier<Optional<Failure>> work) {
      if (areOn(context)) {
        return outcome(work);
      }
      String off = "discussions are switched off in this repository";
      Counts deleted = list().deleteAll();
      return deleted.isNone()
          ? PhaseOutcome.skipped(off)
          : PhaseOutcome.done(deleted, Optional.of(off));
    }

    private DiscussionList list() {
      return new DiscussionList(context, github, progress);
    }

    /** Asks which discussions issues were converted to, each issue once. */
    PhaseOutcome readConversions(PhaseOutcome listed) {
      if (!listed.cameToItsEnd()) {
        return listed;
      }
      List<Long> issues =
          context.store().read(s -> s.discussions().listUnknownConversions(context.repo()));
      for (List<Long> some : Batches.of(issues, ISSUES_A_QUERY)) {
        Result<Map<Long, Long>> result =
            github.discussions(context.name(), discussions -> discussions.conversions(some));
        if (result instanceof Result.Failed<Map<Long, Long>> failed) {
          return ended(failed.failure());
        }
        Map<Long, Long> found = ((Result.Ok<Map<Long, Long>>) result).value();
        context
            .store()
            .write(
                s ->
                    some.forEach(
                        issue ->
                            s.discussions().converted(context.repo(), issue, found.get(issue))));
      }
      return listed;
    }

    private DiscussionReader reader() {
      return new DiscussionReader(context, github, progress);
    }

    private PhaseOutcome outcome(Supplier<Optional<Failure>> work) {
      return work.get()
          .map(this::ended)
          .orElseGet(
              () -> UnreadableNotes.outcome(context, NAME, PhaseOutcome.done(progress.counts())));
    }

    /** Nothing else shows discussions. */
    private PhaseOutcome ended(Failure failure) {
      return failure.code() == FailureCode.FORBIDDEN
          ? PhaseOutcome.skipped(failure.message())
          : PhaseOutcome.stopped(progress.counts(), failure);
    }
  }
}
