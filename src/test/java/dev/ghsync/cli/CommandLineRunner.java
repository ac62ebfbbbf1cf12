package dev.ghsync.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Runs command lines as a user of {@code home} would, with nothing of this process's own. */
public final class CommandLineRunner {
  public final FakeServices services = new FakeServices();
  public final Map<String, String> variables = new HashMap<>();
  InputStream input = InputStream.nullInputStream();
  Terminal terminal = new Terminal(false, false, false, 80, question -> Optional.empty());

  /** Whether standard output is a pipe. */
  boolean pipe;

  private final Path home;

  public CommandLineRunner(Path home) {
    this.home = home;
  }

  /** What a run left behind. */
  public record Run(int code, String out, String err) {}

  Run run(String... args) {
    return runInto(new StringWriter(), args);
  }

  /** A run of the program as a whole. */
  Run runReally(String... args) {
    return run(new StringWriter(), new Application("test", Clock.systemUTC()), args);
  }

  /** A run whose standard output is {@code out}. */
  Run runInto(Writer out, String... args) {
    return run(out, services, args);
  }

  private Run run(Writer out, Services services, String... args) {
    StringWriter err = new StringWriter();
    int code =
        Cli.run(args, environment(new Output(out, () -> pipe), new PrintWriter(err)), services);
    return new Run(code, out.toString(), err.toString());
  }

  Environment environment() {
    return environment(
        new Output(Writer.nullWriter(), () -> pipe), new PrintWriter(Writer.nullWriter()));
  }

  private Environment environment(Output out, PrintWriter err) {
    return new Environment(
        variables,
        home,
        input,
        out,
        err,
        InstantSource.fixed(FakeServices.NOON),
        ZoneOffset.UTC,
        terminal);
  }

  public void input(String text) {
    input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A person at a terminal, who answers so. */
  void answer(String answer) {
    terminal = new Terminal(true, true, true, 80, question -> Optional.of(answer));
  }
}
