package dev.ghsync.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepoAddressTest {
  @Test
  void aNameAloneTellsNoServer() {
    assertThat(RepoAddress.parse("octo/tiny"))
        .contains(new RepoAddress(java.util.Optional.empty(), new RepoName("octo", "tiny")));
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/octo/tiny, https://api.github.com",
    "http://github.com/octo/tiny, https://api.github.com",
    "https://www.GitHub.com/octo/tiny.git/, https://api.github.com",
    "https://github.com/octo/tiny/issues/7?q=x#y, https://api.github.com",
    "https://api.github.com/repos/octo/tiny, https://api.github.com",
    "git@github.com:octo/tiny.git, https://api.github.com",
    "ssh://git@github.com/octo/tiny.git, https://api.github.com",
    "ssh://git@ssh.github.com:443/octo/tiny.git, https://api.github.com",
    "git://github.com/octo/tiny.git, https://api.github.com",
    "github.com/octo/tiny, https://api.github.com",
    "https://acme.ghe.com/octo/tiny, https://api.acme.ghe.com",
    "https://api.acme.ghe.com/repos/octo/tiny, https://api.acme.ghe.com",
    "git@acme.ghe.com:octo/tiny.git, https://api.acme.ghe.com",
    "https://git.example.com/octo/tiny, https://git.example.com/api/v3",
    "https://git.example.com/api/v3/repos/octo/tiny, https://git.example.com/api/v3",
    "http://git.example.com:8080/octo/tiny, http://git.example.com:8080/api/v3",
    "ssh://git@git.example.com:2222/octo/tiny.git, https://git.example.com/api/v3",
    "git.example.com/octo/tiny, https://git.example.com/api/v3"
  })
  void anAddressTellsItsServer(String text, URI api) {
    RepoAddress address = RepoAddress.parse(text).orElseThrow();
    assertThat(address.apiUrl()).contains(api);
    assertThat(address.name()).hasToString("octo/tiny");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "octo",
        "github.com/octo",
        "https://github.com/octo",
        "octo/tiny/issues",
        "https://gist.github.com/octo/abc",
        "https://raw.githubusercontent.com/octo/tiny/main/x",
        "https://secret@github.com/octo/tiny",
        "ftp://github.com/octo/tiny",
        "file:///octo/tiny"
      })
  void whatIsAmbiguousIsRefused(String text) {
    assertThat(RepoAddress.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, github.com, https://github.com/octo/tiny.git",
    "https://API.GitHub.com:443, github.com, https://github.com:443/octo/tiny.git",
    "https://api.acme.ghe.com, acme.ghe.com, https://acme.ghe.com/octo/tiny.git",
    "https://ghe.example/api/v3, ghe.example, https://ghe.example/octo/tiny.git",
    "https://ghe.example:8443/api/v3, ghe.example:8443, https://ghe.example:8443/octo/tiny.git",
    "http://127.0.0.1:8080, 127.0.0.1:8080, http://127.0.0.1:8080/octo/tiny.git"
  })
  void anApiIsOfAHostWithItsGit(URI api, String host, URI git) {
    assertThat(Host.ofApi(api)).hasToString(host);
    assertThat(Host.gitUrl(api, new RepoName("octo", "tiny"))).isEqualTo(git);
  }
}
