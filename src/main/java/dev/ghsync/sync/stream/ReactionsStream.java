package dev.ghsync.sync.stream;

import dev.ghsync.store.Reads;
import dev.ghsync.store.table.Reactions.Kind;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.verify.ReactionComparison;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who has reacted to issues, comments, releases, reviews and discussions, and how. */
public final class ReactionsStream implements Stream {
  public static final StreamName NAME = new StreamName("reactions");

  /** The kinds of items whose reactions REST shows. */
  static final List<Kind> BY_REST =
      List.of(
          Kind.ISSUE, Kind.ISSUE_COMMENT, Kind.REVIEW_COMMENT, Kind.COMMIT_COMMENT, Kind.RELEASE);

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "who has reacted to issues, comments, releases and discussions";
  }

  @Override
  public boolean byDefault() {
    return false;
  }

  /** The items show how many reactions they have. */
  @Override
  public Set<StreamName> after() {
    return Set.of(
        IssuesStream.NAME,
        CommentsStream.NAME,
        ReviewsStream.NAME,
        ReviewCommentsStream.NAME,
        CommitCommentsStream.NAME,
        ReleasesStream.NAME,
        DiscussionsStream.NAME,
        PullFilesStream.NAME);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new ReactionsPhase(context, false), after()));
  }

  @Override
  public List<Step> ownCheck(SyncContext context) {
    return List.of(new Step(new ReactionsPhase(context, true), after()));
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    long due = context.store().read(s -> s.reactions().countDue(context.repo()));
    return Optional.of(
        due > 0
            ? Estimate.requests(due)
            : new Estimate.Text("would send a request for each item that has reactions"));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.reactions().count(repo);
  }

  @Override
  public long countDue(Reads s, long repo) {
    return s.reactions().countDue(repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(new ReactionComparison(context, NAME).run());
  }
}
