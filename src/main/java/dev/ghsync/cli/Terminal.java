package dev.ghsync.cli;

import java.io.Console;
import java.util.Optional;

/**
 * Which of the standard streams are a terminal.
 *
 * @param columns how wide it is
 * @param prompt asks without an echo
 */
public record Terminal(boolean in, boolean out, boolean err, int columns, Prompt prompt) {
  private static final int USUAL_COLUMNS = 80;
  private static final int FIRST_JAVA_WITH_CONSOLES_EVERYWHERE = 22;

  /** Asks a person for a secret. */
  @FunctionalInterface
  public interface Prompt {
    /** Empty where the input ended. */
    Optional<String> secret(String question);
  }

  /**
   * The terminal of this process. Java alone cannot tell which streams are one, so the launcher
   * says it: {@code ghsync.terminal} has the digits of those that are, {@code ghsync.columns} the
   * width. Without the launcher a console means all three; from Java 22 on there is always one,
   * which then means nothing.
   */
  @SuppressWarnings("SystemConsoleNull") // asked only where the version makes it mean something
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
