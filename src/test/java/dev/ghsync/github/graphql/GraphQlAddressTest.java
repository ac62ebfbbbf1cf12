package dev.ghsync.github.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class GraphQlAddressTest {
  @Test
  void anEnterpriseServerHasGraphQlBesideRest() {
    assertThat(GraphQl.address(URI.create("https://git.example.org/api/v3/")))
        .isEqualTo("https://git.example.org/api/graphql");
    assertThat(GraphQl.address(URI.create("https://api.github.com")))
        .isEqualTo("https://api.github.com/graphql");
  }
}
