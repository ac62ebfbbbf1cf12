package dev.ghsync.cli;

import dev.ghsync.auth.AppKey;
import dev.ghsync.auth.TokenStatus;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.GivenToken;
import dev.ghsync.cli.option.RepoScope;
import dev.ghsync.model.AppInstallation;
import dev.ghsync.model.Host;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.Token;
import dev.ghsync.report.TokenStatusView;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ghsync auth login}. */
@Command(
    addMethodSubcommands = false,
    name = "login",
    sortOptions = false,
    description = {
      "Store a token in the database, encrypted",
      "On a terminal you are prompted for it, without echo; otherwise it is the first line of"
          + " standard input. It is stored only if GitHub accepts it.",
      "A token needs to read contents, issues and pull requests (a classic one: scope repo for"
          + " private repositories, none for public ones).",
      "With the key of a GitHub App, tokens of its installations are made when they are needed."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync auth login",
      "  gh auth token | ghsync auth login --repo octo/private",
      "  ghsync auth login --app-id 12345 --private-key mirror.private-key.pem",
    })
final class AuthLoginCommand extends SharedCommand {
  @Mixin private final RepoScope scope = new RepoScope();

  @Option(
      names = "--app-id",
      paramLabel = "ID",
      description = "Store the key of a GitHub App instead: its id or client id")
  private Optional<String> appId = Optional.empty();

  @Option(
      names = "--private-key",
      paramLabel = "FILE",
      description = "The App's private key, as GitHub hands it out (PEM)")
  private Optional<Path> keyFile = Optional.empty();

  @Option(
      names = "--installation",
      paramLabel = "ID",
      description = "The App's installation to use. Default: that of each repository")
  private Optional<Long> installation = Optional.empty();

  AuthLoginCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    URI apiUrl = apiUrl(scope.address());
    Path db = shared.tokenDatabase(env);
    if (appId.isPresent() || keyFile.isPresent() || installation.isPresent()) {
      return app(db, apiUrl);
    }
    Token token = read();
    Credentials credentials = application.credentials();
    return credentials
        .check(token, apiUrl, scope.name())
        .flatMap(
            status ->
                credentials.save(db, Host.ofApi(apiUrl), scope.name(), token).map(saved -> status))
        .fold(status -> show(status, db), this::fail);
  }

  private ExitCode app(Path db, URI apiUrl) {
    if (appId.isEmpty() || keyFile.isEmpty() || scope.name().isPresent()) {
      throw new UsageError(
          "an App needs --app-id and --private-key, and has no --repo; --installation is optional");
    }
    String pem;
    try {
      pem = Files.readString(keyFile.get(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UsageError("the key file " + keyFile.get() + " cannot be read: " + IoErrors.of(e));
    }
    OptionalLong only = installation.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    return AppKey.of(appId.get(), only, pem)
        .flatMap(key -> application.credentials().save(db, apiUrl, key))
        .fold(found -> show(found, db), this::fail);
  }

  private ExitCode show(List<AppInstallation> found, Path db) {
    String accounts =
        found.stream().map(AppInstallation::account).collect(Collectors.joining(", "));
    if (shared.json) {
      env.out().println(TokenStatusView.json(appId.orElseThrow(), found));
    } else if (!shared.quiet) {
      env.out()
          .println(
              "Stored the key of the App %s in %s. It is installed for: %s."
                  .formatted(appId.orElseThrow(), db, accounts.isEmpty() ? "nobody" : accounts));
    }
    return ExitCode.OK;
  }

  private Token read() {
    if (shared.tokenFile().isEmpty() && env.terminal().in()) {
      String question = "Token for " + scope.words() + ": ";
      return GivenToken.of(env.terminal().prompt().secret(question).orElse(""), "the answer");
    }
    return GivenToken.fromFile(env, shared.tokenFile().orElse(Path.of("-")));
  }

  private ExitCode show(TokenStatus status, Path db) {
    String owner = status.login().map(login -> " of " + login).orElse("");
    if (shared.json) {
      env.out().println(new TokenStatusView(status).json());
    } else if (!shared.quiet) {
      env.out().println("Stored the token" + owner + " for " + scope.words() + " in " + db + ".");
    }
    return ExitCode.OK;
  }
}
