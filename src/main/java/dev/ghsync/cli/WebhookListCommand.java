package dev.ghsync.cli;

import dev.ghsync.github.HookClient;
import dev.ghsync.report.HookView;
import picocli.CommandLine.Command;

/** {@code ghsync webhook list}. */
@Command(
    addMethodSubcommands = false,
    name = "list",
    sortOptions = false,
    customSynopsis = "ghsync webhook list [OPTION]... OWNER/NAME",
    description = "List the webhooks of a repository; GitHub does not show their secrets")
final class WebhookListCommand extends HookCommand {
  WebhookListCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    return withHooks(HookClient::list)
        .fold(
            hooks -> {
              show(hooks, HookView.table(hooks, repo()));
              return ExitCode.OK;
            },
            this::fail);
  }
}
