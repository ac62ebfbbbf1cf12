package dev.ghsync.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class UnreachableTest {
  @Test
  void itTellsWhatToLookAt() {
    assertThat(Unreachable.why(new UnknownHostException("h: x"), "h"))
        .contains("h cannot be found: check the address and the network");
    assertThat(Unreachable.why(new ConnectException("refused"), "h"))
        .contains("h cannot be reached: check the address and the network");
    assertThat(Unreachable.why(new EOFException(), "h")).isEmpty();
  }

  @Test
  void tlsIsToldWithoutTheNamesOfClasses() {
    String ofTheJdk =
        "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException:"
            + " unable to find valid certification path to requested target";

    assertThat(Unreachable.why(new SSLHandshakeException(ofTheJdk), "api.github.com"))
        .contains(
            "no secure connection to api.github.com: PKIX path building failed:"
                + " unable to find valid certification path to requested target");
  }
}
