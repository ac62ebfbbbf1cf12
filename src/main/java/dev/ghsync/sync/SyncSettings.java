package dev.ghsync.sync;

import dev.ghsync.model.Trigger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a run was asked to do: every option of {@code ghsync repo} but where the database, the API
 * and the output are. Checked and resolved; whoever reads it needs no default of its own.
 *
 * @param phases that may run
 * @param depth a first sync of issues and pulls goes back to what was updated since; empty: all
 * @param reconcile the full check for deletions is due when the last is older than this; zero: now,
 *     empty: never
 * @param minInterval cooldown since the last success, the trigger's own or the user's
 * @param force ignore {@code minInterval} and a remembered block, never the lock
 * @param full ignore cursors and validators
 * @param dryRun say what would be asked, change nothing
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

  public SyncSettings {
    phases = Set.copyOf(phases);
  }

  /** Everything, without bounds: to hold a database against GitHub. */
  public static SyncSettings readOnly(URI apiUrl) {
    return new SyncSettings(
        Trigger.MANUAL,
        StreamName.all(),
        Optional.empty(),
        new Objects(ObjectsMode.REST, apiUrl, ContentMode.HEADS, OptionalLong.empty(), 0),
        Optional.empty(),
        new Limits(
            OptionalLong.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            4,
            Duration.ofMinutes(1)),
        Duration.ZERO,
        true,
        true,
        false,
        Optional.empty());
  }

  /**
   * Commits, trees and contents.
   *
   * @param gitUrl where git objects are fetched; never taken from an answer
   * @param maxCommits new commits a ref and run; empty: no bound
   * @param maxBlobSize bytes; a larger blob keeps its row and size, without content
   */
  public record Objects(
      ObjectsMode source,
      URI gitUrl,
      ContentMode content,
      OptionalLong maxCommits,
      long maxBlobSize) {}

  /**
   * A webhook's payload.
   *
   * @param event the event's name, where something but the payload tells it: {@code issues}
   */
  public record EventPayload(Path file, Optional<String> event) {}

  /** Where objects come from. */
  public enum ObjectsMode {
    /** Git, and REST where git is refused. */
    AUTO,
    GIT,
    REST
  }

  /** Of which commits trees and file contents are kept. */
  public enum ContentMode {
    /** Those that refs point at. */
    HEADS,
    ALL,
    NONE
  }

  /**
   * What the run may use up.
   *
   * @param reserve requests of the hourly limit to leave untouched; empty: the trigger's own
   * @param maxWait how long to sleep for a limit to reset; empty: stop instead
   * @param maxRequests charged requests after which to stop cleanly; empty: no bound
   * @param deadline time after which to end cleanly; empty: no bound
   * @param concurrency requests at once, 1 to 8
   * @param timeout a request without a byte for this long is given up
   */
  public record Limits(
      OptionalLong reserve,
      Optional<Duration> maxWait,
      OptionalLong maxRequests,
      Optional<Duration> deadline,
      int concurrency,
      Duration timeout) {

    /** {@code --wait} without a bound: longer than any limit takes to reset. */
    public static final Duration ANY_WAIT = Duration.ofDays(365);
  }
}
