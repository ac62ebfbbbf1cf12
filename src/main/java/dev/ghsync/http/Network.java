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
 * The way from this process to its servers. There is one, which is set before the first connection
 * is opened, as {@link ProxySelector} and {@link Authenticator} have one.
 */
public final class Network {
  private static final String LOGIN = "Proxy-Authorization";

  private static volatile Network current = new Network(Optional.empty(), Trust.ofJava());

  static {
    // Java remembers for ten seconds that a name was not found, so that no retry would succeed.
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  private final Optional<Function<URI, Optional<ProxyServer>>> proxies;
  private final Trust trust;

  /**
   * A way.
   *
   * @param proxies the proxy for an address; empty: those of Java's own settings
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

  /** The proxy for an address; empty where it is asked directly. */
  public Optional<ProxyServer> proxyFor(URI server) {
    return proxies.isPresent() ? proxies.get().apply(server) : ofJava(server);
  }

  /**
   * A client for one server: no redirects, and by the server's scheme all requests are encrypted,
   * or none is.
   */
  public OkHttpClient.Builder client(URI server, Duration timeout) {
    // What TLS needs takes a while to make ready.
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
    proxy.ifPresent(way -> through(way, client));
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
      Authenticator.setDefault(new SocksLogin(proxy, login)); // Java's sockets ask nothing else
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

  /** Without TLS each request goes to the proxy itself, and not through a tunnel. */
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
        "of Java's settings");
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
      boolean asked =
          "SOCKS5".equals(getRequestingProtocol())
              && getRequestingPort() == proxy.port()
              && proxy.host().equalsIgnoreCase(getRequestingHost());
      return asked
          ? new PasswordAuthentication(login.user(), login.password().toCharArray())
          : null;
    }
  }
}
