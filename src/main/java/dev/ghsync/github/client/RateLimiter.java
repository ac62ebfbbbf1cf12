package dev.ghsync.github.client;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests of a connection may be sent, by the user's bounds and by GitHub's limits.
 * A request acquires a permit before it is sent, and releases it after its response. A request that
 * would pass a bound if all those under way are charged waits until they are done.
 */
public final class RateLimiter {
  private final ServerClock clock;
  private final OptionalLong maxRequests;
  private final Optional<Instant> deadline;
  private final Quota rest;
  private final Quota graphql;
  private long charged;
  private long inFlight;
  private boolean stopped;
  private @Nullable Failure revoked;

  RateLimiter(GitHubSettings settings, ServerClock clock) {
    this.clock = clock;
    this.maxRequests = settings.bounds().maxRequests();
    this.deadline = settings.http().deadline();
    this.rest = new Quota("REST", settings.bounds().reserve());
    this.graphql = new Quota("GraphQL", settings.bounds().reserve());
  }

  /**
   * Acquires a permit for a request that counts against the limit. Returns the reason when no
   * request may be sent.
   */
  synchronized Optional<Failure> acquire(ApiCall.Kind resource) throws InterruptedException {
    while (true) {
      Optional<Failure> refusal =
          acquireFree().or(this::userBound).or(() -> quota(resource).refusal(clock.now()));
      if (refusal.isPresent()) {
        return refusal;
      }
      if (!isTight(resource)) {
        inFlight++;
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

  synchronized void release(ApiCall.Kind resource, boolean wasCharged) {
    inFlight--;
    quota(resource).release();
    if (wasCharged) {
      charged++;
    }
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

  private Optional<Failure> userBound() {
    if (!deadline.stream().allMatch(Instant.now()::isBefore)) {
      return Optional.of(Failure.OVER);
    }
    if (maxRequests.isPresent() && charged >= maxRequests.getAsLong()) {
      return Optional.of(
          Failure.of(
              FailureCode.BUDGET,
              "the %d requests given with --max-requests are used up; run again to continue"
                  .formatted(maxRequests.getAsLong())));
    }
    return Optional.empty();
  }

  private boolean isTight(ApiCall.Kind resource) {
    boolean isLast = maxRequests.stream().anyMatch(most -> charged + inFlight >= most);
    return (isLast && inFlight > 0) || quota(resource).isTight(clock.now());
  }

  private Quota quota(ApiCall.Kind resource) {
    return resource == ApiCall.Kind.GRAPHQL ? graphql : rest;
  }
}
