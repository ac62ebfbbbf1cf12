package dev.ghsync.sync.list;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.Validator;
import dev.ghsync.sync.PhaseOutcome;
import java.util.Optional;

/** GitHub's answer to a question about a stream, sorted by what the stream has to do with it. */
public sealed interface Asked<T> {
  public record Page<T>(Fetched.Page<T> fresh) implements Asked<T> {}

  public record Same<T>() implements Asked<T> {}

  /** It is not there. */
  public record Gone<T>(Fetched.NotAvailable<T> absent) implements Asked<T> {}

  /** The stream cannot be read, and asking again will not help. */
  public record Refused<T>(String reason) implements Asked<T> {}

  public record Failed<T>(Failure failure) implements Asked<T> {}

  public static <T> Asked<T> of(GitHub github, Endpoint<T> endpoint, Optional<Validator> known) {
    Result<Fetched<T>> result = github.fetch(endpoint, known);
    if (result instanceof Result.Failed<Fetched<T>> failed) {
      return new Failed<>(failed.failure());
    }
    Fetched<T> answer = ((Result.Ok<Fetched<T>>) result).value();
    if (answer instanceof Fetched.Page<T> fresh) {
      return new Page<>(fresh);
    }
    if (answer instanceof Fetched.Forbidden<T> forbidden) {
      return new Refused<>(forbidden.why());
    }
    return answer instanceof Fetched.NotAvailable<T> absent ? new Gone<>(absent) : new Same<>();
  }

  public static <T> Asked<T> of(GitHub github, Endpoint<T> endpoint) {
    return of(github, endpoint, Optional.empty());
  }

  /**
   * How the phase ends with an answer that is no page.
   *
   * @param counts what it has done so far
   * @param absent what it means that the list itself is not there
   */
  public default PhaseOutcome end(Counts counts, String absent) {
    if (this instanceof Failed<T> failed) {
      return PhaseOutcome.stopped(counts, failed.failure());
    }
    if (this instanceof Refused<T> refused) {
      return PhaseOutcome.skipped(refused.reason());
    }
    if (this instanceof Gone<T> gone && gone.absent().status() == 422) {
      return PhaseOutcome.stopped(
          counts,
          Failure.of(
              FailureCode.BAD_RESPONSE,
              "GitHub refuses to show more of this list: " + gone.absent().message()));
    }
    return PhaseOutcome.skipped(
        this instanceof Gone<T> gone ? absent + ": " + gone.absent().message() : absent);
  }
}
