package dev.ghsync.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code ghsync repo} for output besides standard output. */
public final class OutputOptions {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "The JSON report, replaced atomically. Default: OWNER.NAME.report.json next to the"
              + " database")
  public Optional<Path> report = Optional.empty();

  @Option(names = "--no-report", description = "No report file")
  public boolean noReport;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = "Append events to a file, one JSON object a line (-: to standard error)")
  public Optional<Path> events = Optional.empty();

  @Option(
      names = "--on-change",
      paramLabel = "CMD",
      description =
          "Run a command after a sync that changed something: the report on its standard input,"
              + " $$GHSYNC_REPO, $$GHSYNC_OUTCOME and $$GHSYNC_EXIT in its environment")
  public Optional<String> onChange = Optional.empty();

  @Option(
      names = "--on-failure",
      paramLabel = "CMD",
      description = "The same after a sync that failed, also in part")
  public Optional<String> onFailure = Optional.empty();

  @Option(names = "--no-progress", description = "No progress bar on a terminal")
  public boolean noProgress;
}
