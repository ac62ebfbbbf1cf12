package dev.ghsync.cli;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.RedactingWriter;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.SharedOptions;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.Transport;
import dev.ghsync.report.Formats;
import dev.ghsync.sync.Fault;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** The base of all commands but {@code auth}: shared options, and errors as exit codes. */
abstract class SharedCommand implements Callable<Integer> {
  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

  @Mixin final SharedOptions shared = new SharedOptions();

  final Application application;
  final Environment env;

  SharedCommand(Application application) {
    this.application = application;
    this.env = application.env();
  }

  /**
   * Runs the command.
   *
   * @throws UsageError where the command line cannot be used
   */
  abstract ExitCode run();

  @Override
  public final Integer call() {
    if (shared.logsTraces() || shared.quiet) {
      System.setProperty(LOG_LEVEL, shared.logsTraces() ? "debug" : "error");
    }
    RedactingWriter.Stream.install();
    try {
      return run().number();
    } catch (UsageError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return internalError(e).number();
    }
  }

  private ExitCode internalError(Throwable e) {
    trace(e);
    return fail(Fault.of(e));
  }

  final void trace(Throwable e) {
    if (shared.logsTraces()) {
      e.printStackTrace(env.err());
    }
  }

  final ExitCode fail(Failure failure) {
    env.complain(failure.code().text() + ": " + Formats.line(failure.message()));
    return ExitCode.of(failure.code());
  }

  /**
   * Returns the API's address, and sets up proxies and certificates for it. Warns, also with {@code
   * -q}, where the token would be sent unencrypted.
   */
  final URI apiUrl(Optional<RepoAddress> repo) {
    URI url = shared.apiUrl(env, repo);
    Connectivity.use(env, shared.caFile(), url);
    if (!Transport.isPrivate(url)) {
      env.warn(url + " is not https: the token goes there unencrypted");
    }
    return url;
  }
}
