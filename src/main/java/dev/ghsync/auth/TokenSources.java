package dev.ghsync.auth;

import dev.ghsync.cli.Environment;
import dev.ghsync.cli.IoErrors;
import dev.ghsync.cli.Services;
import dev.ghsync.cli.UsageError;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a token may come from, the first found wins: {@code --token-file}, {@code $GHSYNC_TOKEN},
 * {@code $GH_TOKEN}, {@code $GITHUB_TOKEN}, the repository's own in the database, the database's
 * general one. No message of this class has a token in it.
 */
public final class TokenSources {
  /** The scope of the token for every repository that has none of its own. */
  public static final String GENERAL = "";

  private static final List<String> VARIABLES = List.of("GHSYNC_TOKEN", "GH_TOKEN", "GITHUB_TOKEN");

  private static final List<String> OWN_VARIABLES = List.of("GHSYNC_TOKEN");

  private final Environment env;

  public TokenSources(Environment env) {
    this.env = env;
  }

  public static String scope(RepoName repo) {
    return repo.toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Encrypts and decrypts the database's tokens.
   *
   * @throws UsageError where there is no home folder for its key
   */
  public TokenVault vault() {
    return new TokenVault(
        new KeyFile(
            env.configFolder().resolve("key"), problem -> env.complain("warning: " + problem)));
  }

  /**
   * From the file or the environment, whichever has one.
   *
   * @param elsewhere the address of the repository names another server than the environment: the
   *     variables that other programs share are not for that server
   * @throws UsageError where the file cannot be read, or what is found cannot be a token
   */
  public Optional<FoundToken> outside(Optional<Path> file, boolean elsewhere) {
    if (file.isPresent()) {
      return Optional.of(fromFile(file.get()));
    }
    for (String name : elsewhere ? OWN_VARIABLES : VARIABLES) {
      Optional<String> value = env.variable(name);
      if (value.isPresent()) {
        return Optional.of(found(value.get(), "$" + name));
      }
    }
    return Optional.empty();
  }

  /**
   * From the database: the repository's own, else the general one.
   *
   * @return empty where there is none; a failure where there is one that cannot be decrypted
   */
  public Result<Optional<FoundToken>> stored(TokenStore database, Optional<RepoName> repo) {
    if (repo.isPresent()) {
      Optional<byte[]> own = database.find(scope(repo.get()));
      if (own.isPresent()) {
        String source = "the database, for " + repo.get();
        return vault()
            .open(own.get(), scope(repo.get()))
            .map(token -> Optional.of(new FoundToken(token.from(source), source)));
      }
    }
    Optional<byte[]> general = database.find(GENERAL);
    if (general.isEmpty()) {
      return Result.ok(Optional.empty());
    }
    return vault()
        .open(general.get(), GENERAL)
        .map(token -> Optional.of(new FoundToken(token.from("the database"), "the database")));
  }

  /** For {@link Services#sync}: what was found outside, else what the database has. */
  public Services.TokenFinder finder(Optional<Path> file, RepoName repo, boolean elsewhere) {
    Optional<Token> outside = outside(file, elsewhere).map(FoundToken::token);
    return database ->
        outside.isPresent()
            ? Result.ok(outside)
            : stored(database, Optional.of(repo)).map(found -> found.map(FoundToken::token));
  }

  /**
   * The first line of a file, or of standard input where it is {@code -}.
   *
   * @throws UsageError where it cannot be read, or is no token
   */
  public FoundToken fromFile(Path file) {
    boolean standardInput = file.toString().equals("-");
    String name = standardInput ? "standard input" : "the token file " + file;
    try (BufferedReader in =
        standardInput
            ? new BufferedReader(new InputStreamReader(env.in(), StandardCharsets.ISO_8859_1))
            : Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = in.readLine();
      return found(line == null ? "" : line, name);
    } catch (IOException e) {
      throw new UsageError(name + " cannot be read: " + IoErrors.of(e));
    }
  }

  /**
   * The token of a text.
   *
   * @param source for messages
   * @throws UsageError where the text is not a token alone; the message does not repeat it
   */
  public static FoundToken found(String text, String source) {
    String secret = text.strip();
    if (secret.isEmpty()) {
      throw new UsageError(source + " is empty; its first line must be the token");
    }
    TokenText.fault(secret)
        .ifPresent(
            fault -> {
              throw new UsageError("what is in " + source + " is not a token alone: it " + fault);
            });
    return new FoundToken(new Token(secret, source), source);
  }
}
