package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.github.HookClient;
import dev.ghsync.model.Result;
import dev.ghsync.model.Webhook;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ghsync webhook remove}. */
@Command(
    addMethodSubcommands = false,
    name = "remove",
    sortOptions = false,
    customSynopsis = "ghsync webhook remove [OPTION]... (--url=URL | --id=N) OWNER/NAME",
    description = {
      "Remove a webhook at GitHub",
      "It is named by its URL, or by the id that 'ghsync webhook list' shows."
    })
final class WebhookRemoveCommand extends HookCommand {
  @Option(names = "--url", paramLabel = "URL", description = "The one that sends to this URL")
  private Optional<URI> url = Optional.empty();

  @Option(names = "--id", paramLabel = "N", description = "The one with this id")
  private Optional<Long> id = Optional.empty();

  WebhookRemoveCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    if (url.isPresent() == id.isPresent()) {
      throw new UsageError("name the webhook by --url or by --id");
    }
    return withHooks(this::remove).fold(this::done, this::fail);
  }

  private Result<List<Webhook>> remove(HookClient hooks) {
    return hooks.list().flatMap(all -> remove(hooks, all.stream().filter(this::isMeant).toList()));
  }

  private boolean isMeant(Webhook hook) {
    return id.isPresent()
        ? hook.id() == id.get()
        : hook.url().equals(url.map(URI::toString).orElse(""));
  }

  private static Result<List<Webhook>> remove(HookClient hooks, List<Webhook> meant) {
    List<Webhook> removed = new ArrayList<>();
    for (Webhook hook : meant) {
      Result<Boolean> result = hooks.remove(hook.id());
      if (result instanceof Result.Failed<Boolean> failed) {
        return failed.cast();
      }
      removed.add(hook);
    }
    return Result.ok(removed);
  }

  private ExitCode done(List<Webhook> removed) {
    show(
        removed,
        removed.isEmpty()
            ? repo() + " has no such webhook."
            : "Removed the webhook of %s: %s".formatted(repo(), removed.get(0).url()));
    return ExitCode.OK;
  }
}
