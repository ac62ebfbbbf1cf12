package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ghsync webhook} without a command: a usage error. */
@Command(
    addMethodSubcommands = false,
    name = "webhook",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands%n",
    description = "Manage a webhook at GitHub that triggers a sync")
final class WebhookCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new UsageError("name a command: install, list or remove");
  }
}
