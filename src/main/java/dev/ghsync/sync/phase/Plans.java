package dev.ghsync.sync.phase;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Hint;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.store.Repos;
import dev.ghsync.store.Store;
import dev.ghsync.sync.PhasePlan;
import java.util.Optional;
import java.util.OptionalLong;

/** Chooses what a run reads: everything, or what an event has touched. */
public final class Plans {
  private Plans() {}

  /**
   * The plan for a repository; asks GitHub nothing and writes nothing.
   *
   * @param hint of an event that the run is for; empty: everything is read
   * @return {@code BAD_RESPONSE} where the event is another repository's
   */
  public static Result<PhasePlan> of(Store store, RepoName asked, Optional<Hint> hint) {
    PhasePlan all = new Phases();
    return hint.isEmpty()
        ? Result.ok(all)
        : checked(store, asked, hint.get()).map(own -> new TouchedPhases(own, all));
  }

  private static Result<Hint> checked(Store store, RepoName asked, Hint hint) {
    OptionalLong known =
        store
            .read(s -> s.repos().find(asked))
            .map(Repos.Known::githubId)
            .orElse(OptionalLong.empty());
    return hint.isOf(asked, known)
        ? Result.ok(hint)
        : Result.failed(
            FailureCode.BAD_RESPONSE,
            "the event payload is of %s%s, not of %s%s; nothing was synced"
                .formatted(hint.repo(), id(hint.githubId()), asked, id(known)));
  }

  private static String id(OptionalLong githubId) {
    return githubId.isPresent() ? " (id %d)".formatted(githubId.getAsLong()) : "";
  }
}
