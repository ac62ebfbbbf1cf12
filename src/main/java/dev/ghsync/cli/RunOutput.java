package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.OutputOptions;
import dev.ghsync.cli.option.SharedOptions;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.RepoName;
import dev.ghsync.report.Annotations;
import dev.ghsync.report.CompositeSyncListener;
import dev.ghsync.report.ConsoleNotices;
import dev.ghsync.report.ConsoleSummary;
import dev.ghsync.report.EventLog;
import dev.ghsync.report.JsonReport;
import dev.ghsync.report.ProgressBar;
import dev.ghsync.report.ReportFile;
import dev.ghsync.report.RequestLog;
import dev.ghsync.report.StepSummary;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The outputs of a run of {@code ghsync repo}: summary or JSON, report file, events, progress, and
 * the job page of GitHub Actions. They are opened before the first request, so that a file that
 * cannot be written is an early error. {@link #listener} receives the events of the run, and {@link
 * #finish} writes its end.
 */
final class RunOutput implements AutoCloseable {
  private final Environment env;
  private final SharedOptions shared;
  private final String version;
  private final Run run;
  private final Optional<Path> reportFile;
  private final boolean reportRequested;
  private final Notifier notifier;
  private final ConsoleSummary summary;
  private final Optional<PrintWriter> events;
  private final Optional<ProgressBar> progress;
  private final Optional<Annotations> annotations;

  /**
   * Opens the outputs.
   *
   * @throws UsageError where a file of an option cannot be written
   */
  RunOutput(Environment env, SharedOptions shared, OutputOptions output, String version, Run run) {
    this.env = env;
    this.shared = shared;
    this.version = version;
    this.run = run;
    this.reportRequested = output.report.isPresent();
    this.reportFile = reportFile(output, run);
    this.notifier = Notifier.of(env, output);
    this.summary = new ConsoleSummary(env.zone(), shared.colors(env));
    this.events = output.openEvents(env.err());
    boolean quietly = shared.quiet || shared.logsRequests() || output.noProgress;
    this.progress = progressBar(env, quietly);
    this.annotations =
        env.inActions() && !shared.json
            ? Optional.of(new Annotations(env.out()))
            : Optional.empty();
  }

  /** The run whose output this is. */
  record Run(RepoName repo, Path database, boolean dry) {
    /** The default report file. An owner has no dot, so no two repositories share a file. */
    Path defaultReport() {
      return beside(repo.owner() + "." + repo.name() + ".report.json");
    }

    /** The default of earlier versions, which two repositories could share. */
    Path formerReport() {
      return beside(repo.owner() + "-" + repo.name() + ".report.json");
    }

    private Path beside(String name) {
      return database.toAbsolutePath().resolveSibling(name);
    }
  }

  private static Optional<Path> reportFile(OutputOptions output, Run run) {
    output.checkReport();
    if (output.noReport) {
      return Optional.empty();
    }
    return output.report.or(() -> run.dry() ? Optional.empty() : Optional.of(run.defaultReport()));
  }

  SyncListener listener() {
    List<SyncListener> all = new ArrayList<>();
    progress.ifPresent(all::add);
    events.ifPresent(out -> all.add(new EventLog(out, env.clock())));
    if (shared.logsRequests()) {
      all.add(new RequestLog(env.err()));
    }
    if (progress.isEmpty() && !shared.quiet) {
      all.add(new ConsoleNotices(env.err(), env.clock(), env.zone()));
    }
    if (!shared.quiet) {
      annotations.ifPresent(all::add);
    }
    return new CompositeSyncListener(all);
  }

  String json(SyncReport report) {
    return JsonReport.render(report, version);
  }

  /** Writes the end of the run, once, and returns the exit code. */
  ExitCode finish(SyncReport report) {
    progress.ifPresent(ProgressBar::close);
    if (shared.json) {
      env.out().println(json(report));
    } else if (!shared.quiet) {
      summary.print(report, run.database(), env.out());
    }
    env.out().flush();
    summary.failureLine(report).ifPresent(this::failure);
    writeJobSummary(report);
    ExitCode code = ExitCode.of(report);
    if (!run.dry()) {
      notifier.notify(report, code, json(report));
    }
    return writeReport(report) ? code : code == ExitCode.OK ? ExitCode.FAILED : code;
  }

  private void failure(String line) {
    if (annotations.isPresent()) {
      annotations.get().error(line);
      env.out().flush();
    } else {
      env.complain(line);
    }
  }

  private void writeJobSummary(SyncReport report) {
    Optional<String> file =
        env.inActions() ? env.variable("GITHUB_STEP_SUMMARY") : Optional.empty();
    if (file.isPresent()) {
      try {
        StepSummary.append(Path.of(file.get()), report);
      } catch (IOException e) {
        warn("no job summary was written: " + IoErrors.of(e));
      }
    }
  }

  /** Writes the report file; returns false where a file that was asked for is missing. */
  private boolean writeReport(SyncReport report) {
    if (reportFile.isEmpty()) {
      return true;
    }
    try {
      ReportFile.write(reportFile.get(), json(report));
      if (!reportRequested) {
        ReportFile.removeFormer(run.formerReport(), run.repo());
      }
      return true;
    } catch (IOException e) {
      String message = "the report " + reportFile.get() + " was not written: " + IoErrors.of(e);
      if (reportRequested) {
        env.complain(message);
      } else {
        warn(message);
      }
      return !reportRequested;
    }
  }

  private void warn(String message) {
    if (!shared.quiet) {
      env.warn(message);
    }
  }

  @Override
  public void close() {
    progress.ifPresent(ProgressBar::close);
    events.filter(out -> out != env.err()).ifPresent(PrintWriter::close);
  }

  /** Starts a progress bar on standard error, if that is a terminal. */
  static Optional<ProgressBar> progressBar(Environment env, boolean quietly) {
    return env.terminal().err() && env.understandsEscapes() && !quietly
        ? Optional.of(
            new ProgressBar(env.err(), env.clock(), env.zone(), env.terminal().columns()).start())
        : Optional.empty();
  }
}
