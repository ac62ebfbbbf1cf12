package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.DatabasePattern;
import dev.ghsync.cli.option.Ranges;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.Result;
import dev.ghsync.model.Times;
import dev.ghsync.report.Formats;
import dev.ghsync.report.StatusView;
import dev.ghsync.sync.RepoStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ghsync status}: the state of the database; sends no request. */
@Command(
    addMethodSubcommands = false,
    name = "status",
    sortOptions = false,
    customSynopsis = "ghsync status [OPTION]... [OWNER/NAME]",
    description = {
      "Show the state, freshness and last error of repositories",
      "For one repository also each stream, and when the next sync may start. No request is sent to"
          + " GitHub."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  ghsync status square/okhttp",
      "  ghsync status --check 2h -q || echo 'a mirror is stale'     # for monitoring",
    })
final class StatusCommand extends SharedCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "OWNER/NAME",
      description = "The repository. Default: all")
  private Optional<RepoAddress> repo = Optional.empty();

  @Option(
      names = "--check",
      paramLabel = "AGE",
      description =
          "Exit with 1 if a repository is in error or was last synced longer ago (0s to 36500d)")
  private Optional<Duration> check = Optional.empty();

  StatusCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    Ranges.age("--check", check);
    DatabasePattern databases = shared.databases(env);
    List<Path> files =
        repo.map(address -> List.of(databases.of(address.name()))).orElseGet(databases::files);
    List<RepoStatus> all = new ArrayList<>();
    for (Path file : files) {
      Result<List<RepoStatus>> found =
          application.stored().status(file, repo.map(RepoAddress::name), shared.host(env, repo));
      if (found instanceof Result.Failed<List<RepoStatus>> failed) {
        return fail(failed.failure());
      }
      found.fold(all::addAll, failure -> false);
    }
    return show(all);
  }

  private ExitCode show(List<RepoStatus> found) {
    if (repo.isPresent() && found.size() > 1) {
      throw new UsageError(
          found.stream()
              .map(status -> "https://" + status.host() + "/" + status.repo())
              .collect(
                  Collectors.joining(
                      ", ", "several servers have it; use one of these addresses: ", "")));
    }
    List<RepoStatus> all = found.isEmpty() ? repo.map(this::never).stream().toList() : found;
    if (shared.json) {
      env.out().println(repo.isPresent() ? StatusView.json(all.get(0)) : StatusView.json(all));
    } else if (!shared.quiet) {
      StatusView view = new StatusView(env.clock().instant(), env.zone(), shared.colors(env));
      if (repo.isPresent()) {
        view.detail(all.get(0), env.out());
      } else if (all.isEmpty()) {
        env.out()
            .println(shared.databases(env) + " has no repository yet; run ghsync repo OWNER/NAME");
      } else {
        view.table(all, env.out());
      }
    }
    env.out().flush();
    return check.map(age -> check(all, age)).orElse(ExitCode.OK);
  }

  private RepoStatus never(RepoAddress address) {
    return RepoStatus.never(shared.host(env, repo).orElse(Host.GITHUB), address.name());
  }

  private ExitCode check(List<RepoStatus> all, Duration age) {
    Instant now = env.clock().instant();
    ExitCode code = ExitCode.OK;
    if (all.isEmpty()) {
      env.complain(shared.databases(env) + " has no repository yet");
      code = ExitCode.FAILED;
    }
    for (RepoStatus status : all) {
      Optional<String> problem = problem(status, age, now);
      if (problem.isPresent()) {
        env.complain(status.label() + ": " + problem.get());
        code = ExitCode.FAILED;
      }
    }
    return code;
  }

  private static Optional<String> problem(RepoStatus status, Duration age, Instant now) {
    if (status.state() == RepoStatus.State.ERROR) {
      return Optional.of(
          status
              .lastSyncError()
              .map(error -> error.code() + ": " + Formats.line(error.message()))
              .orElse("in error"));
    }
    Optional<Instant> last = status.lastSyncedAt();
    if (last.isEmpty()) {
      return Optional.of("no sync of all streams has succeeded yet");
    }
    if (last.get().isAfter(now)) {
      return Optional.of(
          "the last success is dated %s, which is in the future: a clock was wrong; sync it again"
              .formatted(Times.second(last.get())));
    }
    return last.get().isBefore(now.minus(age))
        ? Optional.of("last synced " + Formats.ago(last.get(), now))
        : Optional.empty();
  }
}
