package dev.ghsync.cli;

import dev.ghsync.auth.AppKey;
import dev.ghsync.auth.KeyFile;
import dev.ghsync.auth.StoredApp;
import dev.ghsync.auth.StoredTokens;
import dev.ghsync.auth.TokenStatus;
import dev.ghsync.auth.TokenVault;
import dev.ghsync.cli.env.Environment;
import dev.ghsync.github.AppClient;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.AppInstallation;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.TokenSource;
import dev.ghsync.store.Store;
import dev.ghsync.store.sql.StoreException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The tokens and App keys of users: stores, removes and checks them, and opens a {@link
 * TokenFinder} for requests.
 */
final class Credentials {
  private final Environment env;
  private final Clients clients;

  Credentials(Environment env, Clients clients) {
    this.env = env;
    this.clients = clients;
  }

  // ------------------------------------------------------------------ finding

  /**
   * Opens the tokens for a request. An App's token is renewed from them, so they stay open until
   * the last request.
   *
   * @param own the open database of the request; it is used if the tokens are stored in it
   */
  TokenFinder open(SyncRequest request, Optional<Store> own) {
    return openIfNeeded(request, own, false);
  }

  /** Opens the tokens for a command that changes no database. */
  TokenFinder openToRead(SyncRequest request, Optional<Store> own) {
    return openIfNeeded(request, own, true);
  }

  private TokenFinder openIfNeeded(SyncRequest request, Optional<Store> own, boolean toRead) {
    return request.token().isPresent()
        ? new TokenFinder(env, this, own, false)
        : open(request, own, toRead);
  }

  /** Opens the stored tokens even if the user gave one: it may not be used for every server. */
  TokenFinder openForMany(SyncRequest request, Optional<Store> own) {
    return open(request, own, request.settings().dryRun());
  }

  private TokenFinder open(SyncRequest request, Optional<Store> own, boolean toRead) {
    return request.tokens().equals(Optional.of(request.db()))
        ? new TokenFinder(env, this, own, false)
        : open(request.tokens(), toRead);
  }

  /** Opens the tokens that a database has; a missing file has none. */
  private TokenFinder open(Optional<Path> db, boolean toRead) {
    Optional<Store> store =
        db.filter(Files::exists).map(toRead ? Store::openToRead : Credentials::openToUse);
    return new TokenFinder(env, this, store, true);
  }

  private static Store openToUse(Path db) {
    return Files.isWritable(db) ? Store.open(db) : Store.openReadOnly(db);
  }

  /** Finds the stored token for a repository, or the general one. */
  Result<Token> current(Optional<Path> db, URI apiUrl, Optional<RepoName> repo) {
    try (TokenFinder tokens = open(db, false)) {
      return tokens.find(apiUrl, repo).flatMap(TokenSource::current);
    } catch (StoreException e) {
      return Result.failed(Stores.failure(e));
    }
  }

  // ------------------------------------------------------------------ storing

  /** Stores a token, encrypted; creates the database where it is missing. */
  Result<Token> save(Path db, Host host, Optional<RepoName> repo, Token token) {
    return Stores.with(Store::open, db, store -> tokens(store, host).save(repo, token));
  }

  /** Stores the key of an App, encrypted, if GitHub accepts it; returns its installations. */
  Result<List<AppInstallation>> save(Path db, URI apiUrl, AppKey key) {
    return Stores.with(
        Store::open,
        db,
        store ->
            StoredApp.save(
                store,
                Host.ofApi(apiUrl),
                vault(),
                env.clock(),
                key,
                clientOf(apiUrl, call -> {})));
  }

  /**
   * Removes the token of exactly this scope; the one for every repository with the App's key.
   *
   * @return whether there was one
   */
  Result<Boolean> remove(Path db, Host host, Optional<RepoName> repo) {
    return Files.exists(db)
        ? Stores.with(
            Store::open,
            db,
            store -> {
              boolean hadApp = repo.isEmpty() && StoredApp.remove(store, host);
              return Result.ok(tokens(store, host).remove(repo) || hadApp);
            })
        : Result.ok(false);
  }

  /** Requests what GitHub shows of a token. */
  Result<TokenStatus> check(Token token, URI apiUrl, Optional<RepoName> repo) {
    try (GitHub github = clients.forTokenCheck(apiUrl, token)) {
      return TokenStatus.check(token, github, apiUrl, repo);
    }
  }

  // ------------------------------------------------------------------ for TokenFinder

  StoredTokens tokens(Store store, Host host) {
    return new StoredTokens(store, host, this::vault);
  }

  Result<Optional<StoredApp>> app(Store store, URI apiUrl, Consumer<ApiCall> listener) {
    return StoredApp.find(
        store, Host.ofApi(apiUrl), vault(), env.clock(), clientOf(apiUrl, listener));
  }

  private Function<TokenSource, AppClient> clientOf(URI apiUrl, Consumer<ApiCall> listener) {
    return source -> new AppClient(clients.http(apiUrl, source), listener);
  }

  private TokenVault vault() {
    return new TokenVault(new KeyFile(env.configFolder().resolve("key"), env::warn));
  }
}
