package dev.ghsync.cli.option;

import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.http.ProxyServer;
import dev.ghsync.http.ProxyServer.Kind;
import dev.ghsync.http.ProxyServer.Login;
import dev.ghsync.model.Transport;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies that the environment names, as curl and git read them: {@code HTTPS_PROXY} and {@code
 * HTTP_PROXY} by the scheme of the server's address, {@code ALL_PROXY} for both, {@code NO_PROXY}
 * for servers without a proxy. The lower-case name of a variable takes precedence. Loopback
 * addresses are never reached through a proxy.
 *
 * @see <a href="https://curl.se/libcurl/c/CURLOPT_PROXY.html">CURLOPT_PROXY</a>
 */
public final class Proxies {
  private static final Map<String, Kind> KINDS =
      Map.of("http", Kind.HTTP, "https", Kind.HTTPS, "socks5", Kind.SOCKS, "socks5h", Kind.SOCKS);

  private static final int PORT = 1080;
  private static final int HTTPS_PORT = 443;
  private static final int LAST_PORT = 65_535;

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:([^\\s]*)@)?"
              + "(?:\\[([0-9A-Fa-f:.]+)]|([^\\s/?#:@\\[\\]]+))(?::(\\d{1,5}))?(?:[/?#][^\\s@]*)?");

  private final Environment env;
  private final NoProxy direct;

  public Proxies(Environment env) {
    this.env = env;
    this.direct = new NoProxy(variable("NO_PROXY").map(this::value).orElse(""));
  }

  /** Returns whether the environment names any; otherwise Java's own settings apply. */
  public boolean any() {
    return Stream.of("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        .anyMatch(name -> variable(name).isPresent());
  }

  /**
   * Selects the proxy for a server. Only the variable that applies to it is checked.
   *
   * @throws UsageError where that is not the address of a proxy
   */
  public Optional<ProxyServer> select(URI server) {
    String host = server.getHost();
    boolean https = "https".equals(server.getScheme());
    int port = server.getPort() >= 0 ? server.getPort() : https ? 443 : 80;
    if (Transport.isThisMachine(host) || direct.matches(host, port)) {
      return Optional.empty();
    }
    return variable(https ? "HTTPS_PROXY" : "HTTP_PROXY")
        .or(() -> variable("ALL_PROXY"))
        .map(name -> parse(name, value(name).strip()));
  }

  /**
   * Returns the variable's name as it is set. In a CGI program {@code HTTP_PROXY} holds a header of
   * the request, which must not select its proxy: <a href="https://httpoxy.org">httpoxy</a>.
   */
  private Optional<String> variable(String name) {
    boolean ofRequest = name.equals("HTTP_PROXY") && env.variable("REQUEST_METHOD").isPresent();
    return Optional.of(name.toLowerCase(Locale.ROOT))
        .filter(lower -> env.variable(lower).isPresent())
        .or(() -> Optional.of(name).filter(n -> !ofRequest && env.variable(n).isPresent()));
  }

  private String value(String name) {
    return env.variable(name).orElse("");
  }

  /** Parses an address; an error does not repeat it, since it may hold a password. */
  private static ProxyServer parse(String name, String value) {
    Matcher m = ADDRESS.matcher(value);
    if (m.matches()) {
      Kind kind = KINDS.get(m.group(1) == null ? "http" : m.group(1).toLowerCase(Locale.ROOT));
      int port =
          m.group(5) != null
              ? Integer.parseInt(m.group(5))
              : kind == Kind.HTTPS ? HTTPS_PORT : PORT;
      if (kind != null && port > 0 && port <= LAST_PORT) {
        String host = m.group(3) == null ? m.group(4) : m.group(3);
        return new ProxyServer(
            kind, host, port, Optional.ofNullable(m.group(2)).map(Proxies::login), "$" + name);
      }
    }
    throw new UsageError(
        "$%s is not the address of a proxy, such as http://HOST:PORT; https:// and socks5:// also work, and USER:PASSWORD@ before the host"
            .formatted(name));
  }

  private static Login login(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Login(decoded(text), "")
        : new Login(decoded(text.substring(0, colon)), decoded(text.substring(colon + 1)));
  }

  /** Decodes {@code %XX}; other text stays as it is. */
  private static String decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.substring(i).matches("(?s)%[0-9A-Fa-f]{2}.*")) {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        int end = text.offsetByCodePoints(i, 1);
        bytes.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end - 1;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
