package dev.ghsync.report;

import dev.ghsync.objects.compact.CompactionReport;
import dev.ghsync.objects.compact.CompactionReport.Folded;
import dev.ghsync.objects.compact.CompactionReport.Pruned;
import java.io.PrintWriter;

/** The result of a compaction as text, and as JSON. */
public final class CompactionView {
  private final CompactionReport report;
  private final String file;

  public CompactionView(CompactionReport report, String file) {
    this.report = report;
    this.file = file;
  }

  /** Prints the sizes, then a line for each kind of change. */
  public void print(PrintWriter out) {
    out.println(file + ": " + sizes());
    line(out, report.packed(), "object", "packed");
    line(out, report.folded().trees(), "folder", "left only packed");
    line(out, report.folded().contents(), "file", "left only packed");
    report.pruned().ifPresent(pruned -> print(out, pruned));
  }

  private void print(PrintWriter out, Pruned pruned) {
    if (pruned.all() == 0) {
      out.println("  nothing to prune: refs have reached every object since then");
    }
    line(out, pruned.commits(), "commit", "pruned");
    line(out, pruned.tags(), "annotated tag", "pruned");
    line(out, pruned.trees(), "folder", "pruned");
    line(out, pruned.blobs(), "file", "pruned");
  }

  private String sizes() {
    String before = Formats.bytes(report.bytesBefore());
    return report
        .bytesAfter()
        .map(after -> before + " before, " + Formats.bytes(after) + " now")
        .orElse(before + "; a dry run, nothing is changed");
  }

  private void line(PrintWriter out, long number, String noun, String what) {
    if (number > 0) {
      out.println(
          "  " + Formats.count(number, noun) + " " + (report.dryRun() ? "to be " : "") + what);
    }
  }

  /** Returns one object. */
  public String json() {
    return new JsonObject()
        .put("db", file)
        .put("dryRun", report.dryRun())
        .put("bytesBefore", report.bytesBefore())
        .put("bytesAfter", report.bytesAfter())
        .put("packed", report.packed())
        .put("folded", json(report.folded()))
        .put("pruned", report.pruned().map(CompactionView::json))
        .render();
  }

  private static JsonObject json(Pruned pruned) {
    return new JsonObject()
        .put("commits", pruned.commits())
        .put("tags", pruned.tags())
        .put("trees", pruned.trees())
        .put("blobs", pruned.blobs());
  }

  private static JsonObject json(Folded folded) {
    return new JsonObject().put("trees", folded.trees()).put("contents", folded.contents());
  }
}
