package dev.ghsync.cli.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private static final Map<String, String> OF_WINDOWS =
      Map.of("Path", "C:\\Windows", "Https_Proxy", "http://proxy:8080");

  @Test
  void windowsDoesNotDistinguishTheCaseOfNames() {
    assertThat(Environment.named(OF_WINDOWS, true))
        .extracting("PATH", "https_proxy")
        .containsExactly("C:\\Windows", "http://proxy:8080");
  }

  @Test
  void otherSystemsDo() {
    assertThat(Environment.named(OF_WINDOWS, false)).doesNotContainKey("PATH").containsKey("Path");
  }
}
