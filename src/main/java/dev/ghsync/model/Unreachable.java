package dev.ghsync.model;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why there is no connection to a server, in words that send nobody to a stack trace. */
public final class Unreachable {
  private Unreachable() {}

  /** Empty where there was a connection, and the answer was late or broke off. */
  public static Optional<String> why(IOException e, String host) {
    if (e instanceof UnknownHostException) {
      return Optional.of(host + " cannot be found: check the address and the network");
    }
    if (e instanceof ConnectException) {
      return Optional.of(host + " cannot be reached: check the address and the network");
    }
    if (e instanceof SSLException) {
      return Optional.of("no secure connection to " + host + ": " + words(e));
    }
    return Optional.empty();
  }

  /** The JDK puts the names of its classes before its reasons. */
  private static String words(IOException e) {
    return String.valueOf(e.getMessage())
        .replaceAll("(\\w+\\.)+\\w+: ", "")
        .replaceAll("\\p{Cntrl}+", " ");
  }
}
