package dev.ghsync.cli;

import dev.ghsync.auth.TokenStatus;
import dev.ghsync.cli.option.RepoScope;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.report.TokenStatusView;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ghsync auth status}. */
@Command(
    addMethodSubcommands = false,
    name = "status",
    sortOptions = false,
    description = {
      "Show which token a sync would use, and its permissions",
      "Its account, type, scopes or permissions, expiry and remaining rate limit; never the token"
          + " itself."
    })
final class AuthStatusCommand extends SharedCommand {
  @Mixin private final RepoScope scope = new RepoScope();

  AuthStatusCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    URI apiUrl = apiUrl(scope.address());
    Credentials credentials = application.credentials();
    Optional<Token> given = shared.token(env, scope.address());
    return given
        .map(Result::ok)
        .orElseGet(() -> credentials.current(shared.findTokenDatabase(env), apiUrl, scope.name()))
        .flatMap(token -> credentials.check(token, apiUrl, scope.name()))
        .fold(this::show, this::fail);
  }

  private ExitCode show(TokenStatus status) {
    TokenStatusView view = new TokenStatusView(status);
    if (shared.json) {
      env.out().println(view.json());
    } else if (!shared.quiet) {
      view.print(env.out(), env.clock().instant(), env.zone());
    }
    return ExitCode.OK;
  }
}
