package dev.ghsync.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * Everything around the program that it may look at or write to.
 *
 * @param out what the user asked for
 * @param err everything else
 */
public record Environment(
    Map<String, String> variables,
    Path home,
    InputStream in,
    Output out,
    PrintWriter err,
    Clock clock,
    ZoneId zone,
    Terminal terminal) {
  // Of st_mode: https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/sys_stat.h.html, and what
  // Linux and macOS have for it.
  private static final int KIND = 0xf000;
  private static final int PIPE = 0x1000;
  private static final int SOCKET = 0xc000;

  public Environment {
    err = new PrintWriter(new RedactingWriter(err), false);
  }

  public static Environment ofProcess() {
    Map<String, String> variables = System.getenv();
    // Java's own idea of the home is the account's, whatever the user has set.
    String account = System.getProperty("user.home", "");
    return new Environment(
        variables,
        Path.of(variables.getOrDefault("HOME", "").isBlank() ? account : variables.get("HOME")),
        System.in,
        new Output(writer(FileDescriptor.out), Environment::isOutAPipe),
        new PrintWriter(writer(FileDescriptor.err), false),
        Clock.systemUTC(),
        ZoneId.systemDefault(),
        Terminal.ofProcess());
  }

  /** UTF-8 whatever the locale, since JSON is. */
  private static Writer writer(FileDescriptor to) {
    return new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8);
  }

  /** What the operating system calls the error of a broken pipe is in the user's language. */
  private static boolean isOutAPipe() {
    try {
      int kind = (int) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") & KIND;
      return kind == PIPE || kind == SOCKET;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** A variable that is set to nothing counts as not set. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * {@code $GHSYNC_DB}, or the place that the XDG base directory specification gives it.
   *
   * @throws UsageError where there is no home folder
   */
  public Path database() {
    return variable("GHSYNC_DB")
        .map(Path::of)
        .orElseGet(
            () ->
                xdg(
                        "XDG_DATA_HOME",
                        ".local/share",
                        "name the database with --db FILE, or set HOME")
                    .resolve("ghsync.db"));
  }

  /**
   * Where the key is.
   *
   * @throws UsageError where there is no home folder
   */
  public Path configFolder() {
    return xdg("XDG_CONFIG_HOME", ".config", "set HOME or XDG_CONFIG_HOME, where the key is kept");
  }

  /**
   * The specification wants a relative path there ignored. A home that is not absolute is none:
   * Java calls that of a user without an account {@code ?}.
   */
  private Path xdg(String name, String otherwise, String remedy) {
    return variable(name)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(
            () -> {
              if (!home.isAbsolute()) {
                throw new UsageError(
                    "there is no home folder ($HOME is not set, and this user has no account): "
                        + remedy);
              }
              return home.resolve(otherwise);
            })
        .resolve("ghsync");
  }

  /** Whether this is a step of a GitHub Actions job. */
  public boolean inActions() {
    return variable("GITHUB_ACTIONS").filter("true"::equals).isPresent();
  }

  /** Prints a line with the program's name on standard error. */
  public void complain(String message) {
    err.println("ghsync: " + message);
    err.flush();
  }

  public void warn(String message) {
    complain("warning: " + message);
  }
}
