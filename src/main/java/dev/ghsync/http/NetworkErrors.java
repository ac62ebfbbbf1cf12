package dev.ghsync.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why there is no connection to a server, in words that send nobody to a stack trace.
 *
 * @param mayPass trying again may help
 */
public record NetworkErrors(String message, boolean mayPass) {
  private static final String CHECK = ": check the address and the network";

  /** What OkHttp says where a proxy opens no tunnel. */
  private static final Pattern NO_TUNNEL =
      Pattern.compile("Unexpected response code for CONNECT: (\\d+)");

  /** What OkHttp says of a 407 that does not come from a proxy of ours. */
  private static final String NO_PROXY = "HTTP_PROXY_AUTH (407)";

  private static final String NO_LOGIN = "Failed to authenticate with proxy";

  /** Empty where there was a connection to {@code server}, and the answer was late or broke off. */
  public static Optional<NetworkErrors> why(IOException e, URI server) {
    return why(e, server.getHost(), Network.current().proxyFor(server));
  }

  static Optional<NetworkErrors> why(IOException e, String host, Optional<ProxyServer> proxy) {
    Optional<NetworkErrors> ofProxy = proxy.flatMap(way -> ofProxy(e, host, way));
    if (ofProxy.isPresent()) {
      return ofProxy;
    }
    if (String.valueOf(e.getMessage()).contains(NO_PROXY)) {
      return lasting(
          "a proxy on the way to %s wants a login (407); name it in $HTTPS_PROXY (or $HTTP_PROXY) as http://USER:PASSWORD@HOST:PORT"
              .formatted(host));
    }
    String near = proxy.map(ProxyServer::inWords).orElse(host);
    if (e instanceof UnknownHostException) {
      return passing(near + " cannot be found" + CHECK);
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return passing(near + " cannot be reached" + CHECK);
    }
    return e instanceof SSLException ? ofTls(e, host) : Optional.empty();
  }

  private static Optional<NetworkErrors> ofProxy(IOException e, String host, ProxyServer proxy) {
    String said = String.valueOf(e.getMessage());
    if (e instanceof TlsProxySockets.ProxyTlsException) {
      return ofTls(e, proxy.inWords());
    }
    if (said.equals(NO_LOGIN) || said.contains("SOCKS : authentication failed")) {
      return lasting(proxy.refusesLogin());
    }
    Matcher tunnel = NO_TUNNEL.matcher(said);
    if (tunnel.find()) {
      String message =
          "%s opens no connection to %s (status %s)"
              .formatted(proxy.inWords(), host, tunnel.group(1));
      return tunnel.group(1).startsWith("5") ? passing(message) : lasting(message);
    }
    if (e instanceof SocketTimeoutException && said.toLowerCase(Locale.ROOT).contains("connect")) {
      return passing(proxy.inWords() + " cannot be reached" + CHECK);
    }
    return proxy.kind() == ProxyServer.Kind.SOCKS ? ofSocks(e, host, proxy) : Optional.empty();
  }

  /** Java makes one kind of exception of all that a SOCKS proxy and the way to it may do. */
  private static Optional<NetworkErrors> ofSocks(IOException e, String host, ProxyServer proxy) {
    String said = String.valueOf(e.getMessage());
    if (said.startsWith("SOCKS")) {
      return passing(
          "%s opens no connection to %s (%s)"
              .formatted(
                  proxy.inWords(), host, said.replaceFirst("^SOCKS(?: server)?\\s*:?\\s*", "")));
    }
    if (said.contains(proxy.host())) {
      return passing(proxy.inWords() + " cannot be found" + CHECK);
    }
    boolean unreachable = said.contains("refused") || said.contains("reachable");
    return e instanceof SocketException && unreachable
        ? passing(proxy.inWords() + " cannot be reached" + CHECK)
        : Optional.empty();
  }

  private static Optional<NetworkErrors> ofTls(IOException e, String peer) {
    String start = "no secure connection to " + peer + ": ";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof Trust.UnknownAuthority unknown) {
        return lasting(
            start
                + "its certificate is not signed by an authority that is known here"
                + unknown.getMessage()
                + "; name a file with the authority's certificate (PEM) by --ca-file,"
                + " $GHSYNC_CA_FILE or $SSL_CERT_FILE");
      }
      if (cause instanceof CertificateExpiredException) {
        return lasting(start + "its certificate has expired; check also this machine's clock");
      }
      if (cause instanceof CertificateNotYetValidException) {
        return lasting(start + "its certificate is not valid yet; check this machine's clock");
      }
      if (cause instanceof EOFException || cause instanceof SocketException) {
        return Optional.empty();
      }
    }
    return e instanceof SSLPeerUnverifiedException
        ? lasting(start + "its certificate is for another name")
        : lasting(start + words(e));
  }

  private static Optional<NetworkErrors> passing(String message) {
    return Optional.of(new NetworkErrors(message, true));
  }

  private static Optional<NetworkErrors> lasting(String message) {
    return Optional.of(new NetworkErrors(message, false));
  }

  /** The JDK puts the names of its classes before its reasons. */
  private static String words(IOException e) {
    return String.valueOf(e.getMessage())
        .replaceAll("(\\w+\\.)+\\w+: ", "")
        .replaceAll("\\p{Cntrl}+", " ");
  }
}
