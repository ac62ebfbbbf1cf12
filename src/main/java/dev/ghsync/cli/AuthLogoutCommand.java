package dev.ghsync.cli;

import dev.ghsync.cli.option.RepoScope;
import dev.ghsync.model.Host;
import dev.ghsync.model.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ghsync auth logout}. */
@Command(
    addMethodSubcommands = false,
    name = "logout",
    sortOptions = false,
    description = {
      "Forget the token",
      "The database no longer has it; GitHub still takes it until it is revoked there."
    })
final class AuthLogoutCommand extends SharedCommand {
  @Mixin private final RepoScope scope = new RepoScope();

  AuthLogoutCommand(Environment env, Services services) {
    super(env, services);
  }

  @Override
  ExitCode run() {
    Path db = shared.db(env);
    Result<Boolean> removed =
        Files.exists(db)
            ? services.withTokens(db, host(), store -> Result.ok(store.remove(scope.key())))
            : Result.ok(false);
    return removed.fold(this::done, this::fail);
  }

  private ExitCode done(boolean removed) {
    if (!shared.quiet && !shared.json) {
      String text = removed ? "The token for %s is forgotten." : "There was no token for %s.";
      env.out().println(text.formatted(scope.words()));
    }
    return ExitCode.OK;
  }

  private Host host() {
    return Host.ofApi(shared.apiUrl(env, scope.address()));
  }
}
