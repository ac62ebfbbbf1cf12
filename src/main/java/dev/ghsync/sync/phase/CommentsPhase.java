package dev.ghsync.sync.phase;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.IssueComment;
import dev.ghsync.store.Issues;
import dev.ghsync.store.Session;
import dev.ghsync.store.Written;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.Scope;
import dev.ghsync.sync.SyncPhase;
import java.util.List;
import java.util.Optional;

/**
 * Issue comments: one walk over those of the whole repository, then a look at the issues whose
 * number of comments is not what GitHub says. A deleted comment moves nothing but that number.
 */
final class CommentsPhase implements SyncPhase {
  private final Scope scope;
  private final GitHub github;

  CommentsPhase(Scope scope) {
    this.scope = scope;
    this.github = scope.github(name());
  }

  @Override
  public PhaseName name() {
    return PhaseName.COMMENTS;
  }

  @Override
  public PhaseOutcome run() {
    PhaseOutcome walked =
        new Walk<>(
                scope,
                new Walk.Stream<>(
                    name(),
                    scope.endpoints()::comments,
                    IssueComment::updatedAt,
                    this::write,
                    "issues are switched off in this repository"))
            .run();
    return walked.state() == PhaseReport.State.UPDATED
            || walked.state() == PhaseReport.State.UNCHANGED
        ? compareCounts(walked)
        : walked;
  }

  private PhaseOutcome compareCounts(PhaseOutcome walked) {
    Tally tally = new Tally(scope.listener(), name());
    tally.add(0, walked.counts());
    List<Issues.UnequalComments> unequal =
        scope.store().read(s -> s.issues().listUnequalComments(scope.repo()));
    for (Issues.UnequalComments issue : unequal) {
      Optional<PhaseOutcome> cut = readAgain(issue.number(), tally);
      if (cut.isPresent()) {
        return cut.get();
      }
    }
    return PhaseOutcome.done(tally.counts());
  }

  /** Reads an issue's comments one page after the other, and buries those that are gone. */
  private Optional<PhaseOutcome> readAgain(long number, Tally tally) {
    ItemList.Read<IssueComment> read =
        new ItemList<>(
                github,
                scope.endpoints().commentsOf(number),
                IssueComment::id,
                page -> store(page, tally))
            .read();
    if (read.ids().isEmpty()) {
      // Where the issue itself is gone, the next check for deletions tells where to.
      return read.instead()
          .filter(asked -> !(asked instanceof Asked.Gone<List<IssueComment>>))
          .map(asked -> asked.end(tally.counts(), ""));
    }
    Written buried =
        scope
            .store()
            .inTransaction(
                s -> {
                  s.issues().commentsChecked(scope.repo(), number);
                  return s.issueComments()
                      .buryOthers(scope.repo(), number, read.ids().get(), scope.now());
                });
    scope.changes().note(name().text(), buried);
    tally.add(0, buried.counts());
    return Optional.empty();
  }

  private void store(List<IssueComment> page, Tally tally) {
    Written written = scope.store().inTransaction(s -> write(s, page));
    tally.add(page.size(), written.counts());
  }

  private Written write(Session session, List<IssueComment> comments) {
    Written written = session.issueComments().upsert(scope.repo(), comments);
    scope.changes().note(name().text(), written);
    return written;
  }
}
