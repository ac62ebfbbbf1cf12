package dev.ghsync.report;

import dev.ghsync.model.Counts;
import dev.ghsync.model.Redaction;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The summary of a run in Markdown, for a GitHub Actions job ({@code $GITHUB_STEP_SUMMARY}). */
public final class StepSummary {
  private StepSummary() {}

  /**
   * Appends the run to the summary of the job.
   *
   * @throws IOException where the file cannot be written
   */
  public static void append(Path file, SyncReport report) throws IOException {
    Files.write(
        file,
        Redaction.redact(markdown(report)).getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  static String markdown(SyncReport report) {
    StringBuilder text = new StringBuilder();
    text.append("### ghsync: ").append(report.repo()).append(' ').append(report.outcome().text());
    text.append("\n\n");
    report
        .failure()
        .ifPresent(f -> text.append("**" + f.code().text() + "**: " + cell(f.message()) + "\n\n"));
    if (!report.phases().isEmpty()) {
      text.append("| phase | outcome | new | updated | deleted | note |\n");
      text.append("| --- | --- | ---: | ---: | ---: | --- |\n");
      report.phases().forEach(phase -> row(text, phase));
      text.append('\n');
    }
    SyncReport.Requests r = report.requests();
    text.append(Formats.count(r.total(), "request"));
    text.append(", ").append(Formats.number(r.charged())).append(" charged");
    report
        .rateLimit()
        .ifPresent(l -> text.append(", ").append(Formats.number(l.remaining())).append(" left"));
    Duration time = Duration.between(report.startedAt(), report.finishedAt());
    return text.append(", ").append(Formats.duration(time)).append("\n\n").toString();
  }

  private static void row(StringBuilder text, PhaseReport phase) {
    Counts c = phase.counts();
    String note = phase.failure().map(f -> f.message()).or(phase::reason).orElse("");
    text.append("| ").append(phase.name().text()).append(" | ").append(phase.state().text());
    text.append(" | ").append(c.created()).append(" | ").append(c.updated());
    text.append(" | ").append(c.deleted()).append(" | ").append(cell(note)).append(" |\n");
  }

  /** Returns text as one line without markup. */
  private static String cell(String text) {
    return Formats.line(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_\\[\\]|#])", "\\\\$1");
  }
}
