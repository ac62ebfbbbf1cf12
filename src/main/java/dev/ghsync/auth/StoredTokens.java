package dev.ghsync.auth;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.store.Store;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The tokens of one host in the database, each encrypted: one for every repository, and one for
 * each repository that has its own.
 *
 * @param vault called when a token is encrypted or decrypted
 */
public record StoredTokens(Store store, Host host, Supplier<TokenVault> vault) {
  private static final String EVERY_REPOSITORY = "";

  /**
   * Finds the token for a repository: its own, else the one for every repository.
   *
   * @param repo empty: only the token for every repository
   * @return empty where there is none; a failure where it cannot be decrypted
   */
  public Result<Optional<Token>> find(Optional<RepoName> repo) {
    Optional<byte[]> own = repo.flatMap(name -> read(scope(repo)));
    if (own.isPresent()) {
      return open(own.get(), scope(repo), "the database, for " + repo.get());
    }
    return read(EVERY_REPOSITORY)
        .map(encrypted -> open(encrypted, EVERY_REPOSITORY, "the database"))
        .orElseGet(() -> Result.ok(Optional.empty()));
  }

  /**
   * Encrypts a token and stores it in place of the one before.
   *
   * @param repo empty: for every repository
   */
  public Result<Token> save(Optional<RepoName> repo, Token token) {
    return vault
        .get()
        .seal(token, scope(repo))
        .map(
            encrypted -> {
              store.write(s -> s.tokens().put(host, scope(repo), encrypted));
              return token;
            });
  }

  /** Removes the token of exactly this scope; returns whether there was one. */
  public boolean remove(Optional<RepoName> repo) {
    return store.inTransaction(s -> s.tokens().remove(host, scope(repo)));
  }

  private Optional<byte[]> read(String scope) {
    return store.read(s -> s.tokens().find(host, scope));
  }

  private Result<Optional<Token>> open(byte[] encrypted, String scope, String source) {
    return vault.get().open(encrypted, scope).map(token -> Optional.of(token.from(source)));
  }

  private static String scope(Optional<RepoName> repo) {
    return repo.map(name -> name.toString().toLowerCase(Locale.ROOT)).orElse(EVERY_REPOSITORY);
  }
}
