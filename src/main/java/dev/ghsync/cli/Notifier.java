package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.option.OutputOptions;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.IoErrors;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.SyncReport;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the commands of {@code --on-change} and {@code --on-failure} after a sync: the report is on
 * their standard input, and their output goes to standard error. A command that fails, or takes
 * longer than a minute, is a warning.
 */
record Notifier(Environment env, Optional<String> onChange, Optional<String> onFailure) {
  private static final long MOST_SECONDS = 60;

  static Notifier of(Environment env, OutputOptions output) {
    return new Notifier(env, output.onChange, output.onFailure);
  }

  /** Runs the commands that the report asks for, one after the other. */
  void notify(SyncReport report, ExitCode code, String json) {
    boolean changed = report.phases().stream().anyMatch(phase -> !phase.counts().isNone());
    boolean failed =
        (report.outcome() == Outcome.FAILED || report.outcome() == Outcome.PARTIAL)
            && report.failure().stream().noneMatch(f -> f.code() == FailureCode.INTERRUPTED);
    if (changed) {
      onChange.ifPresent(command -> run("--on-change", command, report, code, json));
    }
    if (failed) {
      onFailure.ifPresent(command -> run("--on-failure", command, report, code, json));
    }
  }

  private void run(String option, String command, SyncReport report, ExitCode code, String json) {
    try {
      Process process = builder(command, report, code).start();
      Thread input = new Thread(() -> write(process.getOutputStream(), json), "report");
      input.setDaemon(true);
      input.start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        env.warn("the command of %s was ended after %d seconds".formatted(option, MOST_SECONDS));
      } else if (process.exitValue() != 0) {
        env.warn("the command of %s ended with %d".formatted(option, process.exitValue()));
      }
    } catch (IOException e) {
      env.warn("the command of %s cannot be run: %s".formatted(option, IoErrors.of(e)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ProcessBuilder builder(String command, SyncReport report, ExitCode code) {
    ProcessBuilder builder =
        File.separatorChar == '\\'
            ? new ProcessBuilder(env.variable("ComSpec").orElse("cmd"), "/c", command + " 1>&2")
            : new ProcessBuilder("/bin/sh", "-c", "exec 1>&2; " + command);
    Map<String, String> variables = builder.environment();
    variables.remove("GHSYNC_TOKEN");
    variables.put("GHSYNC_REPO", report.repo().toString());
    variables.put("GHSYNC_OUTCOME", report.outcome().text());
    variables.put("GHSYNC_EXIT", String.valueOf(code.number()));
    return builder
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static void write(OutputStream to, String json) {
    try (to) {
      to.write((json + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      // a command need not read the report
    }
  }
}
