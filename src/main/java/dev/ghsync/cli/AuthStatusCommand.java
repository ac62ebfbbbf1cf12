package dev.ghsync.cli;

import dev.ghsync.auth.FoundToken;
import dev.ghsync.auth.TokenSources;
import dev.ghsync.auth.Tokens;
import dev.ghsync.cli.option.RepoScope;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.Result;
import dev.ghsync.report.TokenView;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ghsync auth status}. */
@Command(
    addMethodSubcommands = false,
    name = "status",
    sortOptions = false,
    description = {
      "Which token a sync would use, and what it may",
      "Whose it is, its kind, scopes or permissions, when it expires, what is left of its limit;"
          + " never the token itself."
    })
final class AuthStatusCommand extends SharedCommand {
  @Mixin private final RepoScope scope = new RepoScope();

  AuthStatusCommand(Environment env, Services services) {
    super(env, services);
  }

  @Override
  ExitCode run() {
    URI apiUrl = apiUrl(scope.address());
    return find()
        .flatMap(
            found ->
                services
                    .tokenCheck()
                    .check(found.token(), apiUrl, scope.name())
                    .map(info -> Tokens.view(info, found)))
        .fold(this::show, this::fail);
  }

  private Result<FoundToken> find() {
    TokenSources sources = new TokenSources(env);
    Optional<FoundToken> outside =
        sources.outside(shared.tokenFile(), shared.isElsewhere(env, scope.address()));
    if (outside.isPresent()) {
      return Result.ok(outside.get());
    }
    Path db = shared.db(env);
    Result<Optional<FoundToken>> stored =
        Files.exists(db)
            ? services.withTokens(db, host(), store -> sources.stored(store, scope.name()))
            : Result.ok(Optional.empty());
    return stored.flatMap(
        found ->
            found.map(Result::ok).orElseGet(() -> Result.failed(FailureCode.NO_PAT, Tokens.NONE)));
  }

  private ExitCode show(TokenView view) {
    if (shared.json) {
      env.out().println(view.json());
    } else if (!shared.quiet) {
      view.print(env.out(), env.clock().instant(), env.zone());
    }
    return ExitCode.OK;
  }

  private Host host() {
    return Host.ofApi(shared.apiUrl(env, scope.address()));
  }
}
