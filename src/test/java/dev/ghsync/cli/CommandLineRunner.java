package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.Output;
import dev.ghsync.cli.env.Terminal;
import dev.ghsync.http.Sleeper;
import dev.ghsync.sync.StreamList;
import dev.ghsync.sync.stream.Streams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/**
 * Runs command lines from {@code Cli} through {@code Application}, as a user with this home folder
 * would, with nothing of this process's own. Retries do not pause.
 */
public final class CommandLineRunner {
  public static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  final Map<String, String> variables = new HashMap<>();
  InputStream input = InputStream.nullInputStream();
  Terminal terminal = new Terminal(false, false, false, 80, question -> Optional.empty());
  Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
  Sleeper sleeper = pause -> {};

  /** Whether standard output is a pipe. */
  boolean pipe;

  private final Path home;

  CommandLineRunner(Path home) {
    this.home = home;
  }

  /** A user of the GitHub at this address. */
  CommandLineRunner(Path home, URI api) {
    this(home);
    variables.put("GITHUB_API_URL", api.toString());
  }

  /** The exit code and the output of a run. */
  record Run(int code, String out, String err) {}

  Run run(String... args) {
    return runInto(new ByteArrayOutputStream(), args);
  }

  /** A run with {@code out} as its standard output. */
  Run runInto(OutputStream out, String... args) {
    StringWriter err = new StringWriter();
    int code = Cli.run(args, application(out, err));
    String text =
        out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "";
    return new Run(code, text, err.toString());
  }

  /** Parses a command line; nothing is run. */
  ParseResult parse(String... args) {
    return parse(Writer.nullWriter(), args);
  }

  private ParseResult parse(Writer err, String... args) {
    return new Cli(application(OutputStream.nullOutputStream(), err)).commands().parseArgs(args);
  }

  /** Returns what {@code ghsync repo} would run; nothing is run. */
  SyncRequest request(String... args) {
    return request(new StringWriter(), args);
  }

  /** Returns what {@code ghsync repo} would run, and writes warnings to {@code err}. */
  SyncRequest request(Writer err, String... args) {
    ParseResult parsed = parse(err, args);
    return ((RepoCommand) parsed.subcommand().commandSpec().userObject()).request();
  }

  /** The streams of the program. */
  StreamList streams = Streams.ALL;

  Environment environment() {
    return application(OutputStream.nullOutputStream(), Writer.nullWriter()).env();
  }

  private Application application(OutputStream out, Writer err) {
    return new Application(
        new Environment(
            variables,
            home,
            input,
            new Output(out, () -> pipe),
            new PrintWriter(err),
            clock,
            ZoneOffset.UTC,
            terminal),
        sleeper,
        streams);
  }

  void input(String text) {
    input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a person at the terminal, who gives this answer. */
  void answer(String answer) {
    terminal = new Terminal(true, true, true, 80, question -> Optional.of(answer));
  }
}
