package dev.ghsync.sync.plan;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.NamedPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads only what an event has touched, with the fewest requests: {@code metadata} and at most four
 * more. Deleted items are marked at once, without waiting for the next full check.
 *
 * <p>Cursors and validators move only for a list that was read whole (refs, labels, milestones).
 * The next whole run brings what an event did not contain or announced too early.
 *
 * <p>Everything is read where the event is of an unknown kind, and where the repository was never
 * synced with success: a database with one issue in it is no mirror.
 *
 * @param all the plan that reads everything
 */
record WebhookPlan(WebhookTarget target, PhasePlan all) implements PhasePlan {
  @Override
  public StreamList streams() {
    return all.streams();
  }

  @Override
  public boolean readsAll(SyncContext context) {
    return reasonForAll(context).isPresent();
  }

  @Override
  public List<Step> steps(SyncContext context) {
    Optional<String> reason = reasonForAll(context);
    if (reason.isPresent()) {
      context.listener().warned(reason.get() + ": everything is synced, not only what was touched");
      return all.steps(context);
    }
    OptionalLong id = context.store().read(s -> s.repos().githubId(context.repo()));
    boolean anothers =
        target.githubId().isPresent() && id.isPresent() && !target.githubId().equals(id);
    return anothers ? List.of(refused(context, id)) : touched(context);
  }

  /** Only GitHub's answer shows which repository has the name. */
  private Step refused(SyncContext context, OptionalLong id) {
    Failure failure = Plans.notOf(target, context.name(), id);
    return new Step(
        new NamedPhase(StreamName.COUNTS, () -> PhaseOutcome.stopped(Counts.NONE, failure)),
        Set.of());
  }

  private Optional<String> reasonForAll(SyncContext context) {
    if (target.kind() == WebhookTarget.Kind.UNKNOWN) {
      return Optional.of("the event is of no kind that ghsync knows");
    }
    boolean synced =
        context.store().read(s -> s.states().find(context.repo())).lastSuccessAt().isPresent();
    return synced
        ? Optional.empty()
        : Optional.of("%s was never synced with success".formatted(context.name()));
  }

  private List<Step> touched(SyncContext context) {
    List<Step> steps = new ArrayList<>();
    streams().streams().forEach(stream -> steps.addAll(stream.touched(context, target)));
    steps.add(CountsPhase.step(new CountsPhase(context), streams()));
    return steps;
  }
}
