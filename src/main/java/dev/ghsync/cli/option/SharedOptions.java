package dev.ghsync.cli.option;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.Converters.ColorMode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Token;
import dev.ghsync.report.Ansi;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of every command. */
public final class SharedOptions {
  private static final String GITHUB_API = "https://api.github.com";

  @Option(
      names = "--db",
      paramLabel = "FILE",
      description = {
        "The SQLite file; created with its folder if it does not exist. {owner} and {name} in it are"
            + " replaced, for a file of each repository; tokens are then kept in the default database.",
        "Default: $$GHSYNC_DB, else ghsync.db in $$XDG_DATA_HOME/ghsync or ~/.local/share/ghsync"
      })
  private Optional<Path> db = Optional.empty();

  @Option(
      names = "--api-url",
      paramLabel = "URL",
      description = {
        "The REST API; GitHub Enterprise Server has its own at HOST/api/v3.",
        "Default: $$GITHUB_API_URL, else GitHub's"
      })
  private Optional<URI> apiUrl = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Read the token from the first line of a file (-: of standard input)")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = {
        "Certificates (PEM) of authorities to trust, besides Java's and the system's.",
        "Default: $$GHSYNC_CA_FILE, $$SSL_CERT_FILE"
      })
  private Optional<Path> caFile = Optional.empty();

  @Option(names = "--json", description = "JSON on standard output, and nothing else there")
  public boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Nothing but failures, on standard error")
  public boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "A line for each request, on standard error; -vv: traces of errors too")
  private boolean[] verbose = {};

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "auto, always or never; auto honours $$NO_COLOR. Default: auto")
  private ColorMode color = ColorMode.AUTO;

  /**
   * Returns the database of a command that is not of one repository.
   *
   * @throws UsageError where it is a pattern of several files
   */
  public Path db(Environment env) {
    DatabasePattern pattern = databases(env);
    if (pattern.isOfOne()) {
      throw new UsageError(
          "%s names a file of each repository; this command needs one file".formatted(pattern));
    }
    return pattern.path();
  }

  /** Returns the database of a repository. */
  public Path db(Environment env, RepoName repo) {
    return databases(env).of(repo);
  }

  /** Returns the database, or the pattern of the databases of repositories. */
  public DatabasePattern databases(Environment env) {
    return new DatabasePattern(db.orElseGet(env::database));
  }

  /**
   * Returns the database of stored tokens and App keys: that of {@code --db}, or the default one if
   * each repository has its own file.
   *
   * @throws UsageError where there is no home folder for the default one
   */
  public Path tokenDatabase(Environment env) {
    DatabasePattern pattern = databases(env);
    return pattern.isOfOne() ? env.defaultDatabase() : pattern.path();
  }

  /** Returns {@link #tokenDatabase}; empty where there is no home folder for the default one. */
  public Optional<Path> findTokenDatabase(Environment env) {
    DatabasePattern pattern = databases(env);
    return pattern.isOfOne() ? env.findDefaultDatabase() : Optional.of(pattern.path());
  }

  /** Returns whether {@code --api-url} was given. */
  public boolean namesApiUrl() {
    return apiUrl.isPresent();
  }

  public Optional<Path> tokenFile() {
    return tokenFile;
  }

  /**
   * Reads the token of {@code --token-file}, or else of the environment.
   *
   * @throws UsageError where it cannot be read, or is not a token
   */
  public Optional<Token> token(Environment env, Optional<RepoAddress> repo) {
    return tokenFile
        .map(file -> GivenToken.fromFile(env, file))
        .or(() -> GivenToken.fromEnvironment(env, !isElsewhere(env, repo)));
  }

  public Optional<Path> caFile() {
    return caFile;
  }

  public boolean logsRequests() {
    return verbose.length > 0;
  }

  public boolean logsTraces() {
    return verbose.length > 1;
  }

  /**
   * Returns the API's address. A repository's address takes precedence over the environment.
   *
   * @throws UsageError where the repository's address and {@code --api-url} name two servers
   */
  public URI apiUrl(Environment env, Optional<RepoAddress> repo) {
    Optional<URI> addressed = repo.flatMap(RepoAddress::apiUrl);
    if (addressed.isEmpty()) {
      return apiUrl.orElseGet(() -> environmentApiUrl(env));
    }
    Host host = Host.ofApi(addressed.get());
    if (apiUrl.isPresent() && !Host.ofApi(apiUrl.get()).equals(host)) {
      throw new UsageError(
          "the repository's address is on %s, and --api-url is %s; leave one of them out"
              .formatted(host, apiUrl.get()));
    }
    return apiUrl.orElseGet(
        () -> isElsewhere(env, repo) ? addressed.get() : environmentApiUrl(env));
  }

  /** Returns the host of {@code --api-url} or of the repository's address, if one was given. */
  public Optional<Host> host(Environment env, Optional<RepoAddress> repo) {
    boolean given = apiUrl.isPresent() || repo.flatMap(RepoAddress::apiUrl).isPresent();
    return given ? Optional.of(Host.ofApi(apiUrl(env, repo))) : Optional.empty();
  }

  /**
   * Returns whether only the repository's address names its server, another than the environment.
   */
  private boolean isElsewhere(Environment env, Optional<RepoAddress> repo) {
    Optional<Host> addressed = repo.flatMap(RepoAddress::apiUrl).map(Host::ofApi);
    return apiUrl.isEmpty()
        && addressed.isPresent()
        && !addressed.get().equals(Host.ofApi(environmentApiUrl(env)));
  }

  private static URI environmentApiUrl(Environment env) {
    String text = env.variable("GITHUB_API_URL").orElse(GITHUB_API);
    try {
      return Converters.url(text);
    } catch (RuntimeException e) {
      throw new UsageError("$GITHUB_API_URL: " + e.getMessage());
    }
  }

  public Ansi colors(Environment env) {
    boolean wanted =
        switch (color) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO ->
              env.terminal().out()
                  && env.understandsEscapes()
                  && env.variable("NO_COLOR").isEmpty()
                  && !env.variable("TERM").orElse("").equals("dumb");
        };
    return wanted ? Ansi.ON : Ansi.OFF;
  }
}
