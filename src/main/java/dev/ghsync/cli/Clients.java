package dev.ghsync.cli;

import dev.ghsync.git.GitRemote;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.client.GitHubSettings;
import dev.ghsync.github.client.RequestBudget;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.http.Sleeper;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.TokenSource;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.SyncPolicy;
import dev.ghsync.sync.SyncSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Builds the clients of GitHub and git from the settings of a command. */
record Clients(Clock clock, Sleeper sleeper, String userAgent) {
  private static final Duration TOKEN_CHECK_TIMEOUT = Duration.ofSeconds(30);

  /** Builds a client that checks a token, with a short timeout. */
  GitHub forTokenCheck(URI apiUrl, TokenSource token) {
    return GitHub.connect(GitHubSettings.of(http(apiUrl, token, TOKEN_CHECK_TIMEOUT)));
  }

  /** Returns a connector that builds both clients of a sync or a comparison. */
  Connection.Connector connector(SyncRequest request, TokenSource token) {
    Optional<Instant> deadline = deadline(request.settings());
    return (listener, waiting) ->
        new Connection(
            request.apiUrl(),
            github(
                request,
                token,
                new Bounds(deadline, budget(request.settings())),
                listener,
                waiting),
            git(request, token, deadline, listener));
  }

  /** Returns the time after which no request starts. */
  Optional<Instant> deadline(SyncSettings settings) {
    return settings.limits().deadline().map(clock.instant()::plus);
  }

  /** Returns the number of charged requests that may be sent. */
  RequestBudget budget(SyncSettings settings) {
    return new RequestBudget(settings.limits().maxRequests());
  }

  /** The bounds of a command, which all of its clients share. */
  record Bounds(Optional<Instant> deadline, RequestBudget budget) {}

  GitHub github(
      SyncRequest request,
      TokenSource token,
      Bounds bounds,
      Consumer<ApiCall> listener,
      BiConsumer<Instant, Failure> waiting) {
    SyncSettings.Limits limits = request.settings().limits();
    return GitHub.connect(
        new GitHubSettings(
            http(request.apiUrl(), token, limits.timeout()).withDeadline(bounds.deadline()),
            new GitHubSettings.Bounds(
                limits.concurrency(),
                bounds.budget(),
                SyncPolicy.reserve(request.settings()),
                limits.maxWait()),
            listener,
            waiting));
  }

  GitRemote git(
      SyncRequest request,
      TokenSource token,
      Optional<Instant> deadline,
      Consumer<ApiCall> listener) {
    SyncSettings.Objects objects = request.settings().objects();
    return new GitRemote(
        new GitRemote.Settings(
            http(objects.gitUrl(), token, request.settings().limits().timeout())
                .withDeadline(deadline),
            folderOf(request.db()),
            objects.maxBlobSize(),
            listener));
  }

  /** Returns the settings of requests that are no part of a sync, with a short timeout. */
  HttpSettings http(URI url, TokenSource token) {
    return http(url, token, TOKEN_CHECK_TIMEOUT);
  }

  private HttpSettings http(URI url, TokenSource token, Duration timeout) {
    return HttpSettings.of(url, Optional.of(token), userAgent)
        .withTimeout(timeout)
        .withTime(sleeper, InstantSource.system());
  }

  /** Returns the folder for temporary files: the database's disk has room for what goes into it. */
  private static Path folderOf(Path db) {
    Path folder = db.toAbsolutePath().getParent();
    return folder == null ? db.toAbsolutePath() : folder;
  }
}
