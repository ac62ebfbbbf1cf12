package dev.ghsync.cli;

import dev.ghsync.auth.FoundToken;
import dev.ghsync.auth.TokenCheck.TokenInfo;
import dev.ghsync.auth.TokenSources;
import dev.ghsync.auth.TokenVault;
import dev.ghsync.auth.Tokens;
import dev.ghsync.cli.option.RepoScope;
import dev.ghsync.model.Host;
import dev.ghsync.model.Result;
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
      "Ask for a token and keep it, encrypted",
      "On a terminal it is asked for without being shown, else it is the first line of standard"
          + " input. GitHub is asked whose it is first.",
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

  AuthLoginCommand(Environment env, Services services) {
    super(env, services);
  }

  @Override
  ExitCode run() {
    URI apiUrl = apiUrl(scope.address());
    TokenSources sources = new TokenSources(env);
    FoundToken found = read(sources);
    return services
        .tokenCheck()
        .check(found.token(), apiUrl, scope.name())
        .flatMap(info -> keep(sources.vault(), found).map(kept -> info))
        .fold(info -> done(info, found), this::fail);
  }

  private FoundToken read(TokenSources sources) {
    if (shared.tokenFile().isEmpty() && env.terminal().in()) {
      String answer =
          env.terminal().prompt().secret("Token for " + scope.words() + ": ").orElse("");
      return TokenSources.found(answer, "the answer");
    }
    return sources.fromFile(shared.tokenFile().orElse(Path.of("-")));
  }

  private Result<Boolean> keep(TokenVault vault, FoundToken found) {
    return vault
        .seal(found.token(), scope.key())
        .flatMap(
            bytes ->
                services.withTokens(
                    shared.db(env),
                    host(),
                    store -> {
                      store.put(scope.key(), bytes);
                      return Result.ok(true);
                    }));
  }

  private ExitCode done(TokenInfo info, FoundToken found) {
    if (shared.json) {
      env.out().println(Tokens.view(info, found).json());
    } else if (!shared.quiet) {
      env.out()
          .println(
              "The token"
                  + info.login().map(login -> " of " + login).orElse("")
                  + " is kept in "
                  + shared.db(env)
                  + " for "
                  + scope.words()
                  + ".");
    }
    return ExitCode.OK;
  }

  private Host host() {
    return Host.ofApi(shared.apiUrl(env, scope.address()));
  }
}
