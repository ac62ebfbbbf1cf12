package dev.ghsync.cli;

import dev.ghsync.cli.option.Ranges;
import dev.ghsync.objects.compact.Compaction;
import dev.ghsync.objects.compact.CompactionReport;
import dev.ghsync.report.CompactionView;
import dev.ghsync.report.StepProgress;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ghsync compact}: makes the database file small; sends no request. */
@Command(
    addMethodSubcommands = false,
    name = "compact",
    sortOptions = false,
    description = {
      "Make the database file as small as it can be",
      "Files and folders that only rows contain are packed, as git packs them; rows that --expand"
          + " does not ask for are removed; then the file is written again without free space,"
          + " for which the disk needs room for the new file twice. No sync runs"
          + " in the file meanwhile. An interrupted run is continued by the next one.",
      "",
      "Commits, folders, files and tags that force-pushes and deleted refs left behind stay, unless"
          + " --prune is given. An object is kept if a ref reaches it, or has reached it within the"
          + " given time, or if the head of a pull request does."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync compact",
      "  ghsync compact --dry-run     # what would be done",
      "  ghsync compact --prune 90d   # also remove what no ref has reached for 90 days",
    })
final class CompactCommand extends SharedCommand {
  @Option(
      names = "--prune",
      paramLabel = "AGE",
      description = "Also remove what no ref has reached for this long: 90d, 24h")
  private Optional<Duration> prune = Optional.empty();

  @Option(names = "--dry-run", description = "Say what would be done; change nothing")
  private boolean dryRun;

  @Option(names = "--no-progress", description = "No progress bar on a terminal")
  private boolean noProgress;

  CompactCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    Compaction.Settings settings =
        new Compaction.Settings(
            Ranges.age("--prune", prune).map(env.clock().instant()::minus), dryRun);
    try (StepProgress progress =
        new StepProgress(RunOutput.progressBar(env, shared.quiet || noProgress))) {
      return SignalHandler.stopping(
          application::interrupt,
          () ->
              application
                  .compact(shared.db(env), settings, progress::progressed)
                  .fold(report -> show(report, progress), this::fail));
    }
  }

  private ExitCode show(CompactionReport report, StepProgress progress) {
    progress.close();
    CompactionView view = new CompactionView(report, shared.db(env).toString());
    if (shared.json) {
      env.out().println(view.json());
    } else if (!shared.quiet) {
      view.print(env.out());
    }
    env.out().flush();
    return ExitCode.OK;
  }
}
