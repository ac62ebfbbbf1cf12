package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code ghsync} without a command: a usage error. */
@Command(
    addMethodSubcommands = false,
    name = "ghsync",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands%n",
    description =
        "One command makes one SQLite file equal to one GitHub repository: code, issues, pull"
            + " requests, reviews, releases. A second run costs almost nothing.",
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync auth login                     keep a token in the database",
      "  ghsync repo square/okhttp             everything, or what changed since",
      "  ghsync repo square/okhttp -q --trigger cron      in a crontab",
      "  ghsync status                         what is here, and how fresh it is",
      "  ghsync show square/okhttp HEAD:README.md         a file of any version",
      "  ghsync help repo                                 all options of a command",
      "  sqlite3 ~/.local/share/ghsync/ghsync.db \\",
      "    \"SELECT number, title FROM issues WHERE state = 'open'\"",
    })
final class RootCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new UsageError(
        "name a command: repo, all, status, verify, show, export, compact, forget, auth or webhook");
  }
}
