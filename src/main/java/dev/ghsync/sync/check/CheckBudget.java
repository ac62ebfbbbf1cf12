package dev.ghsync.sync.check;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.RateLimit;
import dev.ghsync.store.state.Checks;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.ProgressCounter;
import java.time.Instant;
import java.util.Optional;

/**
 * The requests that a full check may use: never the last quarter of a limit, which is for other
 * work. If the user allows waiting for a limit, it may use all of it.
 */
record CheckBudget(SyncContext context, GitHub github, ProgressCounter progress) {
  private static final int RESERVED_PART = 4;

  /** How the check ends for this run where no GraphQL query may be sent. */
  Optional<PhaseOutcome> graphqlSpent(Checks.Place place) {
    return spent(place, github.graphqlLimit(), "GraphQL points");
  }

  /** How the check ends for this run where no REST request may be sent. */
  Optional<PhaseOutcome> restSpent(Checks.Place place) {
    return spent(place, github.rateLimit(), "requests");
  }

  private Optional<PhaseOutcome> spent(Checks.Place place, Optional<RateLimit> limit, String what) {
    Instant now = github.serverTime().orElseGet(context::now);
    return limit
        .filter(known -> context.settings().limits().maxWait().isEmpty())
        .filter(known -> now.isBefore(known.resetAt()))
        .filter(known -> known.remaining() <= known.limit() / RESERVED_PART)
        .map(
            known ->
                unfinished(
                    place,
                    "%d of %d %s are left until %s and kept for other work"
                        .formatted(known.remaining(), known.limit(), what, known.resetAt())));
  }

  /** The check is incomplete, which is no failure of the run: all streams were read. */
  PhaseOutcome unfinished(Checks.Place place, String why) {
    return PhaseOutcome.bounded(
        progress.counts(),
        "the check for deletions has seen %d issues and pull requests and continues in the next run: %s"
            .formatted(place.counted(), why));
  }
}
