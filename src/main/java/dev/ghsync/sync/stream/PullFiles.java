package dev.ghsync.sync.stream;

import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Batches;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.PullContent;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.PassedOver;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.PullContentSource;
import dev.ghsync.sync.list.SpareRequests;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the commits and files of the pull requests whose head, base or numbers have changed since
 * these were read, and that have not come with the details: 50 in one GraphQL query, and by REST
 * what GraphQL does not show. What is due is read from the database, so that an interruption loses
 * nothing, and a database of an earlier version is filled over as many runs as the limits require.
 */
final class PullFiles implements SyncPhase {
  private final SyncContext context;
  private final GitHub github;
  private final ProgressCounter progress;
  private final PassedOver unread;
  private final SpareRequests spare;
  private final Optional<Long> only;

  /**
   * Creates the phase.
   *
   * @param progress of those that came with the details of pull requests
   * @param only the number of the only pull request to read; empty for all that are due
   */
  PullFiles(SyncContext context, ProgressCounter progress, Optional<Long> only) {
    this.context = context;
    this.github = context.github(name());
    this.progress = progress;
    this.unread = new PassedOver(context, name(), "pull request");
    this.spare = new SpareRequests(context, github);
    this.only = only;
  }

  @Override
  public StreamName name() {
    return PullFilesStream.NAME;
  }

  @Override
  public PhaseOutcome run() {
    List<Long> due = new ArrayList<>(due());
    Set<Long> noted = unread.listNoted(due);
    due.retainAll(only.<Collection<Long>>map(List::of).orElse(due));
    noted.retainAll(due);
    OptionalLong total = OptionalLong.of(due.size());
    due.removeAll(noted);
    Optional<PhaseOutcome> cut =
        context.inParallel(
            Batches.of(due, PullContentSource.BATCH), batch -> fetchBatch(batch, total));
    return cut.or(() -> again(noted)).orElseGet(this::finish);
  }

  private List<Long> due() {
    if (context.settings().full() && only.isEmpty()) {
      return context.store().read(s -> s.pullContents().listPulls(context.repo()));
    }
    return context.store().read(s -> s.pullContents().listDue(context.repo()));
  }

  private Optional<PhaseOutcome> fetchBatch(List<Long> batch, OptionalLong total) {
    Optional<PhaseOutcome> cut = fetch(github, batch);
    if (cut.isEmpty()) {
      progress.add(batch.size(), Counts.NONE, total);
    }
    return cut;
  }

  /** Reads those again that could not be read before. */
  private Optional<PhaseOutcome> again(Collection<Long> noted) {
    List<Long> some = new ArrayList<>(noted);
    Collections.shuffle(some);
    for (long number : some.subList(0, Math.min(some.size(), UnreadableNotes.MOST_TRIES))) {
      unread.expectFailure();
      Optional<PhaseOutcome> cut = fetch(github.once(), List.of(number));
      if (cut.isPresent()) {
        return cut;
      }
    }
    return Optional.empty();
  }

  private Optional<PhaseOutcome> fetch(GitHub via, List<Long> numbers) {
    PullContentSource source = new PullContentSource(via, context.name(), context.endpoints());
    Map<Long, String> states =
        context.store().read(s -> s.pullContents().states(context.repo(), numbers));
    Map<Long, PullContent> found = Map.of();
    if (!github.graphqlRefused()) {
      Optional<String> spent = spare.graphqlSpent();
      if (spent.isPresent()) {
        return spent.map(this::unfinished);
      }
      Result<Map<Long, PullContent>> result = source.byGraphql(numbers);
      if (result instanceof Result.Failed<Map<Long, PullContent>> failed
          && !github.graphqlRefused()) {
        return Optional.of(PhaseOutcome.stopped(progress.counts(), failed.failure()));
      }
      found = result.fold(contents -> contents, failure -> Map.of());
    }
    store(found.values().stream().filter(PullContent::isWhole).toList(), states);
    for (long number : numbers) {
      PullContent content = found.getOrDefault(number, PullContent.unread(number));
      Optional<PhaseOutcome> cut =
          content.isWhole() ? Optional.empty() : byRest(source, content, states);
      if (cut.isPresent()) {
        return cut;
      }
    }
    return Optional.empty();
  }

  private Optional<PhaseOutcome> byRest(
      PullContentSource source, PullContent content, Map<Long, String> states) {
    Optional<String> spent = spare.restSpent();
    if (spent.isPresent()) {
      return spent.map(this::unfinished);
    }
    long number = content.number();
    Fetched<PullContent> fetched = source.complete(content);
    if (fetched instanceof Fetched.Page<PullContent> page) {
      store(List.of(page.value()), states);
      return Optional.empty();
    }
    if (fetched instanceof Fetched.NotAvailable<PullContent>) {
      // The check for deletions finds out whether the pull request is deleted or hidden.
      unread.gone(number);
      return Optional.empty();
    }
    PhaseOutcome end = PhaseOutcome.of(fetched, progress.counts(), "");
    FailureCode code =
        fetched instanceof Fetched.Forbidden ? FailureCode.FORBIDDEN : FailureCode.BAD_RESPONSE;
    Failure failure = end.failure().orElseGet(() -> Failure.of(code, end.reason().orElse("")));
    return unread.add(number, failure) ? Optional.empty() : Optional.of(end);
  }

  private void store(List<PullContent> contents, Map<Long, String> states) {
    if (contents.isEmpty()) {
      return;
    }
    RowChanges written =
        context
            .store()
            .inTransaction(s -> s.pullContents().replace(context.repo(), contents, states));
    contents.forEach(content -> unread.read(content.number()));
    context.changes().note(name().text(), written);
    progress.add(0, written.counts());
  }

  private PhaseOutcome unfinished(String why) {
    long left = context.store().read(s -> s.pullContents().countDue(context.repo()));
    return PhaseOutcome.bounded(
        progress.counts(),
        "the commits and files of %d pull requests are left to the next run: %s"
            .formatted(left, why));
  }

  private PhaseOutcome finish() {
    if (only.isPresent()) {
      return unread
          .failure()
          .map(failure -> PhaseOutcome.passedOver(progress.counts(), failure))
          .orElseGet(() -> PhaseOutcome.done(progress.counts()));
    }
    context.complete(name());
    return UnreadableNotes.outcome(context, name(), PhaseOutcome.done(progress.counts()));
  }
}
