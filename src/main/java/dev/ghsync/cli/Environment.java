package dev.ghsync.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * Everything around the program that it may look at or write to.
 *
 * @param out what the user asked for
 * @param err everything else
 */
record Environment(
    Map<String, String> variables,
    Path home,
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    InstantSource clock,
    ZoneId zone,
    Terminal terminal) {

  static Environment ofProcess() {
    Map<String, String> variables = System.getenv();
    // Java's own idea of the home is the account's, whatever the user has set.
    String account = System.getProperty("user.home", "");
    return new Environment(
        variables,
        Path.of(variables.getOrDefault("HOME", "").isBlank() ? account : variables.get("HOME")),
        System.in,
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        Clock.systemUTC(),
        ZoneId.systemDefault(),
        Terminal.ofProcess());
  }

  /** UTF-8 whatever the locale, since JSON is; a reader that has gone away is no error. */
  private static PrintWriter writer(FileDescriptor to) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), false);
  }

  /** A variable that is set to nothing counts as not set. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /** {@code $GHSYNC_DB}, or the place that the XDG base directory specification gives it. */
  Path database() {
    return variable("GHSYNC_DB")
        .map(Path::of)
        .orElseGet(() -> xdg("XDG_DATA_HOME", ".local/share").resolve("ghsync.db"));
  }

  Path configFolder() {
    return xdg("XDG_CONFIG_HOME", ".config");
  }

  /** The specification wants a relative path there ignored. */
  private Path xdg(String name, String otherwise) {
    return variable(name)
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> home.resolve(otherwise))
        .resolve("ghsync");
  }

  /** Whether this is a step of a GitHub Actions job. */
  boolean inActions() {
    return variable("GITHUB_ACTIONS").filter("true"::equals).isPresent();
  }

  /** One line on standard error, in the program's name. */
  void complain(String message) {
    err.println("ghsync: " + message);
    err.flush();
  }
}
