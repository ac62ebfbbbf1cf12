package dev.ghsync.cli;

import dev.ghsync.cli.option.SecretFile;
import dev.ghsync.github.HookClient;
import dev.ghsync.model.Result;
import dev.ghsync.model.Transport;
import dev.ghsync.model.Webhook;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ghsync webhook install}. */
@Command(
    addMethodSubcommands = false,
    name = "install",
    sortOptions = false,
    customSynopsis = "ghsync webhook install [OPTION]... --url=URL --secret-file=FILE OWNER/NAME",
    description = {
      "Create a webhook at GitHub, or update the one with this URL",
      "GitHub sends each event to the URL, signed with the secret. The token must be an"
          + " administrator's."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  (umask 077; openssl rand -hex 32 > hook.secret)",
      "  ghsync webhook install octo/app --url https://hooks.example.org/hooks/ghsync \\",
      "    --secret-file hook.secret",
    })
final class WebhookInstallCommand extends HookCommand {
  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "Where GitHub sends the events")
  private URI url = URI.create("http://none");

  @Option(
      names = "--secret-file",
      required = true,
      paramLabel = "FILE",
      description = "The secret that signs them: the first line of a file")
  private Path secretFile = Path.of("");

  @Option(
      names = "--events",
      split = ",",
      paramLabel = "E",
      description = "The names of the events. Default: those that change what is mirrored")
  private List<String> events = List.of();

  WebhookInstallCommand(Application application) {
    super(application);
  }

  @Override
  ExitCode run() {
    String secret = SecretFile.read(secretFile);
    if (!Transport.isPrivate(url)) {
      env.warn(url + " is not https: events go there unencrypted");
    }
    List<String> wanted = events.isEmpty() ? EVENTS : events;
    return withHooks(hooks -> install(hooks, secret, wanted)).fold(this::done, this::fail);
  }

  /** A webhook, and the verb for what was done with it. */
  private record Done(Webhook hook, String verb) {}

  private Result<Done> install(HookClient hooks, String secret, List<String> wanted) {
    return hooks
        .list()
        .flatMap(
            all -> {
              Optional<Webhook> same =
                  all.stream().filter(hook -> hook.url().equals(url.toString())).findFirst();
              return same.isPresent()
                  ? hooks
                      .update(same.get().id(), url, secret, wanted)
                      .map(hook -> new Done(hook, "Updated"))
                  : hooks.create(url, secret, wanted).map(hook -> new Done(hook, "Created"));
            });
  }

  private ExitCode done(Done done) {
    show(
        List.of(done.hook()),
        "%s webhook %d of %s: %s"
            .formatted(done.verb(), done.hook().id(), repo(), done.hook().url()));
    return ExitCode.OK;
  }
}
