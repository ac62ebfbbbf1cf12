package dev.ghsync.github;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Unreachable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What it means that no answer came, or not the whole of one, in words that send nobody to a stack
 * trace.
 *
 * @param asked what was asked
 * @param timeout that was allowed
 * @param moreTries how many are worth making
 */
record NetworkFault(String asked, String host, Duration timeout, int moreTries) {

  <T> Answer<T> of(IOException e) {
    Optional<String> unreachable = Unreachable.why(e, host);
    if (unreachable.isPresent()) {
      return trouble(unreachable.get(), e instanceof SSLException ? 0 : moreTries, false);
    }
    if (e instanceof InterruptedIOException) {
      return trouble(
          "%s: no answer from %s within %d s".formatted(asked, host, timeout.toSeconds()),
          moreTries,
          true);
    }
    return trouble(asked + ": the connection to " + host + " broke off", moreTries, true);
  }

  private static <T> Answer<T> trouble(String message, int moreTries, boolean lighter) {
    return new Answer.Trouble<>(
        Failure.of(FailureCode.NETWORK, message + "; try again later"),
        moreTries,
        lighter,
        Optional.empty());
  }
}
