package dev.ghsync.cli;

import dev.ghsync.auth.TokenStatus;
import dev.ghsync.cli.option.GivenToken;
import dev.ghsync.cli.option.RepoScope;
import dev.ghsync.model.Host;
import dev.ghsync.model.Token;
import dev.ghsync.report.TokenStatusView;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
          + " private repositories, none for public ones)."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync auth login",
      "  gh auth token | ghsync auth login --repo octo/private",
    })
final class AuthLoginCommand extends SharedCommand {
  @Mixin private final RepoScope scope = new RepoScope();

  AuthLoginCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    URI apiUrl = apiUrl(scope.address());
    Path db = shared.db(env);
    Token token = read();
    return application
        .checkToken(token, apiUrl, scope.name())
        .flatMap(
            status ->
                application
                    .saveToken(db, Host.ofApi(apiUrl), scope.name(), token)
                    .map(saved -> status))
        .fold(status -> show(status, db), this::fail);
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
