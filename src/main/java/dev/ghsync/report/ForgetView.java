package dev.ghsync.report;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.RepoCounts;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The result of {@code ghsync forget} as text, and as JSON.
 *
 * @param objects git objects that no other repository needed
 */
public record ForgetView(RepoName repo, Host host, Path db, long objects) {
  /** Describes what a repository has, as part of a question; empty if nothing is known. */
  public static String contents(Optional<RepoCounts> counts) {
    return counts
        .map(
            c ->
                " (%s, %s, %s)"
                    .formatted(
                        Formats.count(c.openIssues() + c.closedIssues(), "issue"),
                        Formats.count(
                            c.openPulls() + c.closedPulls() + c.mergedPulls(), "pull request"),
                        Formats.count(c.commits(), "commit")))
        .orElse("");
  }

  public String text() {
    return "Removed %s and %s from %s.".formatted(repo, Formats.count(objects, "git object"), db);
  }

  /** Returns one object. */
  public String json() {
    return new JsonObject()
        .put("repo", repo)
        .put("host", host.name())
        .put("db", db.toString())
        .put("objects", objects)
        .render();
  }
}
