package dev.ghsync.cli;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.report.RequestLog;
import dev.ghsync.report.VerificationView;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.Verification;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ghsync verify}: compares the database with GitHub. */
@Command(
    addMethodSubcommands = false,
    name = "verify",
    sortOptions = false,
    customSynopsis = "ghsync verify [OPTION]... OWNER/NAME",
    description = {
      "Compare the database with GitHub",
      "The file is checked for damage (exit 1) and then compared stream by stream. Exit codes: 0 if"
          + " everything was compared and is equal, 3 if something differs, otherwise that of the"
          + " failure that prevented the comparison. Nothing is changed, and no write permission is"
          + " needed."
    })
final class VerifyCommand extends SharedCommand {
  @Parameters(arity = "1", paramLabel = "OWNER/NAME", description = "The repository")
  private Optional<RepoAddress> repo = Optional.empty();

  VerifyCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    URI apiUrl = apiUrl(repo);
    SyncRequest request =
        new SyncRequest(
            repo.orElseThrow().name(),
            apiUrl,
            shared.db(env, repo.orElseThrow().name()),
            shared.token(env, repo),
            shared.findTokenDatabase(env),
            SyncSettings.readOnly(
                application.streams().byDefault(), Host.gitUrl(apiUrl, repo.orElseThrow().name())));
    SyncListener listener =
        shared.logsRequests() ? new RequestLog(env.err()) : new SyncListener() {};
    return SignalHandler.stopping(
        application::interrupt,
        () -> application.verify(request, listener).fold(this::show, this::fail));
  }

  private ExitCode show(Verification found) {
    VerificationView view = new VerificationView(found, shared.colors(env));
    if (shared.json) {
      env.out().println(view.json());
    } else if (!shared.quiet) {
      view.print(env.out());
    }
    env.out().flush();
    if (shared.quiet && !found.equal()) {
      env.complain(view.headline());
      view.problems().forEach(env::complain);
    }
    return exit(found);
  }

  /** A difference takes precedence over a stream that could not be compared. */
  private static ExitCode exit(Verification found) {
    return found.differing() > 0
        ? ExitCode.PARTIAL
        : found.failure().map(failure -> ExitCode.of(failure.code())).orElse(ExitCode.OK);
  }
}
