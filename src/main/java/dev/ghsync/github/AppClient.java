package dev.ghsync.github;

import dev.ghsync.github.client.GitHubSettings;
import dev.ghsync.github.client.RequestExecutor;
import dev.ghsync.github.json.BodyReader;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.JsonBody;
import dev.ghsync.github.json.ResponseLimits;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.http.Url;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.AppInstallation;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Permissions;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client of the endpoints of a GitHub App, whose token is a signed request (JWT). Its requests do
 * not count against the limit of an installation.
 */
public final class AppClient implements AutoCloseable {
  private static final String REFUSED =
      "the App has no such installation; install it for the account, and check the App's id and key";

  private final String api;
  private final RequestExecutor executor;
  private final Consumer<ApiCall> listener;

  /**
   * Sends nothing yet.
   *
   * @param listener receives each request
   */
  public AppClient(HttpSettings http, Consumer<ApiCall> listener) {
    this.listener = listener;
    api = ApiUrls.base(http.url());
    executor = new RequestExecutor(GitHubSettings.of(http));
  }

  /**
   * A token of an installation.
   *
   * @param life the time until it expires
   * @param permissions empty if the server does not name them
   */
  public record NewToken(String secret, Duration life, Optional<Permissions> permissions) {}

  /** Returns the time by GitHub's clock; empty before the first response. */
  public Optional<Instant> serverTime() {
    return executor.clock().time();
  }

  /** Makes a token of an installation. */
  public Result<NewToken> newToken(long installation) {
    return send(
            "/app/installations/" + installation + "/access_tokens",
            true,
            json -> new Made(json.text("token"), json.time("expires_at"), permissions(json)))
        .map(
            made ->
                new NewToken(
                    made.secret(), Duration.between(now(), made.expiresAt()), made.permissions()));
  }

  private record Made(String secret, Instant expiresAt, Optional<Permissions> permissions) {}

  private static Optional<Permissions> permissions(Json json) {
    return Optional.ofNullable(json.objectOrNull("permissions"))
        .map(granted -> new Permissions(granted.names()));
  }

  private Instant now() {
    return serverTime().orElseGet(Instant::now);
  }

  /** Lists the first hundred installations. */
  public Result<List<AppInstallation>> installations() {
    BodyReader<List<AppInstallation>> reader =
        JsonBody.list(
            ResponseLimits.PAGE,
            json -> new AppInstallation(json.number("id"), json.object("account").text("login")),
            AppInstallation::id,
            "id");
    return read("/app/installations?per_page=100", false, reader);
  }

  /** Finds the installation that may read a repository. */
  public Result<Long> installationOf(RepoName repo) {
    return send("/repos/" + repo + "/installation", false, json -> json.number("id"));
  }

  /** Finds the installation of a user or an organization. */
  public Result<Long> installationOf(String owner) {
    Result<Long> user = send("/users/" + owner + "/installation", false, json -> json.number("id"));
    boolean isMissing =
        user instanceof Result.Failed<Long> failed
            && failed.failure().code() == FailureCode.NOT_FOUND;
    return isMissing
        ? send("/orgs/" + owner + "/installation", false, json -> json.number("id"))
        : user;
  }

  private <T> Result<T> send(String path, boolean posts, Function<Json, T> reader) {
    return read(path, posts, JsonBody.one(ResponseLimits.PAGE, reader));
  }

  private <T> Result<T> read(String path, boolean posts, BodyReader<T> reader) {
    Optional<byte[]> body =
        posts ? Optional.of("{}".getBytes(StandardCharsets.US_ASCII)) : Optional.empty();
    return new JsonRequest<>(posts ? "POST" : "GET", Url.of(api + path), body, reader, REFUSED)
        .send(executor, listener);
  }

  /** Ends the requests under way and sends no more. */
  public void stop() {
    executor.stop();
  }

  @Override
  public void close() {
    executor.close();
  }
}
