package dev.ghsync.cli.option;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.github.webhook.PayloadSignature;
import dev.ghsync.model.Trigger;
import dev.ghsync.sync.SyncSettings.EventPayload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of {@code ghsync repo} for a webhook's payload. */
public final class PayloadOptions {
  @ArgGroup(validate = false, heading = "%nA webhook's event%n", order = 4)
  private Event event = new Event();

  /** The group. */
  static final class Event {
    @Option(
        names = "--event-payload",
        paramLabel = "FILE",
        description =
            "A webhook's payload: sync only what it touches."
                + " In GitHub Actions --trigger webhook takes $$GITHUB_EVENT_PATH")
    Optional<Path> payload = Optional.empty();

    @Option(
        names = "--event",
        paramLabel = "NAME",
        description =
            "The name of the event, as in X-GitHub-Event. Default: $$GITHUB_EVENT_NAME, else what the"
                + " payload shows")
    Optional<String> name = Optional.empty();

    @Option(
        names = "--event-signature",
        paramLabel = "SIG",
        description =
            "Check the payload before it is read: X-Hub-Signature-256 of the delivery; with"
                + " --webhook-secret-file")
    Optional<String> signature = Optional.empty();

    @Option(
        names = "--webhook-secret-file",
        paramLabel = "FILE",
        description = "The webhook's secret: the first line of a file")
    Optional<Path> secretFile = Optional.empty();
  }

  /**
   * Returns the payload of the option, or of the environment for {@code --trigger webhook}.
   *
   * @throws UsageError where it cannot be read
   */
  public Optional<EventPayload> payload(Trigger trigger, Environment env) {
    Optional<PayloadSignature> signature = signature();
    Optional<EventPayload> payload =
        event.payload.map(
            file -> new EventPayload(file, event.name.or(() -> eventName(file, env)), signature));
    if (payload.isEmpty() && (event.name.isPresent() || signature.isPresent())) {
      throw new UsageError("--event and --event-signature need --event-payload");
    }
    if (payload.isEmpty() && trigger == Trigger.WEBHOOK && env.inActions()) {
      payload =
          env.variable("GITHUB_EVENT_PATH")
              .map(file -> new EventPayload(Path.of(file), env.variable("GITHUB_EVENT_NAME")));
    }
    payload.ifPresent(PayloadOptions::check);
    return payload;
  }

  private Optional<PayloadSignature> signature() {
    if (event.signature.isPresent() != event.secretFile.isPresent()) {
      throw new UsageError("--event-signature and --webhook-secret-file need each other");
    }
    return event.signature.map(
        text -> new PayloadSignature(text, SecretFile.read(event.secretFile.orElseThrow())));
  }

  private static void check(EventPayload given) {
    if (!Files.isReadable(given.file()) || Files.isDirectory(given.file())) {
      throw new UsageError("the event payload " + given.file() + " cannot be read");
    }
  }

  /** Returns the name of the event where the environment has it, for its own file or any. */
  private static Optional<String> eventName(Path file, Environment env) {
    boolean other =
        env.variable("GITHUB_EVENT_PATH").stream().anyMatch(own -> !Path.of(own).equals(file));
    return other ? Optional.empty() : env.variable("GITHUB_EVENT_NAME");
  }
}
