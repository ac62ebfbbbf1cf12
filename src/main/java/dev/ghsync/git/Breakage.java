package dev.ghsync.git;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Unreachable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What it means that no answer came, or not the whole of one, in words that send nobody to a stack
 * trace.
 *
 * @param mayPass trying again may help
 */
record Breakage(Failure failure, boolean mayPass) {

  /**
   * Of a request to {@code address}.
   *
   * @param begun whether its answer had begun
   * @param timeout that was allowed
   */
  static Breakage of(IOException e, String address, boolean begun, Duration timeout) {
    String host = URI.create(address).getHost();
    Optional<String> unreachable = Unreachable.why(e, host);
    if (unreachable.isPresent()) {
      return new Breakage(unreachable.get(), !(e instanceof SSLException));
    }
    if (e instanceof InterruptedIOException) {
      String nothing = begun ? "nothing more" : "no answer";
      return new Breakage(
          "%s from %s within %d s".formatted(nothing, address, timeout.toSeconds()), true);
    }
    String what = begun ? "the answer of " : "the connection to ";
    return new Breakage(what + address + " broke off", true);
  }

  private Breakage(String message, boolean mayPass) {
    this(Failure.of(FailureCode.NETWORK, message + "; try again later"), mayPass);
  }
}
