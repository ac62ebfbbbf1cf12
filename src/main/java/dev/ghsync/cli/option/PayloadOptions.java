package dev.ghsync.cli.option;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
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
  }

  /**
   * Returns the payload of the option, or of the environment for {@code --trigger webhook}.
   *
   * @throws UsageError where it cannot be read
   */
  public Optional<EventPayload> payload(Trigger trigger, Environment env) {
    Optional<EventPayload> payload =
        event.payload.map(file -> new EventPayload(file, eventName(file, env)));
    if (payload.isEmpty() && trigger == Trigger.WEBHOOK && env.inActions()) {
      payload =
          env.variable("GITHUB_EVENT_PATH")
              .map(file -> new EventPayload(Path.of(file), env.variable("GITHUB_EVENT_NAME")));
    }
    payload.ifPresent(PayloadOptions::check);
    return payload;
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
