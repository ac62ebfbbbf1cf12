package dev.ghsync.sync.check;

import dev.ghsync.github.GitHub;
import dev.ghsync.store.state.Checks;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SpareRequests;
import java.util.Optional;

/** The requests that a full check may use, see {@link SpareRequests}. */
record CheckBudget(SyncContext context, GitHub github, ProgressCounter progress) {

  /** How the check ends for this run where no GraphQL query may be sent. */
  Optional<PhaseOutcome> graphqlSpent(Checks.Place place) {
    return new SpareRequests(context, github).graphqlSpent().map(why -> unfinished(place, why));
  }

  /** How the check ends for this run where no REST request may be sent. */
  Optional<PhaseOutcome> restSpent(Checks.Place place) {
    return new SpareRequests(context, github).restSpent().map(why -> unfinished(place, why));
  }

  /** The check is incomplete, which is no failure of the run: all streams were read. */
  PhaseOutcome unfinished(Checks.Place place, String why) {
    return PhaseOutcome.bounded(
        progress.counts(),
        "the check for deletions has seen %d issues and pull requests and continues in the next run: %s"
            .formatted(place.counted(), why));
  }
}
