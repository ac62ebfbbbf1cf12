package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ghsync auth}: the token that the database keeps. */
@Command(
    addMethodSubcommands = false,
    name = "auth",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands%n",
    description = {
      "Keep a token in the database, for all repositories or one",
      "It is encrypted under the key in ~/.config/ghsync/key: whoever gets the database alone has"
          + " no token. A token in the environment goes before one in the database.",
    })
final class AuthCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new UsageError("name a command: auth login, auth status or auth logout");
  }
}
