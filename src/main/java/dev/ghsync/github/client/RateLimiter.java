package dev.ghsync.github.client;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RateLimit;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests of a connection may be sent, by the user's bounds and by GitHub's limits.
 * A request acquires a permit before it is sent, and releases it after its response. A request that
 * would pass a bound if all those under way are charged waits until they are done.
 */
public final class RateLimiter {
  private final ServerClock clock;
  private final RequestBudget budget;
  private final Optional<Instant> deadline;
  private final Quota rest;
  private final Quota graphql;
  private boolean stopped;
  private @Nullable Failure revoked;

  RateLimiter(GitHubSettings settings, ServerClock clock) {
    this.clock = clock;
    this.budget = settings.bounds().budget();
    this.deadline = settings.http().deadline();
    this.rest = new Quota("REST", settings.bounds().reserve());
    this.graphql = new Quota("GraphQL", settings.bounds().reserve());
  }

  /**
   * Acquires a permit for a request that counts against the limit. Returns the reason when no
   * request may be sent.
   */
  Optional<Failure> acquire(ApiCall.Kind resource) throws InterruptedException {
    Optional<Failure> refusal = refusal();
    if (refusal.isPresent()) {
      return refusal;
    }
    if (!budget.acquire()) {
      return refusal().or(() -> Optional.of(budget.spent()));
    }
    boolean isAcquired = false;
    try {
      refusal = acquireQuota(resource);
      isAcquired = refusal.isEmpty();
      return refusal;
    } finally {
      if (!isAcquired) {
        budget.release(false);
      }
    }
  }

  private synchronized Optional<Failure> acquireQuota(ApiCall.Kind resource)
      throws InterruptedException {
    while (true) {
      Optional<Failure> refusal = refusal().or(() -> quota(resource).refusal(clock.now()));
      if (refusal.isPresent()) {
        return refusal;
      }
      if (!quota(resource).isTight(clock.now())) {
        quota(resource).acquire();
        return Optional.empty();
      }
      wait();
    }
  }

  /** Returns the reason why not even a free request may be sent. Free requests need no release. */
  synchronized Optional<Failure> acquireFree() {
    return stopped ? Optional.of(Failure.STOPPED) : Optional.ofNullable(revoked);
  }

  void release(ApiCall.Kind resource, boolean wasCharged) {
    releaseQuota(resource);
    budget.release(wasCharged);
  }

  private synchronized void releaseQuota(ApiCall.Kind resource) {
    quota(resource).release();
    notifyAll();
  }

  synchronized void update(ApiCall.Kind resource, RateLimit limit) {
    quota(resource).update(limit);
  }

  /** Returns the state of a limit; empty before the first response, and without a limit. */
  public synchronized Optional<RateLimit> latest(ApiCall.Kind resource) {
    return quota(resource).latest();
  }

  /** Refuses requests until the failure's {@code retryAt}. */
  public synchronized void block(ApiCall.Kind resource, Failure failure) {
    quota(resource).block(failure);
  }

  /** Whether a limit prevents requests now. */
  public synchronized boolean isShut(ApiCall.Kind resource) {
    return quota(resource).refusal(clock.now()).isPresent();
  }

  synchronized void reopen(ApiCall.Kind resource) {
    quota(resource).reopen();
  }

  /** Refuses all requests after a 401: GitHub locks out clients that continue. */
  synchronized void revoke(Failure failure) {
    revoked = failure;
    notifyAll();
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  public synchronized boolean isStopped() {
    return stopped;
  }

  private Optional<Failure> refusal() {
    boolean isOver = !deadline.stream().allMatch(Instant.now()::isBefore);
    return acquireFree().or(() -> isOver ? Optional.of(Failure.OVER) : Optional.empty());
  }

  private Quota quota(ApiCall.Kind resource) {
    return resource == ApiCall.Kind.GRAPHQL ? graphql : rest;
  }
}
