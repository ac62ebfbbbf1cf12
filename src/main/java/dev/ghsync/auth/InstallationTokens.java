package dev.ghsync.auth;

import dev.ghsync.github.AppClient;
import dev.ghsync.model.Permissions;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.TokenSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The tokens of one installation of an App. A token is used until shortly before it expires, by all
 * runs: ETags belong to the token, so that a new one makes every list be read anew.
 */
final class InstallationTokens implements TokenSource {
  /** A token of an hour is replaced five minutes before its end, a shorter one after 3/4. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  /** GitHub may refuse a new token for some seconds. */
  private static final Duration NEW = Duration.ofSeconds(10);

  private final AppClient app;
  private final long installation;
  private final Memory memory;
  private final InstantSource clock;
  private Optional<Kept> kept;
  private Instant madeAt = Instant.EPOCH;

  /** Keeps the token for later runs. */
  interface Memory {
    Optional<Kept> find();

    void save(Kept token);
  }

  /**
   * A token with its times by this machine's clock.
   *
   * @param replaceAt when it is to be replaced
   */
  record Kept(Instant replaceAt, Token token, Optional<Permissions> permissions) {}

  InstallationTokens(AppClient app, long installation, Memory memory, InstantSource clock) {
    this.app = app;
    this.installation = installation;
    this.memory = memory;
    this.clock = clock;
    this.kept = memory.find();
  }

  @Override
  public synchronized Result<Token> current() {
    return kept.filter(k -> clock.instant().isBefore(k.replaceAt()))
        .map(k -> Result.ok(k.token()))
        .orElseGet(this::make);
  }

  private Result<Token> make() {
    return app.newToken(installation).map(this::keep);
  }

  private Token keep(AppClient.NewToken made) {
    Duration quarter = made.life().dividedBy(4);
    Duration margin = quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN;
    madeAt = clock.instant();
    Token token = new Token(made.secret(), "the App's installation " + installation);
    Kept now = new Kept(madeAt.plus(made.life()).minus(margin), token, made.permissions());
    kept = Optional.of(now);
    memory.save(now);
    return token;
  }

  @Override
  public synchronized boolean replace(Token refused) {
    boolean isOther = kept.isPresent() && !kept.get().token().equals(refused);
    boolean isNew = Duration.between(madeAt, clock.instant()).compareTo(NEW) < 0;
    return isOther || isNew || make() instanceof Result.Ok;
  }

  @Override
  public synchronized Optional<Permissions> permissions() {
    return kept.flatMap(Kept::permissions);
  }

  @Override
  public String limitKey() {
    return "installation " + installation;
  }

  @Override
  public String named() {
    return "the token of the App's installation " + installation;
  }
}
