package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private final CommandLineRunner cli = new CommandLineRunner(Path.of("/home/me"));

  /** The proxy for an address, or {@code DIRECT}. */
  private String way(Map<String, String> variables, String target) {
    cli.variables.clear();
    cli.variables.putAll(variables);
    Proxy proxy = new Proxies(cli.environment()).select(URI.create(target)).get(0);
    return proxy.equals(Proxy.NO_PROXY) ? "DIRECT" : String.valueOf(proxy.address());
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, http://proxy.corp:3128, https://api.github.com/, proxy.corp",
    "https_proxy, proxy.corp:3128, https://api.github.com/, proxy.corp",
    "ALL_PROXY, http://proxy.corp:3128/, https://github.com/, proxy.corp",
    "HTTP_PROXY, http://proxy.corp:3128, https://api.github.com/, DIRECT",
    "HTTP_PROXY, http://proxy.corp:3128, http://ghe.corp/api/v3/, proxy.corp",
    "ALL_PROXY, socks5://proxy.corp, https://github.com/, proxy.corp",
    "HTTPS_PROXY, http://proxy.corp:3128, https://localhost:8443/, DIRECT",
    "ALL_PROXY, http://proxy.corp:3128, http://127.0.0.1:8080/, DIRECT",
  })
  void theSchemeOfWhatIsAskedNamesTheVariable(
      String name, String value, String target, String expected) {
    assertThat(way(Map.of(name, value), target)).startsWith(expected);
  }

  @Test
  void withoutAPortItIsTheSchemes() {
    assertThat(way(Map.of("HTTPS_PROXY", "http://proxy.corp"), "https://github.com/"))
        .endsWith(":80");
  }

  @ParameterizedTest
  @CsvSource({
    "'corp, .ghe.example', https://ghe.example/, DIRECT",
    "'corp, .ghe.example', https://api.ghe.example/, DIRECT",
    "*.ghe.example, https://api.ghe.example/, DIRECT",
    "*, https://github.com/, DIRECT",
    "GitHub.com, https://api.github.com/, DIRECT",
    "hub.com, https://github.com/, proxy",
    "'', https://github.com/, proxy",
  })
  void someHostsAreAskedDirectly(String noProxy, String target, String expected) {
    assertThat(way(Map.of("HTTPS_PROXY", "http://proxy:1", "NO_PROXY", noProxy), target))
        .startsWith(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://p:1", "http://me:pass-word@p:1", "http:///x", "a b"})
  void whatIsNoKnownProxyIsNamedWithoutItsValue(String value) {
    cli.variables.put("GHSYNC_TOKEN", "t");
    cli.variables.put("HTTPS_PROXY", value);

    CommandLineRunner.Run run = cli.run("repo", "o/n", "--no-report");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("$HTTPS_PROXY is not http://HOST:PORT or").doesNotContain(value);
    assertThat(cli.services.syncs).isEmpty();
  }
}
