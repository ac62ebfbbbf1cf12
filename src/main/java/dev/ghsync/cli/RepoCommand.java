package dev.ghsync.cli;

import dev.ghsync.cli.option.OutputOptions;
import dev.ghsync.cli.option.PayloadOptions;
import dev.ghsync.cli.option.RepoOptions;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Transport;
import dev.ghsync.sync.Fault;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.object.ObjectsPhase;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ghsync repo}: one sync, from the options to the exit code. */
@Command(
    addMethodSubcommands = false,
    name = "repo",
    sortOptions = false,
    customSynopsis = "ghsync repo [OPTION]... OWNER/NAME",
    description = {
      "Sync one repository now",
      "The first run fetches everything, later runs what has changed. An interrupted run continues"
          + " where it stopped, so it may be started again at any time."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync repo square/okhttp",
      "  ghsync repo square/okhttp --content none --skip releases",
      "  ghsync repo square/okhttp --depth 90d --max-commits 1000",
      "  ghsync repo square/okhttp --json | jq .changes.issues",
      "  ghsync repo square/okhttp -q --trigger cron --wait 1h     # in a crontab",
    })
final class RepoCommand extends SharedCommand {
  @Parameters(
      arity = "1",
      paramLabel = "OWNER/NAME",
      description = "The repository, or its address, which also names the server")
  private Optional<RepoAddress> repo = Optional.empty();

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final RepoOptions options;
  @Mixin private final PayloadOptions payload = new PayloadOptions();

  RepoCommand(Application application) {
    super(application);
    options = new RepoOptions(application.streams());
  }

  @Override
  ExitCode run() {
    SyncRequest request = request();
    RunOutput.Run run =
        new RunOutput.Run(request.repo(), request.db(), request.settings().dryRun());
    String version = application.versionName();
    try (RunOutput out = new RunOutput(env, shared, output, version, run)) {
      return SignalHandler.stopping(application::interrupt, () -> out.finish(sync(request, out)));
    }
  }

  /** Checks the options and the environment; warns of what is unsafe. */
  SyncRequest request() {
    RepoName name = repo.orElseThrow().name();
    URI apiUrl = apiUrl(repo);
    SyncSettings settings =
        options.settings(name, apiUrl, env, payload.payload(options.trigger(), env));
    if (settings.objects().source() != ObjectsMode.REST) {
      Connectivity.use(env, shared.caFile(), apiUrl, settings.objects().gitUrl());
      warnOfOpenGit(settings);
    }
    return new SyncRequest(
        name,
        apiUrl,
        shared.db(env, name),
        shared.token(env, repo),
        shared.findTokenDatabase(env),
        settings);
  }

  private void warnOfOpenGit(SyncSettings settings) {
    URI gitUrl = settings.objects().gitUrl();
    if (settings.phases().contains(ObjectsPhase.NAME) && !Transport.isPrivate(gitUrl)) {
      env.warn(gitUrl + " is not https: git is used there without the token");
    }
  }

  private SyncReport sync(SyncRequest request, RunOutput out) {
    try {
      return application.sync(request, out::json, out.listener());
    } catch (RuntimeException | Error e) {
      trace(e);
      return SyncReport.notStarted(
          request.repo(), request.settings().trigger(), Fault.of(e), env.clock().instant());
    }
  }
}
