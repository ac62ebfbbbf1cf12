package dev.ghsync.git;

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
 * @param mayPass trying again may help
 */
record Breakage(Failure failure, boolean mayPass) {
  private static final String LATER = "; try again later";

  /**
   * Of a request to {@code address}.
   *
   * @param begun whether its answer had begun
   * @param timeout that was allowed
   */
  static Breakage of(IOException e, String address, boolean begun, Duration timeout) {
    Optional<NetworkErrors> unreachable = NetworkErrors.why(e, URI.create(address));
    if (unreachable.isPresent()) {
      boolean mayPass = unreachable.get().mayPass();
      String message = unreachable.get().message() + (mayPass ? LATER : "");
      return new Breakage(Failure.of(FailureCode.NETWORK, message), mayPass);
    }
    if (e instanceof InterruptedIOException) {
      String nothing = begun ? "nothing more" : "no answer";
      return passing("%s from %s within %d s".formatted(nothing, address, timeout.toSeconds()));
    }
    String what = begun ? "the answer of " : "the connection to ";
    return passing(what + address + " broke off");
  }

  private static Breakage passing(String message) {
    return new Breakage(Failure.of(FailureCode.NETWORK, message + LATER), true);
  }
}
