package dev.ghsync.cli;

import dev.ghsync.auth.KeyFile;
import dev.ghsync.auth.StoredApp;
import dev.ghsync.auth.StoredTokens;
import dev.ghsync.auth.TokenVault;
import dev.ghsync.cli.env.Environment;
import dev.ghsync.github.AppClient;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.TokenSource;
import dev.ghsync.store.Store;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the token to use where the user gave none: the repository's own in the database, the
 * general one, that of a stored App, and that of the program gh. Safe for threads.
 */
final class TokenFinder {
  static final String NO_TOKEN =
      "there is no token: set GHSYNC_TOKEN, give --token-file, or run ghsync auth login";

  private final Environment env;
  private final Clients clients;

  /** The Apps of this command, by host. */
  private final Map<Host, Result<Optional<StoredApp>>> apps = new HashMap<>();

  TokenFinder(Environment env, Clients clients) {
    this.env = env;
    this.clients = clients;
  }

  /**
   * Finds the token for a repository.
   *
   * @param store the database; empty: there is none
   * @param repo empty: for no repository in particular
   * @return {@code no-pat} if there is none
   */
  Result<TokenSource> find(Optional<Store> store, URI apiUrl, Optional<RepoName> repo) {
    Host host = Host.ofApi(apiUrl);
    Result<Optional<Token>> stored =
        store.map(s -> tokens(s, host).find(repo)).orElseGet(() -> Result.ok(Optional.empty()));
    return stored.flatMap(
        token ->
            token.isPresent()
                ? Result.ok(token.get())
                : store
                    .map(s -> app(s, apiUrl))
                    .orElseGet(() -> Result.ok(Optional.empty()))
                    .flatMap(app -> ofApp(app, host, repo)));
  }

  private Result<TokenSource> ofApp(Optional<StoredApp> app, Host host, Optional<RepoName> repo) {
    if (app.isEmpty()) {
      return new GhProgram(env)
          .find(host)
          .<Result<TokenSource>>map(Result::ok)
          .orElseGet(() -> Result.failed(FailureCode.NO_PAT, NO_TOKEN));
    }
    return repo.map(app.get()::of)
        .orElseGet(
            () ->
                app.get()
                    .installations()
                    .flatMap(
                        ids ->
                            ids.isEmpty()
                                ? Result.failed(
                                    FailureCode.NO_PAT, "the App has no installation; install it")
                                : Result.ok(app.get().tokens(ids.get(0)))));
  }

  /** Finds the token for the repositories of a user or an organization. */
  Result<TokenSource> ofOwner(Optional<Store> store, URI apiUrl, String owner) {
    Optional<StoredApp> app =
        store.flatMap(s -> app(s, apiUrl).fold(found -> found, failure -> Optional.empty()));
    boolean hasToken =
        store.isPresent()
            && tokens(store.get(), Host.ofApi(apiUrl))
                .find(Optional.empty())
                .fold(Optional::isPresent, failure -> true);
    return app.isPresent() && !hasToken
        ? app.get().of(owner)
        : find(store, apiUrl, Optional.empty());
  }

  /** Lists the tokens of an App's installations by their ids; empty if no App is stored. */
  Result<Map<Long, TokenSource>> ofInstallations(Optional<Store> store, URI apiUrl) {
    return store
        .map(s -> app(s, apiUrl))
        .orElseGet(() -> Result.ok(Optional.empty()))
        .flatMap(
            app ->
                app.map(found -> found.installations().map(ids -> byId(found, ids)))
                    .orElseGet(() -> Result.ok(Map.of())));
  }

  private static Map<Long, TokenSource> byId(StoredApp app, List<Long> ids) {
    Map<Long, TokenSource> tokens = new HashMap<>();
    ids.forEach(id -> tokens.put(id, app.tokens(id)));
    return tokens;
  }

  private synchronized Result<Optional<StoredApp>> app(Store store, URI apiUrl) {
    Host host = Host.ofApi(apiUrl);
    return apps.computeIfAbsent(
        host, key -> StoredApp.find(store, host, vault(), clients.clock(), clientOf(apiUrl)));
  }

  /** Returns what makes the client of an App. */
  Function<TokenSource, AppClient> clientOf(URI apiUrl) {
    return source -> new AppClient(clients.http(apiUrl, source));
  }

  StoredTokens tokens(Store store, Host host) {
    return new StoredTokens(store, host, this::vault);
  }

  TokenVault vault() {
    return new TokenVault(new KeyFile(env.configFolder().resolve("key"), env::warn));
  }
}
