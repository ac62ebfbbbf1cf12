package dev.ghsync.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The proxies and the trust that all connections of this process use. There is one network, which
 * is set before the first connection is opened, as {@link ProxySelector} and {@link Authenticator}
 * have one.
 */
public final class Network {
  private static final String LOGIN = "Proxy-Authorization";

  private static volatile Network current = new Network(Optional.empty(), Trust.ofJava());

  static {
    // Java caches for ten seconds that a name was not found, so that no retry would succeed.
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  private final Optional<Function<URI, Optional<ProxyServer>>> proxies;
  private final Trust trust;

  /**
   * A network.
   *
   * @param proxies returns the proxy for an address; empty: the proxies of Java's own settings
   */
  public Network(Optional<Function<URI, Optional<ProxyServer>>> proxies, Trust trust) {
    this.proxies = proxies;
    this.trust = trust;
  }

  public static Network current() {
    return current;
  }

  public static void use(Network network) {
    current = network;
  }

  /** Returns the proxy for an address; empty where the connection is direct. */
  public Optional<ProxyServer> proxyFor(URI server) {
    return proxies.isPresent() ? proxies.get().apply(server) : ofJava(server);
  }

  /**
   * Returns a client for one server. It follows no redirects. The server's scheme decides for all
   * requests whether they are encrypted.
   */
  OkHttpClient.Builder client(URI server, Duration timeout) {
    // TLS takes a while to prepare.
    boolean tls = !"http".equals(server.getScheme());
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            .connectionSpecs(List.of(tls ? ConnectionSpec.MODERN_TLS : ConnectionSpec.CLEARTEXT))
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(timeout)
            .readTimeout(timeout)
            .writeTimeout(timeout);
    if (tls) {
      client.sslSocketFactory(trust.sockets(), trust);
    }
    Optional<ProxyServer> proxy = proxyFor(server);
    proxy.ifPresent(p -> through(p, client));
    return client.proxy(proxy.map(ProxyServer::toJava).orElse(Proxy.NO_PROXY));
  }

  private void through(ProxyServer proxy, OkHttpClient.Builder client) {
    if (proxy.kind() == ProxyServer.Kind.HTTPS) {
      client.socketFactory(new TlsProxySockets(proxy, trust.sockets()));
    }
    proxy.login().ifPresent(login -> loggedIn(proxy, login, client));
  }

  private static void loggedIn(
      ProxyServer proxy, ProxyServer.Login login, OkHttpClient.Builder client) {
    if (proxy.kind() == ProxyServer.Kind.SOCKS) {
      Authenticator.setDefault(new SocksLogin(proxy, login)); // Java's sockets read nothing else
      return;
    }
    client
        .proxyAuthenticator(
            (route, response) ->
                response.request().header(LOGIN) == null
                    ? withLogin(response.request(), login)
                    : null)
        .addNetworkInterceptor(chain -> toProxy(chain, login));
  }

  /**
   * Adds the login to requests without TLS, which go to the proxy itself and not through a tunnel.
   */
  private static Response toProxy(Interceptor.Chain chain, ProxyServer.Login login)
      throws IOException {
    Request request = chain.request();
    return chain.proceed(request.isHttps() ? request : withLogin(request, login));
  }

  private static Request withLogin(Request request, ProxyServer.Login login) {
    return request.newBuilder().header(LOGIN, login.basic()).build();
  }

  private static Optional<ProxyServer> ofJava(URI server) {
    ProxySelector selector = ProxySelector.getDefault();
    return selector == null
        ? Optional.empty()
        : selector.select(server).stream()
            .filter(proxy -> proxy.address() instanceof InetSocketAddress)
            .map(Network::ofJava)
            .findFirst();
  }

  private static ProxyServer ofJava(Proxy proxy) {
    InetSocketAddress address = (InetSocketAddress) proxy.address();
    return new ProxyServer(
        proxy.type() == Proxy.Type.SOCKS ? ProxyServer.Kind.SOCKS : ProxyServer.Kind.HTTP,
        address.getHostString(),
        address.getPort(),
        Optional.empty(),
        "from Java's settings");
  }

  private static final class SocksLogin extends Authenticator {
    private final ProxyServer proxy;
    private final ProxyServer.Login login;

    SocksLogin(ProxyServer proxy, ProxyServer.Login login) {
      this.proxy = proxy;
      this.login = login;
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      boolean isOurProxy =
          "SOCKS5".equals(getRequestingProtocol())
              && getRequestingPort() == proxy.port()
              && proxy.host().equalsIgnoreCase(getRequestingHost());
      return isOurProxy
          ? new PasswordAuthentication(login.user(), login.password().toCharArray())
          : null;
    }
  }
}
