package dev.ghsync.sync;

import dev.ghsync.github.webhook.PayloadSignature;
import dev.ghsync.model.Trigger;
import dev.ghsync.model.git.CommitScope;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The options of a sync, checked and complete: a reader needs no default of its own.
 *
 * @param phases that may run
 * @param depth a first sync of issues and pulls goes back to what was updated since; empty: all
 * @param reconcile the full check for deletions is due when the last is older than this; zero: now,
 *     empty: never
 * @param minInterval the cooldown since the last success
 * @param force ignore {@code minInterval} and a remembered block, never the lock
 * @param full ignore cursors and validators
 * @param dryRun only estimate the requests
 * @param eventPayload a webhook's payload: sync only what it touches
 */
public record SyncSettings(
    Trigger trigger,
    Set<StreamName> phases,
    Optional<Instant> depth,
    Objects objects,
    Optional<Duration> reconcile,
    Limits limits,
    Duration minInterval,
    boolean force,
    boolean full,
    boolean dryRun,
    Optional<EventPayload> eventPayload) {

  public static final Duration DEFAULT_RECONCILE = Duration.ofHours(24);

  public SyncSettings {
    phases = Set.copyOf(phases);
  }

  /** Starts with the defaults: a manual sync of these phases without bounds. */
  public static Builder builder(Set<StreamName> phases, Objects objects) {
    return new Builder(phases, objects);
  }

  /**
   * Settings to read everything and store nothing.
   *
   * @param gitUrl the repository's, from which that of its wiki follows
   */
  public static SyncSettings readOnly(Set<StreamName> phases, URI gitUrl) {
    Objects objects =
        new Objects(
            ObjectsMode.REST, gitUrl, CommitScope.HEADS, CommitScope.NONE, OptionalLong.empty(), 0);
    return builder(phases, objects).reconcile(Optional.empty()).force(true).full(true).build();
  }

  /** Collects the options that differ from their defaults. */
  public static final class Builder {
    private final Set<StreamName> phases;
    private final Objects objects;
    private Trigger trigger = Trigger.MANUAL;
    private Optional<Instant> depth = Optional.empty();
    private Optional<Duration> reconcile = Optional.of(DEFAULT_RECONCILE);
    private Limits limits = Limits.DEFAULT;
    private Optional<Duration> minInterval = Optional.empty();
    private boolean force;
    private boolean full;
    private boolean dryRun;
    private Optional<EventPayload> eventPayload = Optional.empty();

    private Builder(Set<StreamName> phases, Objects objects) {
      this.phases = phases;
      this.objects = objects;
    }

    public Builder trigger(Trigger value) {
      trigger = value;
      return this;
    }

    public Builder depth(Optional<Instant> value) {
      depth = value;
      return this;
    }

    public Builder reconcile(Optional<Duration> value) {
      reconcile = value;
      return this;
    }

    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    /** Sets the cooldown; empty: the trigger's own. */
    public Builder minInterval(Optional<Duration> value) {
      minInterval = value;
      return this;
    }

    public Builder force(boolean value) {
      force = value;
      return this;
    }

    public Builder full(boolean value) {
      full = value;
      return this;
    }

    public Builder dryRun(boolean value) {
      dryRun = value;
      return this;
    }

    public Builder eventPayload(Optional<EventPayload> value) {
      eventPayload = value;
      return this;
    }

    public SyncSettings build() {
      return new SyncSettings(
          trigger,
          phases,
          depth,
          objects,
          reconcile,
          limits,
          minInterval.orElseGet(() -> SyncPolicy.cooldown(trigger)),
          force,
          full,
          dryRun,
          eventPayload);
    }
  }

  /**
   * Commits, trees and contents.
   *
   * @param gitUrl where git objects are fetched; never taken from an answer
   * @param content the commits whose trees and files are kept
   * @param expand the commits whose kept trees and files are also unfolded into rows
   * @param maxCommits new commits a ref and run; empty: no bound
   * @param maxBlobSize bytes; a larger blob has a row with its size and no content
   */
  public record Objects(
      ObjectsMode source,
      URI gitUrl,
      CommitScope content,
      CommitScope expand,
      OptionalLong maxCommits,
      long maxBlobSize) {
    public static final long DEFAULT_MAX_BLOB_SIZE = 10L << 20;
  }

  /**
   * A webhook's payload.
   *
   * @param event the event's name, where it is known from elsewhere: {@code issues}
   * @param signature checked before the payload is read
   */
  public record EventPayload(
      Path file, Optional<String> event, Optional<PayloadSignature> signature) {
    /** A payload without a signature. */
    public EventPayload(Path file, Optional<String> event) {
      this(file, event, Optional.empty());
    }
  }

  /** How objects are fetched. */
  public enum ObjectsMode {
    /** By git, or by REST where the server refuses git. */
    AUTO,
    GIT,
    REST
  }

  /**
   * Bounds of requests and time.
   *
   * @param reserve requests of the hourly limit to leave unused; empty: the trigger's own
   * @param maxWait the longest sleep until a limit resets; empty: stop instead
   * @param maxRequests charged requests after which to stop cleanly; empty: no bound
   * @param deadline time after which to end cleanly; empty: no bound
   * @param concurrency requests at once, 1 to 8
   * @param timeout the longest time without a byte of an answer
   */
  public record Limits(
      OptionalLong reserve,
      Optional<Duration> maxWait,
      OptionalLong maxRequests,
      Optional<Duration> deadline,
      int concurrency,
      Duration timeout) {

    public static final Limits DEFAULT =
        new Limits(
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            4,
            Duration.ofMinutes(1));

    /** {@code --wait} without a bound: longer than any limit takes to reset. */
    public static final Duration ANY_WAIT = Duration.ofDays(365);
  }
}
