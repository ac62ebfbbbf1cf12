package dev.ghsync.cli.env;

import java.io.Console;
import java.util.Optional;

/**
 * The terminal, and which of the standard streams are connected to it.
 *
 * @param columns its width
 * @param prompt reads a line without echo
 */
public record Terminal(boolean in, boolean out, boolean err, int columns, Prompt prompt) {
  private static final int USUAL_COLUMNS = 80;
  private static final int FIRST_JAVA_WITH_CONSOLES_EVERYWHERE = 22;

  /** Prompts the user for a secret. */
  @FunctionalInterface
  public interface Prompt {
    /** Returns empty where the input ended. */
    Optional<String> secret(String question);
  }

  /**
   * Returns the terminal of this process. Java does not know which streams are a terminal, so the
   * launcher passes the digits of those that are in {@code ghsync.terminal}, and the width in
   * {@code ghsync.columns}. Without the launcher a console means all three, but only before Java
   * 22, which always has a console.
   */
  @SuppressWarnings("SystemConsoleNull") // its meaning is checked against the version
  public static Terminal ofProcess() {
    Console console = System.console();
    String all =
        console != null && Runtime.version().feature() < FIRST_JAVA_WITH_CONSOLES_EVERYWHERE
            ? "012"
            : "";
    String streams = System.getProperty("ghsync.terminal", all);
    int columns = Integer.getInteger("ghsync.columns", USUAL_COLUMNS);
    return new Terminal(
        console != null && streams.contains("0"),
        streams.contains("1"),
        streams.contains("2"),
        columns > 0 ? columns : USUAL_COLUMNS,
        question -> {
          char[] answer = console == null ? null : console.readPassword("%s", question);
          return Optional.ofNullable(answer).map(String::new);
        });
  }
}
