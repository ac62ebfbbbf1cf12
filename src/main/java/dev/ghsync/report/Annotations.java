package dev.ghsync.report;

import dev.ghsync.sync.SyncListener;
import java.io.PrintWriter;

/**
 * Workflow commands of GitHub Actions on standard output: a job's page shows them above its log.
 * See "Workflow commands for GitHub Actions" in GitHub's docs for their syntax.
 */
public final class Annotations implements SyncListener {
  private final PrintWriter out;

  public Annotations(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void warned(String message) {
    out.println(command("warning", message));
  }

  public void error(String message) {
    out.println(command("error", message));
  }

  private static String command(String name, String message) {
    return "::" + name + " title=ghsync::" + escape(message);
  }

  /** Escapes line ends: the text after one could be another command. */
  private static String escape(String message) {
    return message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
