package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.DatabasePattern;
import dev.ghsync.cli.option.OutputOptions;
import dev.ghsync.cli.option.RepoOptions;
import dev.ghsync.cli.option.SelectionOptions;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Token;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.fleet.Candidate;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ghsync all}: syncs every repository that the database knows, and those of owners. */
@Command(
    addMethodSubcommands = false,
    name = "all",
    sortOptions = false,
    customSynopsis = "ghsync all [OPTION]...",
    description = {
      "Sync every repository that the database knows, and those of the given owners",
      "The stalest are first. Each is synced as by 'ghsync repo', and one that fails does not stop"
          + " the others. An interrupted run, or one that a limit stopped, is continued by the next"
          + " one. The exit code is the most serious of all repositories."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync all                                    # all that the database knows",
      "  ghsync all --owner square --no-archived       # and those of an organization",
      "  ghsync all --include 'square/*' --exclude '*-docs' --jobs 4",
      "  ghsync all --db 'mirrors/{owner}/{name}.db'   # each in a file of its own",
      "  ghsync all -q --trigger cron --shard 0/4      # on the first of four machines",
    })
final class AllCommand extends SharedCommand {
  /** The repository of requests that are not of one; it is in none of their URLs. */
  private static final RepoName NONE = new RepoName("any", "any");

  @Mixin private final SelectionOptions selection = new SelectionOptions();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final RepoOptions options;

  AllCommand(Application application) {
    super(application);
    options = new RepoOptions(application.streams());
  }

  @Override
  ExitCode run() {
    AllRequest request = request();
    String version = application.versionName();
    boolean dry = request.settings().dryRun();
    try (AllOutput out =
        new AllOutput(env, shared, output, version, request.databases()::of, dry)) {
      AllRun run = new AllRun(application, request, out);
      return SignalHandler.stopping(
          application::interrupt, () -> out.finish(application.syncAll(run)));
    }
  }

  private AllRequest request() {
    if (options.namesGitUrl()) {
      throw new UsageError("--git-url is of one repository; use it with ghsync repo");
    }
    URI apiUrl = apiUrl(Optional.empty());
    DatabasePattern databases = shared.databases(env);
    SyncSettings settings = settings(NONE, apiUrl);
    if (settings.objects().source() != ObjectsMode.REST) {
      Connectivity.use(env, shared.caFile(), apiUrl, settings.objects().gitUrl());
    }
    Host host = Host.ofApi(apiUrl);
    Optional<Token> token = shared.token(env, Optional.empty());
    return new AllRequest(
        host,
        shared.namesApiUrl(),
        databases,
        selection.owners(),
        selection.installation(),
        selection.filter(),
        selection.jobs(),
        options.trigger(),
        settings,
        repo -> request(repo, host, apiUrl, token),
        request(NONE, apiUrl, databases.path(), token));
  }

  /** Another server than that of {@code --api-url} is a GitHub Enterprise Server, or GitHub. */
  private SyncRequest request(Candidate repo, Host host, URI apiUrl, Optional<Token> token) {
    if (repo.host().equals(host)) {
      return request(repo.name(), apiUrl, repo.database(), token);
    }
    URI url = repo.host().apiUrl("https");
    Optional<RepoAddress> address = Optional.of(new RepoAddress(Optional.of(url), repo.name()));
    Optional<Token> other = shared.tokenFile().isPresent() ? token : shared.token(env, address);
    return request(repo.name(), url, repo.database(), other);
  }

  private SyncRequest request(RepoName repo, URI apiUrl, Path db, Optional<Token> token) {
    Optional<Path> tokens = shared.findTokenDatabase(env);
    return new SyncRequest(repo, apiUrl, db, token, tokens, settings(repo, apiUrl));
  }

  private SyncSettings settings(RepoName repo, URI apiUrl) {
    return options.settings(repo, apiUrl, env, Optional.empty());
  }
}
