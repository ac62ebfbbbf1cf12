package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.OutputOptions;
import dev.ghsync.cli.option.SharedOptions;
import dev.ghsync.model.Failure;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.RepoName;
import dev.ghsync.report.CompositeSyncListener;
import dev.ghsync.report.ConsoleNotices;
import dev.ghsync.report.ConsoleSummary;
import dev.ghsync.report.EventLog;
import dev.ghsync.report.FleetProgress;
import dev.ghsync.report.FleetSummary;
import dev.ghsync.report.Formats;
import dev.ghsync.report.JsonReport;
import dev.ghsync.report.ReportFile;
import dev.ghsync.report.RequestLog;
import dev.ghsync.report.StepSummary;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fleet.FleetReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The outputs of a run of {@code ghsync all}: progress, events, a report file of each repository,
 * the summary or JSON, and the job page of GitHub Actions.
 */
final class AllOutput implements AutoCloseable {
  private final Environment env;
  private final SharedOptions shared;
  private final OutputOptions output;
  private final String version;
  private final Function<RepoName, Path> databases;
  private final boolean dry;
  private final ConsoleSummary failures;
  private final Optional<PrintWriter> events;
  private final Optional<FleetProgress> progress;
  private final ConsoleNotices notices;

  /**
   * Opens the outputs.
   *
   * @param databases returns the file of a repository, beside which its report is
   * @throws UsageError where a file of an option cannot be written
   */
  AllOutput(
      Environment env,
      SharedOptions shared,
      OutputOptions output,
      String version,
      Function<RepoName, Path> databases,
      boolean dry) {
    this.env = env;
    this.shared = shared;
    this.output = output;
    this.version = version;
    this.databases = databases;
    this.dry = dry;
    this.failures = new ConsoleSummary(env.zone(), shared.colors(env));
    this.notices = new ConsoleNotices(env.err(), env.clock(), env.zone());
    output.checkReport();
    this.events = output.openEvents(env.err());
    boolean quietly = shared.quiet || shared.logsRequests() || output.noProgress;
    this.progress = progressOf(env, quietly);
  }

  private static Optional<FleetProgress> progressOf(Environment env, boolean quietly) {
    return env.terminal().err() && env.understandsEscapes() && !quietly
        ? Optional.of(
            new FleetProgress(env.err(), env.clock(), env.zone(), env.terminal().columns()).start())
        : Optional.empty();
  }

  /** Sets the number of repositories. */
  void total(int repositories) {
    progress.ifPresent(p -> p.total(repositories));
  }

  /** Returns the listener of requests that are not of one repository. */
  SyncListener listener() {
    return shared.logsRequests() ? new RequestLog(env.err()) : new SyncListener() {};
  }

  /** Returns the listener of one repository's sync. */
  SyncListener listener(RepoName repo) {
    List<SyncListener> all = new ArrayList<>();
    progress.ifPresent(p -> all.add(p.of(repo)));
    events.ifPresent(out -> all.add(new EventLog(out, env.clock())));
    if (shared.logsRequests()) {
      all.add(new RequestLog(env.err()));
    }
    if (progress.isEmpty() && !shared.quiet) {
      all.add(new Warnings(repo));
    }
    return new CompositeSyncListener(all);
  }

  /** Names the repository in its warnings. */
  private final class Warnings implements SyncListener {
    private final RepoName repo;

    Warnings(RepoName repo) {
      this.repo = repo;
    }

    @Override
    public void warned(String message) {
      notices.warned(repo + ": " + message);
    }
  }

  /** Shows that a limit is waited for. */
  void waiting(Instant until, Failure limit) {
    progress.ifPresent(p -> p.waiting(until, limit));
    if (progress.isEmpty() && !shared.quiet) {
      notices.waiting(until, limit);
    }
  }

  String json(SyncReport report) {
    return JsonReport.render(report, version);
  }

  /** Writes the end of one repository's sync. */
  void ended(SyncReport report) {
    progress.ifPresent(p -> p.ended(report.repo(), report.outcome()));
    boolean isDue = report.runId().isPresent() || report.failure().isPresent();
    if (!output.noReport && !dry && isDue) {
      Path database = databases.apply(report.repo());
      try {
        ReportFile.write(
            new RunOutput.Run(report.repo(), database, false).defaultReport(), json(report));
      } catch (IOException e) {
        warn("no report of " + report.repo() + " was written: " + IoErrors.of(e));
      }
    }
    if (!dry) {
      Notifier.of(env, output).notify(report, ExitCode.of(report), json(report));
    }
    if (report.outcome() != Outcome.UNCHANGED && report.outcome() != Outcome.SKIPPED) {
      writeJobSummary(report);
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

  /** Writes the end of the run, once, and returns the exit code. */
  ExitCode finish(FleetReport report) {
    progress.ifPresent(FleetProgress::close);
    if (shared.json) {
      env.out().println(JsonReport.render(report, version));
    } else if (!shared.quiet) {
      new FleetSummary(env.zone(), shared.colors(env)).print(report, env.out());
    }
    env.out().flush();
    report
        .failures()
        .forEach(f -> env.complain(f.code().text() + ": " + Formats.line(f.message())));
    boolean isLimited = false;
    for (SyncReport repo : report.repos()) {
      boolean isBlocked = repo.outcome() == Outcome.BLOCKED && repo.requests().total() == 0;
      if (!isBlocked || !isLimited) { // one line for all that the same limit stopped
        failures.failureLine(repo).ifPresent(env::complain);
      }
      isLimited |= repo.outcome() == Outcome.BLOCKED;
    }
    ExitCode code = ExitCode.of(report);
    return writeReport(report) || code != ExitCode.OK ? code : ExitCode.FAILED;
  }

  private boolean writeReport(FleetReport report) {
    if (output.report.isEmpty()) {
      return true;
    }
    try {
      ReportFile.write(output.report.get(), JsonReport.render(report, version));
      return true;
    } catch (IOException e) {
      env.complain("the report " + output.report.get() + " was not written: " + IoErrors.of(e));
      return false;
    }
  }

  private void warn(String message) {
    if (!shared.quiet) {
      env.warn(message);
    }
  }

  @Override
  public void close() {
    progress.ifPresent(FleetProgress::close);
    events.filter(out -> out != env.err()).ifPresent(PrintWriter::close);
  }
}
