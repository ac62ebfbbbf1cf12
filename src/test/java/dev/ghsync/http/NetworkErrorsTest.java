package dev.ghsync.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;

class NetworkErrorsTest {
  private static Optional<String> why(IOException e) {
    return NetworkErrors.why(e, "h", Optional.empty()).map(NetworkErrors.Reason::message);
  }

  private static Optional<String> tls(Throwable cause) {
    SSLHandshakeException e = new SSLHandshakeException("PKIX: " + cause);
    e.initCause(cause);
    return why(e);
  }

  @Test
  void messageSaysWhatToCheck() {
    assertThat(why(new UnknownHostException("h: x")))
        .contains("h cannot be found: check the address and the network");
    assertThat(why(new ConnectException("refused")))
        .contains("h cannot be reached: check the address and the network");
    assertThat(why(new NoRouteToHostException("No route to host")))
        .contains("h cannot be reached: check the address and the network");
    assertThat(why(new EOFException())).isEmpty();
  }

  @Test
  void tlsErrorIsDescribedWithoutClassNames() {
    assertThat(why(new SSLHandshakeException("a.b.SomeException: no cipher in common")))
        .contains("no secure connection to h: no cipher in common");
  }

  @Test
  void invalidCertificateIsDescribed() {
    assertThat(tls(new CertificateExpiredException()))
        .contains(
            "no secure connection to h: its certificate has expired; check also this machine's"
                + " clock");
    assertThat(tls(new CertificateNotYetValidException()))
        .contains(
            "no secure connection to h: its certificate is not valid yet; check this machine's"
                + " clock");
    assertThat(why(new SSLPeerUnverifiedException("Hostname h not verified:\n  certificate: c")))
        .contains("no secure connection to h: its certificate is for another name");
  }

  @Test
  void connectionLostDuringTheHandshakeIsNoTlsError() {
    assertThat(why(new SSLException("Connection reset", new java.net.SocketException("reset"))))
        .isEmpty();
    assertThat(tls(new EOFException())).isEmpty();
  }
}
