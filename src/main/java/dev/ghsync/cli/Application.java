package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.github.webhook.WebhookPayload;
import dev.ghsync.http.Sleeper;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.TokenSource;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.objects.compact.Compaction;
import dev.ghsync.objects.compact.CompactionReport;
import dev.ghsync.objects.compact.Forgetting;
import dev.ghsync.objects.compact.Steps;
import dev.ghsync.store.Store;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.sql.StoreException;
import dev.ghsync.store.state.Repos.RepoRow;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.fleet.FleetReport;
import dev.ghsync.sync.plan.Plans;
import dev.ghsync.sync.run.SyncRun;
import dev.ghsync.sync.run.SyncTarget;
import dev.ghsync.sync.stream.Streams;
import dev.ghsync.sync.verify.Verifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.Function;

/**
 * Builds the objects of a command (database, token, GitHub client, git remote) and runs them.
 * Expected failures are values; an exception is an error in ghsync.
 */
final class Application {
  private final Environment env;
  private final Clients clients;
  private final Credentials credentials;
  private final StoredRepositories stored;
  private final StreamList streams;
  private final String version = version();

  /** Stops the work that is under way. */
  private volatile Runnable stop = () -> {};

  private volatile boolean interrupted;

  Application(Environment env) {
    this(env, Sleeper.THREAD, Streams.ALL);
  }

  /** An application that pauses before a retry by {@code sleeper}, and has these streams. */
  Application(Environment env, Sleeper sleeper, StreamList streams) {
    this.env = env;
    this.clients = new Clients(env.clock(), sleeper, "ghsync/" + version);
    this.credentials = new Credentials(env, clients);
    this.stored = new StoredRepositories(streams, env.clock());
    this.streams = streams;
  }

  private static String version() {
    try (InputStream in = Application.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Environment env() {
    return env;
  }

  StreamList streams() {
    return streams;
  }

  Clients clients() {
    return clients;
  }

  /** Returns the contents of databases, which need no requests to GitHub. */
  StoredRepositories stored() {
    return stored;
  }

  /** Returns the stored tokens and App keys. */
  Credentials credentials() {
    return credentials;
  }

  /** The version as the build wrote it. */
  String versionName() {
    return version;
  }

  // ------------------------------------------------------------------ sync

  /**
   * Syncs one repository. A database that cannot be opened, or a missing token, is the report's
   * failure; then no request is sent.
   *
   * @param json renders the report that the database keeps
   */
  SyncReport sync(SyncRequest request, Function<SyncReport, String> json, SyncListener listener) {
    return target(request.settings().eventPayload())
        .fold(
            target -> sync(request, target, json, listener),
            failure -> notStarted(request, failure, listener));
  }

  private static Result<Optional<WebhookTarget>> target(
      Optional<SyncSettings.EventPayload> payload) {
    return payload
        .map(
            given ->
                given
                    .signature()
                    .map(signature -> signature.check(given.file()))
                    .orElseGet(() -> Result.ok(given.file()))
                    .flatMap(file -> WebhookPayload.read(file, given.event()))
                    .map(Optional::of))
        .orElseGet(() -> Result.ok(Optional.empty()));
  }

  private SyncReport sync(
      SyncRequest request,
      Optional<WebhookTarget> target,
      Function<SyncReport, String> json,
      SyncListener listener) {
    if (target.stream().anyMatch(known -> touchesNothing(known, request.settings()))) {
      return untouched(request, listener);
    }
    if (request.settings().dryRun()) {
      return new DryRun(this, request, target).run(listener);
    }
    try (Store store = Store.open(request.db());
        TokenFinder tokens = credentials.open(request, Optional.of(store))) {
      return Plans.of(streams, store, request.host(), request.repo(), target)
          .fold(
              plan -> run(store, request, plan, tokens, json, listener),
              failure -> notStarted(request, failure, listener));
    } catch (StoreException e) {
      return notStarted(request, Stores.failure(e), listener);
    } finally {
      stop = () -> {};
    }
  }

  /** Stars are mirrored only if the user has asked for them. */
  private static boolean touchesNothing(WebhookTarget target, SyncSettings settings) {
    boolean withStars =
        settings.phases().stream().anyMatch(phase -> phase.text().equals("stargazers"));
    return target.kind() == WebhookTarget.Kind.NOTHING
        || (target.kind() == WebhookTarget.Kind.STARS && !withStars);
  }

  private SyncReport run(
      Store store,
      SyncRequest request,
      PhasePlan plan,
      TokenFinder tokens,
      Function<SyncReport, String> json,
      SyncListener listener) {
    Result<TokenSource> token = tokens.of(request);
    SyncRun run = prepare(store, request, plan, token, json, listener);
    stopBy(run::interrupt);
    return run.run(
        token.map(
            t ->
                (calls, waiting) -> {
                  tokens.reportTo(calls);
                  return clients.connector(request, t).connect(calls, waiting);
                }));
  }

  /** Prepares a run of one repository. */
  SyncRun prepare(
      Store store,
      SyncRequest request,
      PhasePlan plan,
      Result<TokenSource> token,
      Function<SyncReport, String> json,
      SyncListener listener) {
    Optional<String> fingerprint =
        token.fold(t -> Optional.of(t.limitKey()), failure -> Optional.empty());
    SyncTarget target = new SyncTarget(request.host(), request.repo(), fingerprint);
    return new SyncRun(store, target, request.settings(), plan, env.clock(), listener, json);
  }

  /** Runs {@code ghsync all}, which can be interrupted. */
  FleetReport syncAll(AllRun run) {
    stopBy(run::interrupt);
    try {
      return run.run();
    } finally {
      stop = () -> {};
    }
  }

  private SyncReport untouched(SyncRequest request, SyncListener listener) {
    Decision decision =
        new Decision(
            Decision.Action.SKIP,
            "the event touches nothing that is mirrored; no request was sent",
            Duration.ZERO,
            Optional.empty());
    SyncReport report =
        SyncReport.skipped(
            request.repo(), request.settings().trigger(), decision, env.clock().instant());
    listener.started(request.repo(), OptionalLong.empty(), report.trigger(), decision);
    listener.finished(report);
    return report;
  }

  private SyncReport notStarted(SyncRequest request, Failure failure, SyncListener listener) {
    SyncReport report =
        SyncReport.notStarted(
            request.repo(), request.settings().trigger(), failure, env.clock().instant());
    listener.finished(report);
    return report;
  }

  // ------------------------------------------------------------------ verify, compact and forget

  /** Compares the database with GitHub. */
  Result<Verification> verify(SyncRequest request, SyncListener listener) {
    if (!Files.exists(request.db())) {
      return StoredRepositories.missing(request);
    }
    return Stores.with(Store::openToRead, request.db(), store -> verify(store, request, listener));
  }

  private Result<Verification> verify(Store store, SyncRequest request, SyncListener listener) {
    Optional<RepoRow> repo = store.read(s -> s.repos().find(request.host(), request.repo()));
    if (repo.isEmpty()) {
      return StoredRepositories.missing(request);
    }
    try (TokenFinder tokens = credentials.openToRead(request, Optional.of(store))) {
      tokens.reportTo(listener::exchanged);
      return tokens.of(request).flatMap(token -> verify(repo.get(), request, token, listener));
    }
  }

  private Result<Verification> verify(
      RepoRow repo, SyncRequest request, TokenSource token, SyncListener listener) {
    try (Comparison comparison = Comparison.open(request.db(), repo.id());
        Connection connection =
            clients.connector(request, token).connect(listener::exchanged, listener::waiting)) {
      stopBy(connection.github()::stop);
      comparison.check();
      return Result.ok(new Verifier(streams, repo, comparison, connection).run());
    } finally {
      stop = () -> {};
    }
  }

  /** Makes the database file as small as it can be. A dry run only reads it. */
  Result<CompactionReport> compact(Path db, Compaction.Settings settings, Steps steps) {
    if (!Files.exists(db)) {
      return Result.failed(
          FailureCode.STORAGE, "there is no database %s; 'ghsync repo' creates one".formatted(db));
    }
    try {
      return Stores.with(
          settings.dryRun() ? Store::openToRead : Store::open,
          db,
          store -> {
            Compaction compaction = new Compaction(store, settings, steps);
            stopBy(compaction::interrupt);
            return compaction.run();
          });
    } finally {
      stop = () -> {};
    }
  }

  /** Removes a repository from a database; returns the number of git objects that went with it. */
  Result<Long> forget(Path db, RepoRow repo, Steps steps) {
    try {
      return Stores.with(
          Store::open,
          db,
          store -> {
            Forgetting forgetting = new Forgetting(store, repo, steps);
            stopBy(forgetting::interrupt);
            return forgetting.run();
          });
    } finally {
      stop = () -> {};
    }
  }

  // ------------------------------------------------------------------ interruption

  /** Stops the work that is under way, or that begins later; called from any thread. */
  void interrupt() {
    interrupted = true;
    stop.run();
  }

  private void stopBy(Runnable how) {
    stop = how;
    if (interrupted) {
      how.run();
    }
  }
}
