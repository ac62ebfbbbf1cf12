package dev.ghsync.github;

import dev.ghsync.http.NetworkErrors;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What it means that no answer came, or not the whole of one, in words that send nobody to a stack
 * trace.
 *
 * @param asked what was asked
 * @param timeout that was allowed
 * @param moreTries how many are worth making
 */
record TransientErrors(String asked, URI server, Duration timeout, int moreTries) {
  private static final String LATER = "; try again later";

  <T> Answer<T> of(IOException e) {
    Optional<NetworkErrors> unreachable = NetworkErrors.why(e, server);
    if (unreachable.isPresent()) {
      String message = unreachable.get().message();
      return unreachable.get().mayPass()
          ? trouble(message + LATER, moreTries, false)
          : trouble(message, 0, false);
    }
    String host = server.getHost();
    if (e instanceof InterruptedIOException) {
      return trouble(
          "%s: no answer from %s within %d s".formatted(asked, host, timeout.toSeconds()) + LATER,
          moreTries,
          true);
    }
    return trouble(asked + ": the connection to " + host + " broke off" + LATER, moreTries, true);
  }

  private static <T> Answer<T> trouble(String message, int moreTries, boolean lighter) {
    return new Answer.TransientFailure<>(
        Failure.of(FailureCode.NETWORK, message), moreTries, lighter, Optional.empty());
  }
}
