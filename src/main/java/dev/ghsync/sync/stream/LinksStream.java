package dev.ghsync.sync.stream;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.ItemLinks;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checks;
import dev.ghsync.store.table.Links.Due;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SpareRequests;
import dev.ghsync.sync.list.UnreadableNotes;
import dev.ghsync.sync.verify.LinkComparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where issues and pull requests are mentioned, and which issues pull requests close. Those of
 * changed issues are read in each run. A link changes nothing of the issue that it points to, so
 * the full check compares all of them and marks the others as due.
 */
public final class LinksStream implements Stream {
  public static final StreamName NAME = new StreamName("links");

  private static final int ITEMS_A_QUERY = 100;

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "who mentioned an issue where, and what pull requests close";
  }

  @Override
  public Set<StreamName> after() {
    return Set.of(IssuesStream.NAME, PullsStream.NAME);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(step(context, OptionalLong.empty()));
  }

  private Step step(SyncContext context, OptionalLong only) {
    return new Step(new NamedPhase(NAME, () -> new Phase(context).run(only)), after());
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return switch (target.kind()) {
      case ISSUE, ISSUE_COMMENT, PULL -> List.of(step(context, OptionalLong.of(target.number())));
      default -> List.of();
    };
  }

  @Override
  public List<Step> afterCheck(SyncContext context) {
    return steps(context);
  }

  /** Only a check by GraphQL compares links. */
  @Override
  public boolean isSettled(Reads s, long repo, Checks.Ended check) {
    return check.comparesReviews() && s.links().countDue(repo) == 0;
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(
        new Estimate.Requests(() -> IssuesStream.newest(context) / ITEMS_A_QUERY + 1, 0));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.links().count(repo);
  }

  @Override
  public long countDue(Reads s, long repo) {
    return s.links().countDue(repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(new LinkComparison(context, NAME).run());
  }

  /** Reads the links that are due. */
  private static final class Phase {
    private final SyncContext context;
    private final GitHub github;
    private final ProgressCounter progress;
    private final UnreadableNotes notes;
    private final Set<String> noted;
    private final AtomicBoolean hasBegun = new AtomicBoolean();

    Phase(SyncContext context) {
      this.context = context;
      this.github = context.github(NAME);
      this.progress = new ProgressCounter(context.listener(), NAME);
      this.notes = new UnreadableNotes(context, NAME);
      this.noted = ConcurrentHashMap.newKeySet();
      noted.addAll(notes.names());
    }

    PhaseOutcome run(OptionalLong only) {
      if (context.settings().full() && only.isEmpty()) {
        context.store().write(s -> s.links().allDue(context.repo()));
      }
      List<Due> due = new ArrayList<>(context.store().read(s -> s.links().listDue(context.repo())));
      only.ifPresent(number -> due.removeIf(one -> one.number() != number));
      Optional<PhaseOutcome> cut =
          context.inParallel(
              Batches.of(due, ITEMS_A_QUERY), some -> readUnlessSpent(some, due.size()));
      if (cut.isPresent()) {
        return cut.get();
      }
      if (only.isEmpty()) {
        context.complete(NAME);
      }
      return UnreadableNotes.outcome(context, NAME, PhaseOutcome.done(progress.counts()));
    }

    /** Reads links. The first query is sent in any case, so that each run comes further. */
    private Optional<PhaseOutcome> readUnlessSpent(List<Due> due, long all) {
      Optional<PhaseOutcome> cut = hasBegun.getAndSet(true) ? spent() : Optional.empty();
      return cut.or(() -> read(due, all));
    }

    /** Returns the outcome if the rest of GraphQL's limit is left to other work. */
    private Optional<PhaseOutcome> spent() {
      return new SpareRequests(context, github)
          .graphqlSpent()
          .map(
              why ->
                  PhaseOutcome.bounded(
                      progress.counts(), "the other links are left to the next run: " + why));
    }

    private Optional<PhaseOutcome> read(List<Due> due, long all) {
      Map<Long, Boolean> items = new HashMap<>();
      due.forEach(one -> items.put(one.number(), one.isPull()));
      Result<Map<Long, Optional<ItemLinks>>> result = github.links(context.name(), items);
      if (result instanceof Result.Failed<Map<Long, Optional<ItemLinks>>> failed) {
        return Optional.of(ended(failed.failure()));
      }
      Map<Long, Optional<ItemLinks>> found =
          ((Result.Ok<Map<Long, Optional<ItemLinks>>>) result).value();
      RowChanges written = context.store().inTransaction(s -> store(s, due, found));
      context.changes().note(NAME.text(), written);
      progress.add(due.size(), written.counts(), OptionalLong.of(all));
      due.forEach(one -> note(one.number(), found.containsKey(one.number())));
      return Optional.empty();
    }

    /** An item that the token is not shown keeps its links. */
    private RowChanges store(Session s, List<Due> due, Map<Long, Optional<ItemLinks>> found) {
      List<ItemLinks> shown = found.values().stream().flatMap(Optional::stream).toList();
      RowChanges written = s.links().replace(context.repo(), shown);
      due.stream()
          .filter(one -> found.containsKey(one.number()))
          .forEach(one -> s.links().read(context.repo(), one.number(), one.updatedAt()));
      return written;
    }

    private void note(long number, boolean isRead) {
      String name = String.valueOf(number);
      if (!isRead) {
        notes.note(name, "GitHub cannot deliver its links");
      } else if (noted.remove(name)) {
        notes.forget(name);
      }
    }

    /** Nothing else shows links. */
    private PhaseOutcome ended(Failure failure) {
      return failure.code() == FailureCode.FORBIDDEN
          ? PhaseOutcome.skipped(failure.message())
          : PhaseOutcome.stopped(progress.counts(), failure);
    }
  }
}
