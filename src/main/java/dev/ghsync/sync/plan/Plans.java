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
import dev.ghsync.sync.StreamList;
import java.util.Optional;
import java.util.OptionalLong;

/** Chooses the plan of a run: everything, or what an event has touched. */
public final class Plans {
  private Plans() {}

  /**
   * Returns the plan for a repository; no request is sent and nothing is written.
   *
   * @param target what the event touched that the run is for; empty: everything is read
   * @return {@code BAD_RESPONSE} where the event is another repository's
   */
  public static Result<PhasePlan> of(
      StreamList streams,
      Store store,
      Host host,
      RepoName requested,
      Optional<WebhookTarget> target) {
    PhasePlan all = new FullPlan(streams);
    return target.isEmpty()
        ? Result.ok(all)
        : checked(store, host, requested, target.get()).map(own -> new WebhookPlan(own, all));
  }

  private static Result<WebhookTarget> checked(
      Store store, Host host, RepoName requested, WebhookTarget target) {
    Optional<Repos.RepoRow> known = store.read(s -> s.repos().find(host, requested));
    OptionalLong id = known.map(Repos.RepoRow::githubId).orElse(OptionalLong.empty());
    boolean mayBeRenamed = known.isEmpty() && isKnown(store, host, target.githubId());
    return target.isOf(requested, id) || mayBeRenamed
        ? Result.ok(target)
        : Result.failed(notOf(target, requested, id));
  }

  /** The name may be an earlier one of a stored repository; only GitHub's answer shows that. */
  private static boolean isKnown(Store store, Host host, OptionalLong githubId) {
    return githubId.isPresent()
        && store.read(s -> s.repos().find(host, githubId.getAsLong())).isPresent();
  }

  static Failure notOf(WebhookTarget target, RepoName requested, OptionalLong known) {
    return Failure.of(
        FailureCode.BAD_RESPONSE,
        "the event payload is of %s%s, not of %s%s; nothing was synced"
            .formatted(target.repo(), id(target.githubId()), requested, id(known)));
  }

  private static String id(OptionalLong githubId) {
    return githubId.isPresent() ? " (id %d)".formatted(githubId.getAsLong()) : "";
  }
}
