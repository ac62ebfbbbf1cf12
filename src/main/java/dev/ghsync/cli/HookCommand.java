package dev.ghsync.cli;

import dev.ghsync.github.HookClient;
import dev.ghsync.model.RepoAddress;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.Webhook;
import dev.ghsync.report.HookView;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Parameters;

/** The base of the commands for webhooks of a repository. */
abstract class HookCommand extends SharedCommand {
  /** The events that change what is mirrored. */
  static final List<String> EVENTS =
      List.of(
          "push",
          "create",
          "delete",
          "issues",
          "issue_comment",
          "pull_request",
          "pull_request_review",
          "pull_request_review_comment",
          "commit_comment",
          "label",
          "milestone",
          "release",
          "discussion",
          "discussion_comment",
          "gollum",
          "repository",
          "public");

  @Parameters(arity = "1", paramLabel = "OWNER/NAME", description = "The repository")
  private Optional<RepoAddress> repo = Optional.empty();

  HookCommand(Application application) {
    super(application);
  }

  final RepoName repo() {
    return repo.orElseThrow().name();
  }

  /** Does something with the repository's webhooks. */
  final <T> Result<T> withHooks(Function<HookClient, Result<T>> work) {
    URI apiUrl = apiUrl(repo);
    return token(apiUrl)
        .flatMap(
            token -> {
              try (HookClient hooks =
                  new HookClient(application.clients().http(apiUrl, token), repo())) {
                return work.apply(hooks);
              }
            });
  }

  private Result<Token> token(URI apiUrl) {
    return shared
        .token(env, repo)
        .map(Result::ok)
        .orElseGet(
            () ->
                application
                    .credentials()
                    .current(shared.findTokenDatabase(env), apiUrl, Optional.of(repo())));
  }

  final void show(List<Webhook> hooks, String text) {
    if (shared.json) {
      env.out().println(HookView.json(hooks));
    } else if (!shared.quiet) {
      env.out().println(text);
    }
    env.out().flush();
  }
}
