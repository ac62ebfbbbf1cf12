package dev.ghsync.sync.phase;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.ReviewComment;
import dev.ghsync.store.Session;
import dev.ghsync.store.Written;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.Scope;
import dev.ghsync.sync.SyncPhase;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Comments on pull requests' diffs: one walk over those of the whole repository, then those pull
 * requests of which the check for deletions has found another number.
 */
final class ReviewCommentsPhase implements SyncPhase {
  private final Scope scope;
  private final GitHub github;

  ReviewCommentsPhase(Scope scope) {
    this.scope = scope;
    this.github = scope.github(name());
  }

  @Override
  public PhaseName name() {
    return PhaseName.REVIEW_COMMENTS;
  }

  @Override
  public PhaseOutcome run() {
    PhaseOutcome walked =
        new Walk<>(
                scope,
                new Walk.Stream<>(
                    name(),
                    scope.endpoints()::reviewComments,
                    ReviewComment::updatedAt,
                    this::write,
                    "pull requests are switched off in this repository"))
            .run();
    return walked.state() == PhaseReport.State.UPDATED
            || walked.state() == PhaseReport.State.UNCHANGED
        ? readDue(walked)
        : walked;
  }

  private PhaseOutcome readDue(PhaseOutcome walked) {
    Tally tally = new Tally(scope.listener(), name());
    tally.add(0, walked.counts());
    for (long number : scope.store().read(s -> s.pulls().listDueReviewComments(scope.repo()))) {
      Optional<PhaseOutcome> cut = readAgain(number, tally);
      if (cut.isPresent()) {
        return cut.get();
      }
    }
    return PhaseOutcome.done(tally.counts());
  }

  private Optional<PhaseOutcome> readAgain(long number, Tally tally) {
    ItemList.Read<ReviewComment> read =
        new ItemList<>(
                github,
                scope.endpoints().reviewCommentsOf(number),
                ReviewComment::id,
                page -> store(page, tally))
            .read();
    if (read.ids().isEmpty()) {
      return read.instead()
          .filter(asked -> !(asked instanceof Asked.Gone<List<ReviewComment>>))
          .map(asked -> asked.end(tally.counts(), ""));
    }
    Written buried =
        scope
            .store()
            .inTransaction(
                s -> {
                  s.pulls().reviewCommentsDue(scope.repo(), List.of(number), false);
                  return s.reviewComments()
                      .buryOthers(scope.repo(), number, read.ids().get(), scope.now());
                });
    scope.changes().note(name().text(), buried);
    tally.add(0, buried.counts());
    return Optional.empty();
  }

  private void store(List<ReviewComment> page, Tally tally) {
    Written written = scope.store().inTransaction(s -> write(s, page));
    tally.add(page.size(), written.counts());
  }

  /** A comment belongs to a review, which shows nowhere else that it has come. */
  private Written write(Session session, List<ReviewComment> comments) {
    Written written = session.reviewComments().upsert(scope.repo(), comments);
    Set<Long> changed = new HashSet<>(written.created());
    changed.addAll(written.updated());
    List<Long> pulls =
        comments.stream()
            .filter(comment -> changed.contains(comment.id()))
            .map(ReviewComment::pullNumber)
            .distinct()
            .toList();
    session.pulls().reviewsDue(scope.repo(), pulls);
    scope.changes().note(name().text(), written);
    return written;
  }
}
