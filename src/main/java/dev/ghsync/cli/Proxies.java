package dev.ghsync.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxy that the environment names, as curl and git read it: {@code HTTPS_PROXY} and {@code
 * HTTP_PROXY} by the scheme of what is asked, {@code ALL_PROXY} for both, {@code NO_PROXY} for the
 * hosts that are asked directly; each may be in lower case. This machine is never asked through
 * one.
 */
final class Proxies extends ProxySelector {
  private static final List<Proxy> NONE = List.of(Proxy.NO_PROXY);
  private static final Map<String, Integer> PORTS =
      Map.of("http", 80, "socks5", 1080, "socks5h", 1080);

  private final Optional<URI> https;
  private final Optional<URI> http;
  private final List<String> direct;

  /**
   * Reads the variables.
   *
   * @throws UsageError where one is not the address of a proxy
   */
  Proxies(Environment env) {
    https = proxy(env, "HTTPS_PROXY").or(() -> proxy(env, "ALL_PROXY"));
    http = proxy(env, "HTTP_PROXY").or(() -> proxy(env, "ALL_PROXY"));
    direct =
        Arrays.stream(variable(env, "NO_PROXY").orElse("").toLowerCase(Locale.ROOT).split(","))
            .map(host -> host.strip().replaceFirst("^\\*?\\.", ""))
            .filter(host -> !host.isEmpty())
            .toList();
  }

  /** From now on this process asks through them; where there is none Java's own settings stay. */
  static void use(Environment env) {
    Proxies proxies = new Proxies(env);
    if (proxies.https.isPresent() || proxies.http.isPresent()) {
      ProxySelector.setDefault(proxies);
    }
  }

  private static Optional<URI> proxy(Environment env, String name) {
    return variable(env, name).map(value -> address(name, value));
  }

  private static Optional<String> variable(Environment env, String name) {
    return env.variable(name.toLowerCase(Locale.ROOT)).or(() -> env.variable(name));
  }

  /** What is wrong is said without the value: it may hold a password. */
  private static URI address(String name, String value) {
    try {
      URI address = URI.create(value.contains("://") ? value : "http://" + value);
      if (PORTS.containsKey(String.valueOf(address.getScheme()))
          && address.getHost() != null
          && address.getRawUserInfo() == null) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new UsageError(
        "$" + name + " is not http://HOST:PORT or socks5://HOST:PORT; a login is not supported");
  }

  @Override
  public List<Proxy> select(URI target) {
    String host = target.getHost().toLowerCase(Locale.ROOT);
    Optional<URI> proxy = "https".equals(target.getScheme()) ? https : http;
    if (proxy.isEmpty() || SharedCommand.isThisMachine(host) || isDirect(host)) {
      return NONE;
    }
    return List.of(proxy(proxy.get()));
  }

  private static Proxy proxy(URI address) {
    String scheme = address.getScheme();
    int port = address.getPort() < 0 ? PORTS.getOrDefault(scheme, 80) : address.getPort();
    return new Proxy(
        scheme.equals("http") ? Proxy.Type.HTTP : Proxy.Type.SOCKS,
        InetSocketAddress.createUnresolved(address.getHost(), port));
  }

  private boolean isDirect(String host) {
    return direct.stream()
        .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
  }

  @Override
  public void connectFailed(URI target, SocketAddress proxy, IOException e) {
    // There is no second one to try.
  }
}
