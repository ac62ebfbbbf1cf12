package dev.ghsync.sync.plan;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.Repos;
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
  public static Result<PhasePlan> of(
      Store store, Host host, RepoName asked, Optional<WebhookTarget> hint) {
    PhasePlan all = new Phases();
    return hint.isEmpty()
        ? Result.ok(all)
        : checked(store, host, asked, hint.get()).map(own -> new WebhookPlan(own, all));
  }

  private static Result<WebhookTarget> checked(
      Store store, Host host, RepoName asked, WebhookTarget hint) {
    Optional<Repos.RepoRow> known = store.read(s -> s.repos().find(host, asked));
    OptionalLong id = known.map(Repos.RepoRow::githubId).orElse(OptionalLong.empty());
    boolean mayBeRenamed = known.isEmpty() && isKnown(store, host, hint.githubId());
    return hint.isOf(asked, id) || mayBeRenamed
        ? Result.ok(hint)
        : Result.failed(notOf(hint, asked, id));
  }

  /** The name that was asked for may be an earlier one: GitHub tells when it is asked for it. */
  private static boolean isKnown(Store store, Host host, OptionalLong githubId) {
    return githubId.isPresent()
        && store.read(s -> s.repos().find(host, githubId.getAsLong())).isPresent();
  }

  static Failure notOf(WebhookTarget hint, RepoName asked, OptionalLong known) {
    return Failure.of(
        FailureCode.BAD_RESPONSE,
        "the event payload is of %s%s, not of %s%s; nothing was synced"
            .formatted(hint.repo(), id(hint.githubId()), asked, id(known)));
  }

  private static String id(OptionalLong githubId) {
    return githubId.isPresent() ? " (id %d)".formatted(githubId.getAsLong()) : "";
  }
}
