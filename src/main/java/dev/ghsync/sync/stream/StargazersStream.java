package dev.ghsync.sync.stream;

import dev.ghsync.github.Fetched;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Stargazer;
import dev.ghsync.store.Reads;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.table.Stargazers;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.CompleteList;
import dev.ghsync.sync.list.LastPages;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.verify.ListComparison.Order;
import dev.ghsync.sync.verify.StreamComparison;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who has starred the repository. A new star is at the end of the list, so that a run reads only
 * the last page. Stars that were taken back are found when the whole list is read, by the check for
 * deletions.
 */
public final class StargazersStream implements Stream {
  public static final StreamName NAME = new StreamName("stargazers");

  private static final int TOO_DEEP = 422;

  private static final String LIMIT =
      "GitHub shows only the first 40,000 stargazers; the others are left out";

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "who has starred the repository, and when";
  }

  @Override
  public boolean byDefault() {
    return false;
  }

  /** The list may be long, and all else is more urgent. */
  @Override
  public Set<StreamName> after() {
    return Set.of(PullsStream.NAME, CommentsStream.NAME, EventsStream.NAME, PullFilesStream.NAME);
  }

  private static CompleteList.Stream<Stargazer> list(SyncContext context) {
    return new CompleteList.Stream<>(
        NAME,
        context.endpoints().stargazers(),
        Stargazers.TABLE,
        "GitHub does not show the stargazers",
        Optional.of(LIMIT));
  }

  private static PhaseOutcome read(SyncContext context) {
    LastPages<Stargazer> last = new LastPages<>(context, list(context));
    return last.isPossible() ? last.run() : new CompleteList<>(context, list(context)).run();
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new NamedPhase(NAME, () -> read(context)), after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == WebhookTarget.Kind.STARS ? steps(context) : List.of();
  }

  @Override
  public List<Step> ownCheck(SyncContext context) {
    return List.of(
        new Step(
            new NamedPhase(NAME, () -> new CompleteList<>(context, list(context)).run()), after()));
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(Estimate.list(context, NAME, context.endpoints().stargazers()));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(Stargazers.TABLE, repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    StreamComparison comparison =
        StreamComparison.of(context, NAME, Compared.of(Stargazers.TABLE), Optional.empty());
    Optional<Fetched<List<Stargazer>>> cut =
        comparison.read(
            Order.ANY,
            from -> context.endpoints().stargazers(),
            Stargazer::starredAt,
            items ->
                comparison.compare(
                    (s, page) -> s.upsert(Stargazers.TABLE, context.repo(), page), items),
            () -> Comparison.Shown.ALL);
    if (cut.stream().anyMatch(StargazersStream::isTooDeep)) {
      comparison.findings().note(LIMIT);
    } else {
      cut.ifPresent(comparison::end);
    }
    return List.of(comparison.findings().stream());
  }

  private static boolean isTooDeep(Fetched<?> answer) {
    return answer instanceof Fetched.NotAvailable<?> refused && refused.status() == TOO_DEEP;
  }
}
