package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ghsync auth}: the tokens in the database. */
@Command(
    addMethodSubcommands = false,
    name = "auth",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands%n",
    description = {
      "Store a token in the database, for all repositories or one",
      "It is encrypted with the key in ~/.config/ghsync/key, so that the database alone reveals no"
          + " token. A token in the environment takes precedence over one in the database.",
    })
final class AuthCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new UsageError("name a command: auth login, auth status or auth logout");
  }
}
