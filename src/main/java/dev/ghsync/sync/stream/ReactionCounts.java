package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.item.Issue;
import dev.ghsync.model.item.IssueComment;
import dev.ghsync.model.item.ReviewComment;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import dev.ghsync.store.table.IssueComments;
import dev.ghsync.store.table.ReviewComments;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.PageWriter;
import dev.ghsync.sync.list.Pages;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SpareRequests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the lists of issues and comments again from their beginning, since their items contain the
 * numbers of reactions. The place is stored with each page, so that the next run continues there.
 */
record ReactionCounts(SyncContext context, ProgressCounter progress) {

  /** Returns how the phase ends if a list was not read to its end. */
  Optional<PhaseOutcome> readAgain() {
    return list(
            0,
            context.endpoints()::issues,
            Issue::updatedAt,
            (s, page) -> IssuesStream.write(context, s, page))
        .or(
            () ->
                list(
                    1,
                    context.endpoints()::comments,
                    IssueComment::updatedAt,
                    (s, page) -> s.upsert(IssueComments.TABLE, context.repo(), page)))
        .or(
            () ->
                list(
                    2,
                    context.endpoints()::reviewComments,
                    ReviewComment::updatedAt,
                    (s, page) -> s.upsert(ReviewComments.TABLE, context.repo(), page)));
  }

  private <T> Optional<PhaseOutcome> list(
      int part,
      Function<Optional<Instant>, Endpoint<List<T>>> list,
      Function<T, Instant> changedAt,
      PageWriter<T> writer) {
    Optional<Checkpoint> known =
        context
            .store()
            .read(s -> s.checkpoints().find(context.repo(), ReactionsStream.NAME.text(), part));
    if (known.stream().anyMatch(Checkpoint::done)) {
      return Optional.empty();
    }
    Endpoint<List<T>> first = list.apply(Optional.empty());
    Endpoint<List<T>> start = known.flatMap(Checkpoint::url).map(first::at).orElse(first);
    GitHub github = context.github(ReactionsStream.NAME);
    SpareRequests spare = new SpareRequests(context, github);
    Pages<T> pages = Pages.byTime(github, list, changedAt, start);
    while (!pages.isComplete()) {
      Optional<String> spent = spare.restSpent();
      if (spent.isPresent()) {
        return spent.map(this::unfinished);
      }
      if (!pages.next()) {
        PhaseOutcome end = PhaseOutcome.of(pages.end().orElseThrow(), progress.counts(), "");
        return Optional.of(end).filter(cut -> cut.state() != PhaseReport.State.SKIPPED);
      }
      context
          .store()
          .inTransaction(
              s -> {
                RowChanges written = writer.write(s, pages.items());
                s.checkpoints()
                    .save(context.repo(), ReactionsStream.NAME.text(), place(part, pages));
                return written;
              });
    }
    return Optional.empty();
  }

  private static Checkpoint place(int part, Pages<?> pages) {
    return new Checkpoint(
        part,
        Optional.empty(),
        pages.following().map(Endpoint::url),
        Optional.empty(),
        Optional.empty(),
        pages.isComplete());
  }

  private PhaseOutcome unfinished(String why) {
    return PhaseOutcome.bounded(
        progress.counts(), "the check of reactions continues in the next run: " + why);
  }
}
