package dev.ghsync.cli.env;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The terminal, and which of the standard streams are connected to it.
 *
 * @param columns its width
 * @param prompt reads a line without echo
 */
public record Terminal(boolean in, boolean out, boolean err, int columns, Prompt prompt) {
  private static final int USUAL_COLUMNS = 80;
  private static final int FIRST_JAVA_WITH_CONSOLES_EVERYWHERE = 22;

  /** Prompts the user. */
  @FunctionalInterface
  public interface Prompt {
    /** Asks for a secret, without echo. Returns empty where the input ended. */
    Optional<String> secret(String question);

    /** Asks for a line that may be seen, with echo where the terminal can. */
    default Optional<String> line(String question) {
      return secret(question);
    }
  }

  /** The prompts of a console; empty answers where there is none. */
  private record ConsolePrompt(@Nullable Console console) implements Prompt {
    @Override
    public Optional<String> secret(String question) {
      char[] answer = console == null ? null : console.readPassword("%s", question);
      return Optional.ofNullable(answer).map(String::new);
    }

    @Override
    public Optional<String> line(String question) {
      return Optional.ofNullable(console == null ? null : console.readLine("%s", question));
    }
  }

  /**
   * Returns the terminal of this process. Java does not know which streams are a terminal, so the
   * launcher passes the digits of those that are in {@code ghsync.terminal}, and the width in
   * {@code ghsync.columns}. Without the launcher, as with {@code java -jar} and on Windows, a
   * console that is a terminal means all three.
   */
  @SuppressWarnings("SystemConsoleNull") // its meaning is checked against the version
  public static Terminal ofProcess() {
    Console console = System.console();
    String all = console != null && isTerminal(console) ? "012" : "";
    String streams = System.getProperty("ghsync.terminal", all);
    int columns = Integer.getInteger("ghsync.columns", USUAL_COLUMNS);
    return new Terminal(
        console != null && streams.contains("0"),
        streams.contains("1"),
        streams.contains("2"),
        columns > 0 ? columns : USUAL_COLUMNS,
        new ConsolePrompt(console));
  }

  /**
   * Returns the encoding in which the console shows text. On Windows it is a code page of the
   * console, which is rarely UTF-8; elsewhere it is UTF-8, whatever the locale says.
   */
  @SuppressWarnings("SystemConsoleNull")
  Charset charset(boolean windows) {
    Console console = out && windows ? System.console() : null;
    return console == null ? StandardCharsets.UTF_8 : console.charset();
  }

  /** Before Java 22, a console is always a terminal; since then, it says whether it is one. */
  private static boolean isTerminal(Console console) {
    if (Runtime.version().feature() < FIRST_JAVA_WITH_CONSOLES_EVERYWHERE) {
      return true;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
