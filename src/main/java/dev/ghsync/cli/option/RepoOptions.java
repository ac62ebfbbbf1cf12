package dev.ghsync.cli.option;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.Converters.Depth;
import dev.ghsync.cli.option.Converters.Reconcile;
import dev.ghsync.cli.option.Converters.Size;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Trigger;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncSettings.EventPayload;
import dev.ghsync.sync.SyncSettings.Limits;
import dev.ghsync.sync.SyncSettings.Objects;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of {@code ghsync repo} and {@code ghsync all} for the sync itself. */
public final class RepoOptions {
  private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

  private final StreamList streams;

  @ArgGroup(validate = false, heading = "%nWhat to sync%n", order = 1)
  private Scope scope = new Scope();

  @ArgGroup(validate = false, heading = "%nCommits and file contents%n", order = 2)
  private Contents contents = new Contents();

  @ArgGroup(validate = false, heading = "%nWhen, and how much%n", order = 3)
  private Bounds bounds = new Bounds();

  public RepoOptions(StreamList streams) {
    this.streams = streams;
  }

  /** Options of what is read. */
  static final class Scope {
    @Option(
        names = "--only",
        split = ",",
        paramLabel = "STREAM",
        description = "These streams alone, see Streams")
    List<StreamName> only = List.of();

    @Option(names = "--skip", split = ",", paramLabel = "STREAM", description = "All but these")
    List<StreamName> skip = List.of();

    @Option(
        names = "--with",
        split = ",",
        paramLabel = "STREAM",
        description = "Also these, where they are off by default")
    List<StreamName> with = List.of();

    @Option(
        names = "--depth",
        paramLabel = "D",
        description =
            "How far back a first sync of issues and pulls goes: all, an age (30d) or a date;"
                + " widening it later fetches the rest. At most 36500d, or from 1900-01-01."
                + " Default: all")
    Depth depth = new Depth(Optional.empty(), Optional.empty());

    @Option(
        names = "--reconcile",
        paramLabel = "WHEN",
        description =
            "Full check for deletions: now, never, or when the last is older than this (0s to"
                + " 36500d). Default: 24h")
    Reconcile reconcile = new Reconcile(Optional.of(SyncSettings.DEFAULT_RECONCILE));

    @Option(
        names = "--full",
        description = "Ignore cursors and validators: read everything again; nothing is deleted")
    boolean full;

    @Option(
        names = "--dry-run",
        description = "Estimate the requests that a sync would send; change nothing")
    boolean dryRun;
  }

  /** Options of git objects. */
  static final class Contents {
    @Option(
        names = "--objects",
        paramLabel = "O",
        description =
            "Fetch them by git, by rest, or auto: git, and rest if the server refuses git."
                + " Default: auto")
    ObjectsMode objects = ObjectsMode.AUTO;

    @Option(
        names = "--git-url",
        paramLabel = "URL",
        description = "Where git objects are fetched. Default: the server of --api-url")
    Optional<URI> gitUrl = Optional.empty();

    @Option(
        names = "--content",
        paramLabel = "C",
        description =
            "Trees and files that are kept, as small as in git: those of heads (the commits that"
                + " branches and tags point at), branches, default (the default branch's head), all"
                + " (every commit) or none. Default: heads")
    CommitScope content = CommitScope.HEADS;

    @Option(
        names = "--expand",
        paramLabel = "E",
        description =
            "Trees and files that SQL shows too, of those that are kept: those of default,"
                + " branches, heads, all or none. Each takes its full size in the database, as in a"
                + " checkout; 'ghsync show' and 'export' need none. Default: default")
    CommitScope expand = CommitScope.DEFAULT;

    @Option(
        names = "--max-commits",
        paramLabel = "N",
        description =
            "At most N new commits a ref and run, 1 to 1000000000; the next run continues from there")
    Optional<Long> maxCommits = Optional.empty();

    @Option(
        names = "--max-blob-size",
        paramLabel = "SIZE",
        description =
            "Larger files keep a row with their size and no content; 0 to 1G. Default: 10M")
    Size maxBlobSize = new Size(Objects.DEFAULT_MAX_BLOB_SIZE);
  }

  /** Options of time and requests. */
  static final class Bounds {
    @Option(
        names = "--trigger",
        paramLabel = "T",
        description =
            "What starts the sync: manual, cron, webhook or maintenance; sets the cooldown and the"
                + " reserve."
                + " Default: manual")
    Trigger trigger = Trigger.MANUAL;

    @Option(
        names = "--min-interval",
        paramLabel = "D",
        description =
            "Cooldown since the last success, 0s to 36500d."
                + " Default: cron 60s, maintenance 15m, manual and webhook 0s")
    Optional<Duration> minInterval = Optional.empty();

    @Option(
        names = "--force",
        description = "Ignore the cooldown and a remembered block; never the lock")
    boolean force;

    @Option(
        names = "--reserve",
        paramLabel = "N",
        description =
            "Requests of the hourly limit to leave untouched, 0 to 1000000000."
                + " Default: 100, or a tenth of the limit where that is less; cron and"
                + " maintenance: a tenth")
    Optional<Long> reserve = Optional.empty();

    @Option(
        names = "--wait",
        arity = "0..1",
        paramLabel = "MAX",
        parameterConsumer = WaitBound.class,
        description = "Sleep until the limit resets, at most MAX (0s to 365d), instead of stopping")
    Optional<Duration> wait = Optional.empty();

    @Option(
        names = "--max-requests",
        paramLabel = "N",
        description =
            "Stop cleanly after N charged requests, 0 to 1000000000; the next run continues")
    Optional<Long> maxRequests = Optional.empty();

    @Option(
        names = "--deadline",
        paramLabel = "D",
        description = "End cleanly after this time, 1s to 365d; the next run continues")
    Optional<Duration> deadline = Optional.empty();

    @Option(
        names = "--concurrency",
        paramLabel = "N",
        description = "Requests at once, 1 to 8. Default: 4")
    int concurrency = Limits.DEFAULT.concurrency();

    @Option(
        names = "--timeout",
        paramLabel = "D",
        description = "Give up a request after this long without a byte, 1s to 24h. Default: 60s")
    Duration timeout = Limits.DEFAULT.timeout();
  }

  /** Lets {@code --wait} take the next word as its bound unless it is an option or a repository. */
  static final class WaitBound implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      boolean bounded =
          !args.isEmpty() && !args.peek().startsWith("-") && !args.peek().contains("/");
      option.setValue(Optional.of(bounded ? Converters.duration(args.pop()) : Limits.ANY_WAIT));
    }
  }

  /**
   * Returns the settings, checked and complete.
   *
   * @param payload of the event that the sync is for
   * @throws UsageError where values are out of range or contradict one another
   */
  public SyncSettings settings(
      RepoName repo, URI apiUrl, Environment env, Optional<EventPayload> payload) {
    return SyncSettings.builder(phases(), objects(repo, apiUrl))
        .trigger(bounds.trigger)
        .depth(depth(env.clock().instant()))
        .reconcile(Ranges.age("--reconcile", scope.reconcile.olderThan()))
        .limits(limits())
        .minInterval(Ranges.age("--min-interval", bounds.minInterval))
        .force(bounds.force)
        .full(scope.full)
        .dryRun(scope.dryRun)
        .eventPayload(payload)
        .build();
  }

  /** Returns what starts the sync. */
  public Trigger trigger() {
    return bounds.trigger;
  }

  /** Whether {@code --git-url} was given, which is one repository's. */
  public boolean namesGitUrl() {
    return contents.gitUrl.isPresent();
  }

  private Objects objects(RepoName repo, URI apiUrl) {
    return new Objects(
        contents.objects,
        contents.gitUrl.orElseGet(() -> Host.gitUrl(apiUrl, repo)),
        contents.content,
        contents.expand,
        Ranges.count("--max-commits", contents.maxCommits, 1),
        Ranges.size("--max-blob-size", contents.maxBlobSize, "1G"));
  }

  private Limits limits() {
    return new Limits(
        Ranges.count("--reserve", bounds.reserve, 0),
        Ranges.time("--wait", bounds.wait, "0s", "365d"),
        Ranges.count("--max-requests", bounds.maxRequests, 0),
        Ranges.time("--deadline", bounds.deadline, "1s", "365d"),
        Ranges.number("--concurrency", bounds.concurrency, 1, 8),
        Ranges.time("--timeout", Optional.of(bounds.timeout), "1s", "24h").orElseThrow());
  }

  private Set<StreamName> phases() {
    Set<StreamName> phases =
        new LinkedHashSet<>(scope.only.isEmpty() ? streams.byDefault() : scope.only);
    phases.addAll(scope.with);
    scope.skip.forEach(phases::remove);
    check(!phases.isEmpty(), "--only and --skip leave no stream");
    return phases;
  }

  private Optional<Instant> depth(Instant now) {
    Ranges.age("--depth", scope.depth.back());
    check(
        scope.depth.since().stream().noneMatch(at -> at.isBefore(EARLIEST) || at.isAfter(now)),
        "--depth must be a date from 1900-01-01 to today");
    return scope.depth.from(now);
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new UsageError(message);
    }
  }
}
