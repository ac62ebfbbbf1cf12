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

  @Option(names = "--no-progress", description = "No progress bar on a terminal")
  public boolean noProgress;
}
