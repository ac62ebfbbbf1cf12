package dev.ghsync.sync.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.git.GitRemote;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.client.GitHubSettings;
import dev.ghsync.github.client.RequestBudget;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.store.Store;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.plan.FullPlan;
import dev.ghsync.sync.run.SyncRun;
import dev.ghsync.sync.run.SyncTarget;
import dev.ghsync.sync.stream.Streams;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;

/** A world, a GitHub that shows it, and a database file that is to be equal to it. */
public final class Bench implements AutoCloseable {
  public static final RepoName REPO = new RepoName("octo", "world");

  public final World world;
  public final FakeGitHub hub;
  public final Path db;
  public final Store store;
  public RepoName name = REPO;
  public Host host = Host.GITHUB;
  public PhasePlan plan = new FullPlan(Options.CORE_STREAMS);
  public SyncListener listener = new SyncListener() {};

  /** This machine's clock is before GitHub's by so much. */
  public Duration clockAhead = Duration.ZERO;

  private final boolean ownsHub;

  private Bench(World world, FakeGitHub hub, Path db, boolean ownsHub) {
    this.world = world;
    this.hub = hub;
    this.db = db;
    this.ownsHub = ownsHub;
    this.store = Store.open(db);
  }

  public static Bench in(Path folder) {
    World world = new World();
    return new Bench(world, new FakeGitHub(world), folder.resolve("ghsync.db"), true);
  }

  /** The same GitHub and another database. Closing it leaves GitHub open. */
  public Bench with(Path otherDb) {
    return new Bench(world, hub, otherDb, false);
  }

  // ------------------------------------------------------------------ acts

  /** Syncs, and forgets what was asked before. */
  public SyncReport sync() {
    return sync(options -> {});
  }

  /** Syncs all streams that are read by default. */
  public SyncReport syncAll() {
    return sync(options -> options.phases = Streams.ALL.byDefault());
  }

  public SyncReport sync(Consumer<Options> wishes) {
    hub.forget();
    Options options = new Options();
    wishes.accept(options);
    if (!Options.CORE.containsAll(options.phases)) {
      plan = new FullPlan(Streams.ALL);
    }
    return run(options).run(Result.ok(connector(options)));
  }

  public SyncRun run(Options options) {
    SyncTarget target =
        new SyncTarget(host, name, Optional.of(new Token(options.token).fingerprint()));
    return new SyncRun(store, target, options.settings(), plan, clock(), listener, report -> "{}");
  }

  public Connection.Connector connector(Options options) {
    return (exchanges, waiting) ->
        new Connection(
            hub.api(),
            GitHub.connect(
                new GitHubSettings(
                    http(options, hub.api()),
                    new GitHubSettings.Bounds(
                        options.settings().limits().concurrency(),
                        new RequestBudget(options.maxRequests),
                        limit -> options.reserve,
                        options.maxWait),
                    exchanges,
                    waiting)),
            new GitRemote(
                new GitRemote.Settings(
                    http(options, hub.api().resolve("/octo/world.git")),
                    db.resolveSibling(""),
                    options.maxBlobSize,
                    exchanges)));
  }

  private static HttpSettings http(Options options, URI url) {
    return HttpSettings.of(url, Optional.of(new Token(options.token)), "ghsync/test")
        .withTimeout(options.settings().limits().timeout())
        .withTime(duration -> {}, InstantSource.system());
  }

  /** Whoever is killed now leaves this file behind. */
  public Path killedCopy(Path file) {
    Rows.execute(db, "VACUUM INTO '" + file + "'");
    return file;
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return world.now().plus(clockAhead);
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  // ------------------------------------------------------------------ questions

  public void assertEqual() {
    assertThat(Rows.one(db, "PRAGMA integrity_check")).isEqualTo("ok");
    new Truth(world).assertEqual(db);
  }

  public void assertNoCursorIsAhead() {
    new Truth(world).assertNoCursorIsAhead(db);
  }

  public String sql(String query) {
    return Rows.one(db, query);
  }

  public static PhaseReport phase(SyncReport report, StreamName name) {
    return report.phases().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    store.close();
    if (ownsHub) {
      hub.close();
    }
  }
}
