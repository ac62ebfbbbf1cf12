package dev.ghsync.github;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What may be sent: the user's bounds and GitHub's, for all requests of a connection. Each request
 * enters before it is sent and leaves after its answer; one that would pass a bound if those under
 * way are charged waits until they are back.
 */
final class RateLimiter {
  private final ServerClock clock;
  private final OptionalLong maxRequests;
  private final Optional<Instant> deadline;
  private final Quota rest;
  private final Quota graphql;
  private long charged;
  private long inFlight;
  private boolean stopped;
  private @Nullable Failure dead;

  RateLimiter(GitHub.Settings settings, ServerClock clock) {
    this.clock = clock;
    this.maxRequests = settings.maxRequests();
    this.deadline = settings.deadline();
    this.rest = new Quota("REST", settings.reserve());
    this.graphql = new Quota("GraphQL", settings.reserve());
  }

  /**
   * Asks to send a request that may be charged. Empty: go on, and {@link #release} when it is over.
   */
  synchronized Optional<Failure> acquire(ApiCall.Kind resource) throws InterruptedException {
    while (true) {
      Optional<Failure> refusal =
          end().or(this::bound).or(() -> quota(resource).refusal(clock.now()));
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

  /** Asks to send a request that costs nothing; it need not leave. */
  synchronized Optional<Failure> acquireFree() {
    return end();
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

  synchronized Optional<RateLimit> told(ApiCall.Kind resource) {
    return quota(resource).told();
  }

  synchronized void block(ApiCall.Kind resource, Failure failure) {
    quota(resource).block(failure);
  }

  /** Whether a limit still stands in the way: another thread may have slept it out. */
  synchronized boolean isShut(ApiCall.Kind resource) {
    return quota(resource).refusal(clock.now()).isPresent();
  }

  synchronized void reopen(ApiCall.Kind resource) {
    quota(resource).reopen();
  }

  /** After a 401 nothing more is ever sent: GitHub locks out who goes on. */
  synchronized void revoke(Failure failure) {
    dead = failure;
    notifyAll();
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  boolean isBeforeDeadline(Instant at) {
    return deadline.stream().allMatch(at::isBefore);
  }

  private Optional<Failure> end() {
    return stopped ? Optional.of(Failure.STOPPED) : Optional.ofNullable(dead);
  }

  private Optional<Failure> bound() {
    if (!isBeforeDeadline(Instant.now())) {
      return Optional.of(Failure.OVER);
    }
    if (maxRequests.isPresent() && charged >= maxRequests.getAsLong()) {
      return Optional.of(
          Failure.of(
              FailureCode.BUDGET,
              "the %d requests given with --max-requests are used up; run again to go on"
                  .formatted(maxRequests.getAsLong())));
    }
    return Optional.empty();
  }

  private boolean isTight(ApiCall.Kind resource) {
    boolean lastRequests = maxRequests.stream().anyMatch(most -> charged + inFlight >= most);
    return (lastRequests && inFlight > 0) || quota(resource).isTight(clock.now());
  }

  private Quota quota(ApiCall.Kind resource) {
    return resource == ApiCall.Kind.GRAPHQL ? graphql : rest;
  }
}
