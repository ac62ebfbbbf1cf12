package dev.ghsync.cli;

import dev.ghsync.auth.StoredApp;
import dev.ghsync.cli.env.Environment;
import dev.ghsync.model.ApiCall;
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
import java.util.function.Consumer;

/**
 * Finds the token to use: the one that the user gave, the repository's own in the database, the
 * general one, that of a stored App, or that of the program gh. It is closed after the last
 * request, since an App's token is renewed within a run. Safe for threads.
 */
final class TokenFinder implements AutoCloseable {
  static final String NO_TOKEN =
      "there is no token: set GHSYNC_TOKEN, give --token-file, or run ghsync auth login";

  private final Environment env;
  private final Credentials credentials;
  private final Optional<Store> store;
  private final boolean closesStore;
  private final AppRequests appRequests = new AppRequests();

  /** The Apps that were looked up, by host. */
  private final Map<Host, Result<Optional<StoredApp>>> apps = new HashMap<>();

  /**
   * Made by {@link Credentials#open}.
   *
   * @param store the database of stored tokens; empty: there is none
   * @param closesStore whether it is closed with this object
   */
  TokenFinder(
      Environment env, Credentials credentials, Optional<Store> store, boolean closesStore) {
    this.env = env;
    this.credentials = credentials;
    this.store = store;
    this.closesStore = closesStore;
  }

  /** Reports the requests by which an App finds installations and makes tokens. */
  void reportTo(Consumer<ApiCall> listener) {
    appRequests.reportTo(listener);
  }

  /**
   * Finds the token of a request.
   *
   * @return {@code no-pat} if there is none
   */
  Result<TokenSource> of(SyncRequest request) {
    return request
        .token()
        .<Result<TokenSource>>map(Result::ok)
        .orElseGet(() -> find(request.apiUrl(), Optional.of(request.repo())));
  }

  /**
   * Finds the token for a repository where the user gave none.
   *
   * @param repo empty: for no repository in particular
   * @return {@code no-pat} if there is none
   */
  Result<TokenSource> find(URI apiUrl, Optional<RepoName> repo) {
    return stored(apiUrl, repo)
        .flatMap(
            token ->
                token.isPresent()
                    ? Result.ok(token.get())
                    : app(apiUrl).flatMap(app -> ofApp(app, Host.ofApi(apiUrl), repo)));
  }

  private Result<Optional<Token>> stored(URI apiUrl, Optional<RepoName> repo) {
    return store
        .map(s -> credentials.tokens(s, Host.ofApi(apiUrl)).find(repo))
        .orElseGet(() -> Result.ok(Optional.empty()));
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

  /** Finds the token for the list of the repositories of a user or an organization. */
  Result<TokenSource> ofOwner(SyncRequest listing, String owner) {
    if (listing.token().isPresent()) {
      return Result.ok(listing.token().get());
    }
    Optional<StoredApp> app =
        app(listing.apiUrl()).fold(found -> found, failure -> Optional.empty());
    boolean hasToken =
        stored(listing.apiUrl(), Optional.empty()).fold(Optional::isPresent, failure -> true);
    return app.isPresent() && !hasToken
        ? app.get().of(owner)
        : find(listing.apiUrl(), Optional.empty());
  }

  /**
   * Lists the tokens of an App's installations by their ids. A token that the user gave is that of
   * one installation, and so is any other if no App is stored; its id is 0.
   */
  Result<Map<Long, TokenSource>> ofInstallations(SyncRequest listing) {
    if (listing.token().isPresent()) {
      return Result.ok(Map.of(0L, listing.token().get()));
    }
    return app(listing.apiUrl())
        .flatMap(
            app ->
                app.isPresent()
                    ? app.get().installations().map(ids -> byId(app.get(), ids))
                    : of(listing).map(token -> Map.of(0L, token)));
  }

  private static Map<Long, TokenSource> byId(StoredApp app, List<Long> ids) {
    Map<Long, TokenSource> tokens = new HashMap<>();
    ids.forEach(id -> tokens.put(id, app.tokens(id)));
    return tokens;
  }

  private synchronized Result<Optional<StoredApp>> app(URI apiUrl) {
    return store
        .map(
            s ->
                apps.computeIfAbsent(
                    Host.ofApi(apiUrl), host -> credentials.app(s, apiUrl, appRequests)))
        .orElseGet(() -> Result.ok(Optional.empty()));
  }

  @Override
  public synchronized void close() {
    apps.values().forEach(found -> found.fold(TokenFinder::close, failure -> false));
    if (closesStore) {
      store.ifPresent(Store::close);
    }
  }

  private static boolean close(Optional<StoredApp> app) {
    app.ifPresent(StoredApp::close);
    return app.isPresent();
  }
}
