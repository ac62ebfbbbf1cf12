package dev.ghsync.cli.env;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything outside of the program that it reads or writes.
 *
 * @param out for the output that the user asked for
 * @param err for everything else
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
  // File types in st_mode, as Linux and macOS number them:
  // https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/sys_stat.h.html
  private static final int KIND = 0xf000;
  private static final int PIPE = 0x1000;
  private static final int SOCKET = 0xc000;

  private static final boolean WINDOWS = File.separatorChar == '\\';

  public Environment {
    err = new PrintWriter(new RedactingWriter(err), false);
  }

  public static Environment ofProcess() {
    Map<String, String> variables = named(System.getenv(), WINDOWS);
    // Java's user.home is the account's, also where $HOME is set.
    String account = System.getProperty("user.home", "");
    Terminal terminal = Terminal.ofProcess();
    Charset charset = terminal.charset(WINDOWS);
    return new Environment(
        variables,
        Path.of(variables.getOrDefault("HOME", "").isBlank() ? account : variables.get("HOME")),
        System.in,
        new Output(new FileOutputStream(FileDescriptor.out), Environment::isOutAPipe, charset),
        new PrintWriter(
            new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), charset), false),
        Clock.systemUTC(),
        ZoneId.systemDefault(),
        terminal);
  }

  /** Windows does not distinguish the case of a variable's name; its PATH is called Path. */
  static Map<String, String> named(Map<String, String> variables, boolean windows) {
    if (!windows) {
      return variables;
    }
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(variables);
    return all;
  }

  /**
   * Returns whether the terminal understands escape sequences: any but an old console of Windows.
   * The newer ones there, and shells such as Git's, set one of these variables.
   */
  public boolean understandsEscapes() {
    return !WINDOWS || Stream.of("WT_SESSION", "TERM", "ANSICON").anyMatch(variables::containsKey);
  }

  /** The message of a broken pipe cannot be recognised: it is in the user's language. */
  private static boolean isOutAPipe() {
    try {
      int kind = (int) Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode") & KIND;
      return kind == PIPE || kind == SOCKET;
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /** Returns a variable's value; a blank one counts as not set. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * Returns {@code $GHSYNC_DB}, or the place that the XDG base directory specification names.
   *
   * @throws UsageError where there is no home folder, or the variable is not a path
   */
  public Path database() {
    return path("GHSYNC_DB").orElseGet(this::defaultDatabase);
  }

  /**
   * Returns the place of the database that the XDG base directory specification names.
   *
   * @throws UsageError where there is no home folder, or the variable is not a path
   */
  public Path defaultDatabase() {
    return findDefaultDatabase()
        .orElseThrow(() -> noHome("name the database with --db FILE, or set HOME"));
  }

  /** Returns {@link #defaultDatabase}; empty where there is no home folder. */
  public Optional<Path> findDefaultDatabase() {
    return xdg("XDG_DATA_HOME", ".local/share").map(folder -> folder.resolve("ghsync.db"));
  }

  /**
   * Returns the folder of the key file.
   *
   * @throws UsageError where there is no home folder, or the variable is not a path
   */
  public Path configFolder() {
    return xdg("XDG_CONFIG_HOME", ".config")
        .orElseThrow(() -> noHome("set HOME or XDG_CONFIG_HOME, where the key is kept"));
  }

  /**
   * Returns the folder for ghsync's files. The specification requires that a relative path in the
   * variable is ignored. A home that is not absolute does not exist: Java returns {@code ?} for a
   * user without an account.
   */
  private Optional<Path> xdg(String name, String otherwise) {
    return path(name)
        .filter(Path::isAbsolute)
        .or(() -> Optional.of(home).filter(Path::isAbsolute).map(h -> h.resolve(otherwise)))
        .map(folder -> folder.resolve("ghsync"));
  }

  private Optional<Path> path(String name) {
    return variable(name).map(text -> path(text, "$" + name));
  }

  /**
   * Returns the path that a text names.
   *
   * @param what the text, for the message
   * @throws UsageError if this system has no such paths
   */
  public static Path path(String text, String what) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageError("%s is not a path: %s".formatted(what, e.getReason()));
    }
  }

  private static UsageError noHome(String remedy) {
    return new UsageError(
        "there is no home folder ($HOME is not set, and this user has no account): " + remedy);
  }

  /** Returns whether this is a step of a GitHub Actions job. */
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
