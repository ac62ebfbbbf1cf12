package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.cli.option.Proxies;
import dev.ghsync.http.Network;
import dev.ghsync.http.ProxyServer;
import dev.ghsync.http.ProxyServer.Kind;
import dev.ghsync.http.ProxyServer.Login;
import dev.ghsync.http.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private final CommandLineRunner cli = new CommandLineRunner(Path.of("/home/me"));

  private Optional<ProxyServer> proxy(Map<String, String> variables, String target) {
    cli.variables.clear();
    cli.variables.putAll(variables);
    return new Proxies(cli.environment()).select(URI.create(target));
  }

  @AfterEach
  void useNoProxies() throws IOException {
    Network.use(new Network(Optional.empty(), Trust.of(Optional.empty(), Optional.empty())));
  }

  /** The proxy for an address, or {@code DIRECT}. */
  private String way(Map<String, String> variables, String target) {
    return proxy(variables, target).map(p -> p.host() + ":" + p.port()).orElse("DIRECT");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, http://proxy.corp:3128, https://api.github.com/, proxy.corp:3128",
    "https_proxy, proxy.corp:3128, https://api.github.com/, proxy.corp:3128",
    "ALL_PROXY, http://proxy.corp:3128/, https://github.com/, proxy.corp:3128",
    "HTTP_PROXY, http://proxy.corp:3128, https://api.github.com/, DIRECT",
    "HTTP_PROXY, http://proxy.corp:3128, http://ghe.corp/api/v3/, proxy.corp:3128",
    "http_proxy, http://proxy.corp:3128, http://ghe.corp/api/v3/, proxy.corp:3128",
    "ALL_PROXY, socks5://proxy.corp, https://github.com/, proxy.corp:1080",
    "HTTPS_PROXY, http://proxy.corp:3128, https://localhost:8443/, DIRECT",
    "ALL_PROXY, http://proxy.corp:3128, http://127.0.0.1:8080/, DIRECT",
    "ALL_PROXY, http://proxy.corp:3128, http://127.example.com/, proxy.corp:3128",
  })
  void theSchemeOfTheServersAddressNamesTheVariable(
      String name, String value, String target, String expected) {
    assertThat(way(Map.of(name, value), target)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy.corp, HTTP, proxy.corp, 1080",
    "https://proxy.corp, HTTPS, proxy.corp, 443",
    "HTTPS://proxy.corp:8443/, HTTPS, proxy.corp, 8443",
    "socks5h://proxy_1:9, SOCKS, proxy_1, 9",
    "http://[2001:db8::1]:3128, HTTP, 2001:db8::1, 3128",
  })
  void kindAndPortAreReadAsCurlReadsThem(String value, Kind kind, String host, int port) {
    assertThat(proxy(Map.of("ALL_PROXY", value), "https://github.com/"))
        .contains(new ProxyServer(kind, host, port, Optional.empty(), "$ALL_PROXY"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://jane:secret@p:1, jane, secret",
    "jane:p%40ss%3A%c3%bc@p:1, jane, p@ss:ü",
    "https://CORP%5Cjane:a:b@p, CORP\\jane, a:b",
    "socks5://jane@p, jane, ''",
    "http://jane:p@ss/w%rd@p:1, jane, p@ss/w%rd",
  })
  void theLoginIsDecoded(String value, String user, String password) {
    ProxyServer proxy = proxy(Map.of("ALL_PROXY", value), "https://github.com/").orElseThrow();

    assertThat(proxy.login()).contains(new Login(user, password));
    assertThat(proxy.host()).isEqualTo("p");
    assertThat(proxy.toString() + proxy.description() + proxy.loginRefused())
        .doesNotContain(password.isEmpty() ? "jane" : password);
  }

  @Test
  void lowerCaseComesFirstAndNothingIsNotAValue() {
    Map<String, String> both = Map.of("https_proxy", "lower:1", "HTTPS_PROXY", "upper:1");
    Map<String, String> empty =
        Map.of("https_proxy", "", "HTTPS_PROXY", "", "all_proxy", "all:1", "no_proxy", "");

    assertThat(way(both, "https://github.com/")).isEqualTo("lower:1");
    assertThat(way(empty, "https://github.com/")).isEqualTo("all:1");
  }

  @Test
  void theHeaderOfACgiRequestIsNoProxy() {
    Map<String, String> cgi = Map.of("HTTP_PROXY", "evil:1", "REQUEST_METHOD", "POST");

    assertThat(way(cgi, "http://ghe.corp/")).isEqualTo("DIRECT");
  }

  @ParameterizedTest
  @CsvSource({
    "'corp, .ghe.example', https://ghe.example/, DIRECT",
    "'corp .ghe.example', https://api.ghe.example/, DIRECT",
    "*.ghe.example, https://api.ghe.example/, DIRECT",
    "*, https://github.com/, DIRECT",
    "GitHub.com, https://api.github.com/, DIRECT",
    "github.com., https://api.github.com/, DIRECT",
    "hub.com, https://github.com/, proxy:1",
    "'', https://github.com/, proxy:1",
    "github.com:443, https://github.com/, DIRECT",
    "github.com:8443, https://github.com/, proxy:1",
    "ghe.corp:8443, https://ghe.corp:8443/, DIRECT",
    "10.1.2.3, https://10.1.2.3/, DIRECT",
    "10.1.2.3:8443, https://10.1.2.3:8443/, DIRECT",
    "10.0.0.0/8, https://10.1.2.3/, DIRECT",
    "10.0.0.0/8, https://11.1.2.3/, proxy:1",
    "192.168.128.0/17, https://192.168.127.1/, proxy:1",
    "10.0.0.0/33, https://10.1.2.3/, proxy:1",
    "10.0.0.0/x, https://10.1.2.3/, proxy:1",
    "0.0.0.0/0, https://10.1.2.3/, DIRECT",
    "10.0.0.0/8, https://10.example/, proxy:1",
    "3, https://10.1.2.3/, proxy:1",
    "2001:db8::1, 'https://[2001:db8:0::1]/', DIRECT",
    "[2001:db8::1], 'https://[2001:db8::1]:8443/', DIRECT",
    "[2001:db8::1]:8443, 'https://[2001:db8::1]:8443/', DIRECT",
    "2001:db8::/32, 'https://[2001:db8:5::1]/', DIRECT",
    "2001:db8::/32, 'https://[2001:db9::1]/', proxy:1",
  })
  void someHostsAreAskedDirectly(String noProxy, String target, String expected) {
    assertThat(way(Map.of("HTTPS_PROXY", "http://proxy:1", "NO_PROXY", noProxy), target))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://p:1", "http:///x", "a b", "http://me:pass-word@", "http://p:70000"})
  void aValueThatIsNoProxyIsNamedWithoutIt(String value) {
    cli.variables.put("HTTPS_PROXY", value);

    CommandLineRunner.Run run = cli.run("repo", "o/n", "--no-report");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("$HTTPS_PROXY is not the address of a proxy, such as http://HOST:PORT;")
        .doesNotContain(value);
  }

  @Test
  void aVariableThatIsNotNeededIsNotJudged() {
    cli.variables.put("HTTPS_PROXY", "nonsense://");
    cli.variables.put("GHSYNC_CA_FILE", "/no/such/file");
    String[] plain = {"repo", "o/n", "--no-report", "--api-url", "http://ghe.corp"};
    String[] exempt = {"repo", "o/n", "--no-report", "--api-url", "https://ghe.corp"};

    assertThat(cli.request(plain).apiUrl()).hasHost("ghe.corp");
    cli.variables.remove("GHSYNC_CA_FILE");
    cli.variables.put("NO_PROXY", "corp");
    assertThat(cli.request(exempt).apiUrl()).hasHost("ghe.corp");
  }

  @Test
  void theAddressOfGitIsJudgedWhereItIsNeeded() {
    cli.variables.put("HTTPS_PROXY", "nonsense://");
    String[] git = {
      "repo", "o/n", "--no-report", "--api-url", "http://h.corp", "--git-url", "https://g.corp/o/n"
    };
    String[] rest = {
      "repo", "o/n", "--no-report", "--api-url", "http://h.corp", "--objects", "rest"
    };

    assertThat(cli.run(git).err()).contains("$HTTPS_PROXY is not");
    assertThat(cli.request(rest).apiUrl()).hasHost("h.corp");
  }
}
