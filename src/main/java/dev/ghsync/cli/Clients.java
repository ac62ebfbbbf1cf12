package dev.ghsync.cli;

import dev.ghsync.git.GitRemote;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.client.GitHubSettings;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.http.Sleeper;
import dev.ghsync.model.Token;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.SyncPolicy;
import dev.ghsync.sync.SyncSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Builds the clients of GitHub and git from the settings of a command. */
record Clients(Clock clock, Sleeper sleeper, String userAgent) {
  private static final Duration TOKEN_CHECK_TIMEOUT = Duration.ofSeconds(30);

  /** Builds a client that checks a token, with a short timeout. */
  GitHub forTokenCheck(URI apiUrl, Token token) {
    return GitHub.connect(GitHubSettings.of(http(apiUrl, token, TOKEN_CHECK_TIMEOUT)));
  }

  /** Returns a connector that builds both clients of a sync or a comparison. */
  Connection.Connector connector(SyncRequest request, Token token) {
    SyncSettings.Limits limits = request.settings().limits();
    SyncSettings.Objects objects = request.settings().objects();
    return (listener, waiting) ->
        new Connection(
            request.apiUrl(),
            GitHub.connect(
                new GitHubSettings(
                    http(request.apiUrl(), token, limits),
                    new GitHubSettings.Bounds(
                        limits.concurrency(),
                        limits.maxRequests(),
                        SyncPolicy.reserve(request.settings()),
                        limits.maxWait()),
                    listener,
                    waiting)),
            new GitRemote(
                new GitRemote.Settings(
                    http(objects.gitUrl(), token, limits),
                    folderOf(request.db()),
                    objects.maxBlobSize(),
                    listener)));
  }

  private HttpSettings http(URI url, Token token, SyncSettings.Limits limits) {
    return http(url, token, limits.timeout())
        .withDeadline(limits.deadline().map(clock.instant()::plus));
  }

  private HttpSettings http(URI url, Token token, Duration timeout) {
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
