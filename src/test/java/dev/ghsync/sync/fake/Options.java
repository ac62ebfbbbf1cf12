package dev.ghsync.sync.fake;

import dev.ghsync.model.git.CommitScope;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncSettings.Limits;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.stream.Streams;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a run is asked to do, as a test wants it: everything of the {@link #CORE} streams, no check
 * for deletions.
 */
public final class Options {
  /** Streams that have tests of their own, and are read only if a test says so. */
  private static final Set<String> OTHERS =
      Set.of("discussions", "links", "pull-files", "wiki", "reactions", "stargazers");

  /** The streams that most tests are about. */
  public static final StreamList CORE_STREAMS =
      new StreamList(
          Streams.ALL.streams().stream()
              .filter(stream -> !OTHERS.contains(stream.name().text()))
              .toList());

  /** The phases of these streams, and the first and the last one. */
  public static final Set<StreamName> CORE = Set.copyOf(CORE_STREAMS.names());

  public String token = "ghp_one";
  public Set<StreamName> phases = CORE;
  public Optional<Instant> depth = Optional.empty();
  public ObjectsMode objects = ObjectsMode.REST;
  public CommitScope content = CommitScope.HEADS;

  /** Empty: whatever is kept. */
  public Optional<CommitScope> expand = Optional.empty();

  public OptionalLong maxCommits = OptionalLong.empty();
  public long maxBlobSize = 10 << 20;
  public Optional<Duration> reconcile = Optional.empty();
  public OptionalLong maxRequests = OptionalLong.empty();
  public Duration minInterval = Duration.ZERO;
  public long reserve;
  public Optional<Duration> maxWait = Optional.empty();
  public boolean force;
  public boolean full;

  public void only(StreamName first, StreamName... rest) {
    phases = new LinkedHashSet<>(List.of(rest));
    phases.add(first);
  }

  /** Reads a stream besides the others. */
  public void with(StreamName name) {
    phases = new LinkedHashSet<>(phases);
    phases.add(name);
  }

  public void skip(StreamName... names) {
    phases = new LinkedHashSet<>(phases);
    List.of(names).forEach(phases::remove);
  }

  public void reconcileNow() {
    reconcile = Optional.of(Duration.ZERO);
  }

  public SyncSettings settings() {
    return SyncSettings.builder(
            phases,
            new SyncSettings.Objects(
                objects,
                URI.create("http://localhost/"),
                content,
                expand.orElse(content),
                maxCommits,
                maxBlobSize))
        .depth(depth)
        .reconcile(reconcile)
        .limits(
            new Limits(
                OptionalLong.of(reserve),
                maxWait,
                maxRequests,
                Optional.empty(),
                Limits.DEFAULT.concurrency(),
                Duration.ofSeconds(10)))
        .minInterval(Optional.of(minInterval))
        .force(force)
        .full(full)
        .build();
  }
}
