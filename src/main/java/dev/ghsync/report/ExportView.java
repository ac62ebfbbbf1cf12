package dev.ghsync.report;

import dev.ghsync.model.RepoName;
import dev.ghsync.objects.export.Exported;
import dev.ghsync.objects.export.Lack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code ghsync export}, for people and as JSON.
 *
 * @param target empty for standard output
 * @param format as in the option
 */
public record ExportView(RepoName repo, Optional<Path> target, String format, Exported exported) {
  /** Returns a line about what was written. */
  public String text() {
    String what = exported.refs() > 0 ? Formats.count(exported.refs(), "ref") + ", " : "";
    return "%s: %s%s%s -> %s"
        .formatted(
            repo,
            what,
            Formats.count(exported.objects(), "object"),
            exported.shallow() ? ", without the history (shallow)" : "",
            target.map(Path::toString).orElse("standard output"));
  }

  /** Returns what the user should know: which files are left out, and what that means. */
  public List<String> warnings() {
    Lack lack = exported.leftOut();
    List<String> lines = new ArrayList<>();
    if (lack.count() > 0) {
      lines.add(
          "%s (%s) left out, being larger than --max-blob-size: %s%s"
              .formatted(
                  Formats.count(lack.count(), "file"),
                  Formats.bytes(lack.bytes()),
                  String.join(", ", lack.some()),
                  lack.count() > lack.some().size() ? " and others" : ""));
      meaning().ifPresent(lines::add);
    }
    return lines;
  }

  private Optional<String> meaning() {
    return switch (format) {
      case "git" ->
          Optional.of(
              "the result is a partial clone: git fsck accepts it, and git fetches a file that is"
                  + " left out from GitHub when it needs it");
      case "bundle" ->
          Optional.of(
              "git cannot clone a bundle without these files; 'git bundle unbundle' reads it. A"
                  + " .git folder can be used as it is");
      default -> Optional.empty();
    };
  }

  /** Returns one object. */
  public String json() {
    return new JsonObject()
        .put("repo", repo.toString())
        .put("target", target.map(Path::toString))
        .put("format", format)
        .put("refs", exported.refs())
        .put("objects", exported.objects())
        .put("shallow", exported.shallow())
        .put(
            "leftOut",
            new JsonObject()
                .put("count", exported.leftOut().count())
                .put("bytes", exported.leftOut().bytes())
                .put("first", exported.leftOut().some()))
        .render();
  }
}
