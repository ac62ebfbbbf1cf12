package dev.ghsync.cli;

import dev.ghsync.cli.env.Terminal;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.item.RepoCounts;
import dev.ghsync.report.ForgetView;
import dev.ghsync.report.StepProgress;
import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Repos.RepoRow;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ghsync forget}: removes a repository from the database; sends no request. */
@Command(
    addMethodSubcommands = false,
    name = "forget",
    sortOptions = false,
    customSynopsis = "ghsync forget [OPTION]... OWNER/NAME",
    description = {
      "Remove a repository from the database",
      "All of its rows are removed, its own token, and the commits and files that no other"
          + " repository in the file has. Nothing at GitHub changes. No sync runs in the file"
          + " meanwhile; an interrupted run is continued by the next one.",
      "",
      "At a terminal you are asked twice. 'ghsync compact' then makes the file smaller; report files"
          + " next to it stay."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync forget square/okhttp",
      "  ghsync forget square/okhttp --yes && ghsync compact",
    })
final class ForgetCommand extends SharedCommand {
  @Parameters(arity = "1", paramLabel = "OWNER/NAME", description = "The repository")
  private Optional<RepoAddress> repo = Optional.empty();

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask; needed where there is no terminal")
  private boolean yes;

  @Option(names = "--no-progress", description = "No progress bar on a terminal")
  private boolean noProgress;

  ForgetCommand(Application application) {
    super(application);
  }

  /** A repository, and the numbers of its rows. */
  private record Found(RepoRow row, Optional<RepoCounts> counts) {}

  @Override
  ExitCode run() {
    if (!yes && !env.terminal().in()) {
      throw new UsageError("nothing was removed: without a terminal, --yes is needed");
    }
    RepoName name = repo.orElseThrow().name();
    Path db = shared.db(env, name);
    return application
        .stored()
        .read(db, name, shared.host(env, repo), ForgetCommand::found)
        .fold(found -> run(found, db), this::fail);
  }

  private ExitCode run(Found found, Path db) {
    RepoRow row = found.row();
    if (!yes && !isConfirmed(row.name(), ForgetView.contents(found.counts()), db)) {
      env.complain("nothing was removed: " + row.name() + " was not confirmed");
      return ExitCode.FAILED;
    }
    return remove(row, db).fold(objects -> show(row, objects, db), this::fail);
  }

  private static Result<Found> found(Reads s, RepoRow row) {
    return Result.ok(new Found(row, s.counters().find(row.id())));
  }

  private boolean isConfirmed(RepoName name, String contents, Path db) {
    Terminal.Prompt prompt = env.terminal().prompt();
    return prompt
            .line("Remove %s%s from %s? [y/N] ".formatted(name, contents, db))
            .filter(answer -> answer.strip().matches("(?i)y|yes"))
            .isPresent()
        && prompt
            .line("This cannot be undone. To remove it, type its name: ")
            .filter(answer -> answer.strip().equalsIgnoreCase(name.toString()))
            .isPresent();
  }

  private Result<Long> remove(RepoRow row, Path db) {
    try (StepProgress progress =
        new StepProgress(RunOutput.progressBar(env, shared.quiet || noProgress))) {
      return SignalHandler.stopping(
          application::interrupt, () -> application.forget(db, row, progress::progressed));
    }
  }

  private ExitCode show(RepoRow row, long objects, Path db) {
    ForgetView view = new ForgetView(row.name(), row.host(), db, objects);
    if (shared.json) {
      env.out().println(view.json());
    } else if (!shared.quiet) {
      env.out().println(view.text());
    }
    env.out().flush();
    return ExitCode.OK;
  }
}
