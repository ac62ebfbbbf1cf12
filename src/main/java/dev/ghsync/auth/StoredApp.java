package dev.ghsync.auth;

import dev.ghsync.github.AppClient;
import dev.ghsync.model.AppInstallation;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.Permissions;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.TokenSource;
import dev.ghsync.store.Store;
import dev.ghsync.store.sql.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A GitHub App whose key is stored in the database, encrypted. It finds the installation of a
 * repository and makes tokens of it.
 */
public final class StoredApp implements AutoCloseable {
  /** Scopes in the table of tokens; those of repositories have a slash. */
  private static final String KEY = "app";

  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(20);

  private final Store store;
  private final Host host;
  private final TokenVault vault;
  private final InstantSource clock;
  private final AppKey key;
  private final AppClient client;
  private final Map<Long, TokenSource> tokens = new ConcurrentHashMap<>();
  private final Map<String, Long> owners = new ConcurrentHashMap<>();

  private StoredApp(
      Store store,
      Host host,
      TokenVault vault,
      InstantSource clock,
      AppKey key,
      Function<TokenSource, AppClient> clients) {
    this.store = store;
    this.host = host;
    this.vault = vault;
    this.clock = clock;
    this.key = key;
    this.client = clients.apply(new Signed());
  }

  /** Signs each request; corrects the time once GitHub's is known. */
  private final class Signed implements TokenSource {
    private Duration ahead = Duration.ZERO;

    @Override
    public synchronized Result<Token> current() {
      return Result.ok(new Token(key.sign(clock.instant().plus(ahead)), "the App's key"));
    }

    @Override
    public synchronized boolean replace(Token refused) {
      Duration measured =
          client
              .serverTime()
              .map(theirs -> Duration.between(clock.instant(), theirs))
              .orElse(ahead);
      boolean isOff = measured.minus(ahead).abs().compareTo(CLOCK_DIFFERENCE) > 0;
      ahead = measured;
      return isOff;
    }

    @Override
    public String limitKey() {
      return "app " + key.appId();
    }

    @Override
    public String named() {
      return "the key of the App " + key.appId();
    }
  }

  /**
   * Finds the App of a host.
   *
   * @param clients returns a client of the App whose requests have this token
   * @return empty where no key is stored; a failure where it cannot be decrypted
   */
  public static Result<Optional<StoredApp>> find(
      Store store,
      Host host,
      TokenVault vault,
      InstantSource clock,
      Function<TokenSource, AppClient> clients) {
    return store
        .read(s -> s.tokens().find(host, KEY))
        .map(
            encrypted ->
                vault
                    .openText(encrypted, KEY)
                    .flatMap(AppKey::parse)
                    .map(
                        key -> Optional.of(new StoredApp(store, host, vault, clock, key, clients))))
        .orElseGet(() -> Result.ok(Optional.empty()));
  }

  /**
   * Encrypts a key, stores it in place of the one before, and checks it with GitHub.
   *
   * @return the installations that it may use; a failure if GitHub does not accept it, and nothing
   *     is stored
   */
  public static Result<List<AppInstallation>> save(
      Store store,
      Host host,
      TokenVault vault,
      InstantSource clock,
      AppKey key,
      Function<TokenSource, AppClient> clients) {
    try (StoredApp app = new StoredApp(store, host, vault, clock, key, clients)) {
      return app.client
          .installations()
          .flatMap(
              found ->
                  vault
                      .sealText(key.text(), KEY)
                      .map(
                          encrypted -> {
                            remove(store, host);
                            store.write(s -> s.tokens().put(host, KEY, encrypted));
                            return found;
                          }));
    }
  }

  /** Removes the key and all that was made with it; returns whether there was one. */
  public static boolean remove(Store store, Host host) {
    return store.inTransaction(s -> s.tokens().removeApp(host));
  }

  /** Returns the tokens for a repository. */
  public Result<TokenSource> of(RepoName repo) {
    Search search = () -> ifInstalled(client.installationOf(repo), repo.toString());
    return installation(repo.owner(), search).map(this::tokens);
  }

  /** Returns the tokens for the repositories of a user or an organization. */
  public Result<TokenSource> of(String owner) {
    return installation(owner, () -> ifInstalled(client.installationOf(owner), owner))
        .map(this::tokens);
  }

  private static Result<Long> ifInstalled(Result<Long> found, String account) {
    return found instanceof Result.Failed<Long> failed
            && failed.failure().code() == FailureCode.NOT_FOUND
        ? Result.failed(
            FailureCode.NO_PAT,
            "the App is not installed for %s; install it there, or store a token with ghsync auth login"
                .formatted(account))
        : found;
  }

  /** Returns the ids of the installations that may be used. */
  public Result<List<Long>> installations() {
    return key.installation().isPresent()
        ? Result.ok(List.of(key.installation().getAsLong()))
        : client.installations().map(all -> all.stream().map(AppInstallation::id).toList());
  }

  /** Returns the tokens of an installation. */
  public TokenSource tokens(long installation) {
    return tokens.computeIfAbsent(
        installation, id -> new InstallationTokens(client, id, new Sealed(id), clock));
  }

  private interface Search {
    Result<Long> run();
  }

  private Result<Long> installation(String owner, Search search) {
    if (key.installation().isPresent()) {
      return Result.ok(key.installation().getAsLong());
    }
    String scope = KEY + ":" + owner.toLowerCase(Locale.ROOT);
    Optional<Long> known =
        Optional.ofNullable(owners.get(scope)).or(() -> read(scope).map(Long::valueOf));
    return known
        .map(Result::ok)
        .orElseGet(
            () ->
                search
                    .run()
                    .map(
                        id -> {
                          owners.put(scope, id);
                          write(scope, String.valueOf(id));
                          return id;
                        }));
  }

  private Optional<String> read(String scope) {
    return store
        .read(s -> s.tokens().find(host, scope))
        .flatMap(
            encrypted ->
                vault.openText(encrypted, scope).fold(Optional::of, failure -> Optional.empty()));
  }

  /** Stores a text for later runs; a database that is only read does not get it. */
  private void write(String scope, String text) {
    try {
      vault
          .sealText(text, scope)
          .map(
              encrypted -> {
                store.write(s -> s.tokens().put(host, scope, encrypted));
                return true;
              });
    } catch (StoreException readOnly) {
      // the next run makes a new one
    }
  }

  /** The last token of an installation, in the database. */
  private final class Sealed implements InstallationTokens.Memory {
    private final long installation;

    Sealed(long installation) {
      this.installation = installation;
    }

    private String scope() {
      return KEY + ":" + key.appId() + ":" + installation;
    }

    @Override
    public Optional<InstallationTokens.Kept> find() {
      return read(scope())
          .map(text -> text.split(" ", 3))
          .map(
              parts ->
                  new InstallationTokens.Kept(
                      Instant.ofEpochSecond(Long.parseLong(parts[0])),
                      new Token(parts[1], "the App's installation " + installation),
                      parts.length > 2
                          ? Optional.of(Permissions.parse(parts[2]))
                          : Optional.empty()));
    }

    @Override
    public void save(InstallationTokens.Kept kept) {
      write(
          scope(),
          kept.replaceAt().getEpochSecond()
              + " "
              + kept.token().reveal()
              + kept.permissions().map(granted -> " " + granted.text()).orElse(""));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
