package dev.ghsync.http;

import dev.ghsync.model.Redaction;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A proxy between this machine and a server.
 *
 * @param host a name or an address, without brackets
 * @param source where its address comes from, for messages: {@code $HTTPS_PROXY}
 */
public record ProxyServer(Kind kind, String host, int port, Optional<Login> login, String source) {

  /** The protocol of the proxy. */
  public enum Kind {
    HTTP,
    /** Like {@link #HTTP}, over TLS. */
    HTTPS,
    SOCKS
  }

  /** A user and a password, which no message shows. */
  public record Login(String user, String password) {
    public Login {
      Redaction.add(password);
    }

    /** Returns the value of {@code Proxy-Authorization} (RFC 7617). */
    String basic() {
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
      return "a login";
    }
  }

  Proxy toJava() {
    return new Proxy(
        kind == Kind.SOCKS ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
        InetSocketAddress.createUnresolved(host, port));
  }

  /** Returns its name in messages: {@code the proxy proxy.corp:3128 ($HTTPS_PROXY)}. */
  public String description() {
    String address = host.contains(":") ? "[" + host + "]" : host;
    return "the proxy %s:%d (%s)".formatted(address, port, source);
  }

  /** Returns the message for a 407 of this proxy. */
  public String loginRefused() {
    return login.isPresent()
        ? description() + " does not accept the login in its address; correct it there"
        : description()
            + " wants a login; give it in the proxy's address, as http://USER:PASSWORD@HOST:PORT";
  }
}
