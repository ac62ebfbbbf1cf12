package dev.ghsync.http;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Describes network errors for people, without the names of exceptions.
 *
 * @param server the address that was requested
 * @param subject the beginning of a message about a response that did not come: {@code "GET /x: "}
 * @param peer the server's name in messages
 * @param timeout that was allowed
 */
public record NetworkErrors(URI server, String subject, String peer, Duration timeout) {
  private static final String CHECK = ": check the address and the network";
  private static final String LATER = "; try again later";

  /** OkHttp's message where a proxy opens no tunnel. */
  private static final Pattern NO_TUNNEL =
      Pattern.compile("Unexpected response code for CONNECT: (\\d+)");

  /** OkHttp's message about a 407 of a proxy that is not configured. */
  private static final String NO_PROXY = "HTTP_PROXY_AUTH (407)";

  private static final String NO_LOGIN = "Failed to authenticate with proxy";

  /** The reason why there is no connection to a server. */
  record Reason(String message, boolean isTransient) {}

  /**
   * Returns the outcome of an exchange that ended with an exception.
   *
   * @param begun whether the response had begun, and its reader keeps what arrived
   * @param retries how many are worth making
   */
  public <T> Outcome.TransientFailure<T> outcomeOf(IOException e, boolean begun, int retries) {
    Optional<Reason> reason = why(e, server.getHost(), Network.current().proxyFor(server));
    if (reason.isPresent()) {
      boolean isTransient = reason.get().isTransient();
      return failure(
          reason.get().message() + (isTransient ? LATER : ""),
          Outcome.Kind.UNREACHABLE,
          isTransient ? retries : 0);
    }
    Outcome.Kind kind = begun ? Outcome.Kind.CUT : Outcome.Kind.TOO_HEAVY;
    if (e instanceof InterruptedIOException) {
      return failure(
          "%s%s from %s within %d s"
                  .formatted(
                      subject, begun ? "nothing more" : "no answer", peer, timeout.toSeconds())
              + LATER,
          kind,
          retries);
    }
    String what = begun ? "the answer of " : "the connection to ";
    return failure(subject + what + peer + " broke off" + LATER, kind, retries);
  }

  private static <T> Outcome.TransientFailure<T> failure(
      String message, Outcome.Kind kind, int retries) {
    return new Outcome.TransientFailure<>(Failure.of(FailureCode.NETWORK, message), kind, retries);
  }

  /** Returns the reason why there is no connection; empty where there was one. */
  static Optional<Reason> why(IOException e, String host, Optional<ProxyServer> proxy) {
    Optional<Reason> ofProxy = proxy.flatMap(server -> ofProxy(e, host, server));
    if (ofProxy.isPresent()) {
      return ofProxy;
    }
    if (String.valueOf(e.getMessage()).contains(NO_PROXY)) {
      return permanent(
          "a proxy on the way to %s wants a login (407); name it in $HTTPS_PROXY (or $HTTP_PROXY) as http://USER:PASSWORD@HOST:PORT"
              .formatted(host));
    }
    String target = proxy.map(ProxyServer::description).orElse(host);
    if (e instanceof UnknownHostException) {
      return mayPass(target + " cannot be found" + CHECK);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return mayPass(target + " cannot be reached" + CHECK);
    }
    return e instanceof SSLException ? ofTls(e, host) : Optional.empty();
  }

  private static Optional<Reason> ofProxy(IOException e, String host, ProxyServer proxy) {
    String text = String.valueOf(e.getMessage());
    if (e instanceof TlsProxySockets.ProxyTlsException) {
      return ofTls(e, proxy.description());
    }
    if (text.equals(NO_LOGIN) || text.contains("SOCKS : authentication failed")) {
      return permanent(proxy.loginRefused());
    }
    Matcher tunnel = NO_TUNNEL.matcher(text);
    if (tunnel.find()) {
      String message =
          "%s opens no connection to %s (status %s)"
              .formatted(proxy.description(), host, tunnel.group(1));
      return tunnel.group(1).startsWith("5") ? mayPass(message) : permanent(message);
    }
    if (e instanceof SocketTimeoutException && text.toLowerCase(Locale.ROOT).contains("connect")) {
      return mayPass(proxy.description() + " cannot be reached" + CHECK);
    }
    return proxy.kind() == ProxyServer.Kind.SOCKS ? ofSocks(e, host, proxy) : Optional.empty();
  }

  /** Java throws the same exception for every failure of a SOCKS proxy and of the way to it. */
  private static Optional<Reason> ofSocks(IOException e, String host, ProxyServer proxy) {
    String text = String.valueOf(e.getMessage());
    if (text.startsWith("SOCKS")) {
      return mayPass(
          "%s opens no connection to %s (%s)"
              .formatted(
                  proxy.description(),
                  host,
                  text.replaceFirst("^SOCKS(?: server)?\\s*:?\\s*", "")));
    }
    if (text.contains(proxy.host())) {
      return mayPass(proxy.description() + " cannot be found" + CHECK);
    }
    boolean unreachable = text.contains("refused") || text.contains("reachable");
    return e instanceof SocketException && unreachable
        ? mayPass(proxy.description() + " cannot be reached" + CHECK)
        : Optional.empty();
  }

  private static Optional<Reason> ofTls(IOException e, String peer) {
    String start = "no secure connection to " + peer + ": ";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Trust.UnknownAuthority unknown) {
        return permanent(
            start
                + "its certificate is not signed by an authority that is known here"
                + unknown.getMessage()
                + "; name a file with the authority's certificate (PEM) by --ca-file,"
                + " $GHSYNC_CA_FILE or $SSL_CERT_FILE");
      }
      if (cause instanceof CertificateExpiredException) {
        return permanent(start + "its certificate has expired; check also this machine's clock");
      }
      if (cause instanceof CertificateNotYetValidException) {
        return permanent(start + "its certificate is not valid yet; check this machine's clock");
      }
      if (cause instanceof EOFException || cause instanceof SocketException) {
        return Optional.empty();
      }
    }
    return e instanceof SSLPeerUnverifiedException
        ? permanent(start + "its certificate is for another name")
        : permanent(start + textOf(e));
  }

  private static Optional<Reason> mayPass(String message) {
    return Optional.of(new Reason(message, true));
  }

  private static Optional<Reason> permanent(String message) {
    return Optional.of(new Reason(message, false));
  }

  /** Returns the JDK's message without the class names in it. */
  private static String textOf(IOException e) {
    return String.valueOf(e.getMessage())
        .replaceAll("(\\w+\\.)+\\w+: ", "")
        .replaceAll("\\p{Cntrl}+", " ");
  }
}
