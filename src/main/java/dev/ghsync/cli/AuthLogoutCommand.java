package dev.ghsync.cli;

import dev.ghsync.cli.option.RepoScope;
import dev.ghsync.model.Host;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ghsync auth logout}. */
@Command(
    addMethodSubcommands = false,
    name = "logout",
    sortOptions = false,
    description = {
      "Remove the token from the database",
      "GitHub still accepts the token until it is revoked there."
    })
final class AuthLogoutCommand extends SharedCommand {
  @Mixin private final RepoScope scope = new RepoScope();

  AuthLogoutCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    Host host = Host.ofApi(shared.apiUrl(env, scope.address()));
    return application
        .credentials()
        .remove(shared.tokenDatabase(env), host, scope.name())
        .fold(this::show, this::fail);
  }

  private ExitCode show(boolean removed) {
    if (!shared.quiet && !shared.json) {
      String text = removed ? "Removed the token for %s." : "There was no token for %s.";
      env.out().println(text.formatted(scope.words()));
    }
    return ExitCode.OK;
  }
}
