package dev.ghsync.cli.option;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.PrivateFiles;
import dev.ghsync.report.ReportFile;
import java.io.IOException;
import java.io.PrintWriter;
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

  /**
   * Checks that the report can be written, before any request is sent.
   *
   * @throws UsageError if it cannot, or if the options exclude each other
   */
  public void checkReport() {
    if (noReport && report.isPresent()) {
      throw new UsageError("--report and --no-report exclude each other");
    }
    report.ifPresent(
        file -> {
          try {
            ReportFile.check(file);
          } catch (IOException e) {
            throw new UsageError("the report " + file + " cannot be written: " + IoErrors.of(e));
          }
        });
  }

  /**
   * Opens the file of events, if there is one.
   *
   * @param standardError is returned for {@code -}
   * @throws UsageError if the file cannot be written
   */
  public Optional<PrintWriter> openEvents(PrintWriter standardError) {
    return events.map(file -> file.toString().equals("-") ? standardError : append(file));
  }

  private static PrintWriter append(Path file) {
    try {
      return new PrintWriter(PrivateFiles.append(file));
    } catch (IOException e) {
      throw new UsageError("the events file " + file + " cannot be written: " + IoErrors.of(e));
    }
  }
}
