package dev.ghsync.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ghsync.http.ProxyServer.Kind;
import dev.ghsync.http.ProxyServer.Login;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {
  private static final Login LOGIN = new Login("jane", "pass wörd:");
  private static final String BASIC = "Basic amFuZTpwYXNzIHfDtnJkOg==";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final URI PLAIN = URI.create("http://github.test");
  private static final URI SECURE = URI.create("https://github.test");

  @TempDir Path folder;
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Optional<ProxyServer> proxy(Kind kind, int port, Optional<Login> login) {
    return Optional.of(new ProxyServer(kind, "localhost", port, login, "$ALL_PROXY"));
  }

  private static Trust trusting(Path... files) {
    try {
      return files.length == 0
          ? new Trust(List.of(), Optional.empty(), List.of(), List.of())
          : Trust.of(Optional.of(files[0]), Optional.empty());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns status and body. */
  private static String get(URI server, Optional<ProxyServer> proxy, Trust trust)
      throws IOException {
    OkHttpClient client =
        new Network(Optional.of(any -> proxy), trust).client(server, TIMEOUT).build();
    try (Response response =
        client.newCall(new Request.Builder().url(server + "/x").build()).execute()) {
      return response.code() + " " + response.body().string();
    } finally {
      client.connectionPool().evictAll();
    }
  }

  private static String why(URI server, Optional<ProxyServer> proxy, Trust trust) {
    try {
      return "answered " + get(server, proxy, trust);
    } catch (IOException e) {
      return NetworkErrors.why(e, server.getHost(), proxy).orElseThrow().message();
    }
  }

  private MockResponse ok() {
    return new MockResponse.Builder().body("hello").build();
  }

  @Test
  void plainRequestSendsTheProxyLoginAtOnce() throws Exception {
    server.enqueue(ok());

    assertThat(get(PLAIN, proxy(Kind.HTTP, server.getPort(), Optional.of(LOGIN)), trusting()))
        .isEqualTo("200 hello");

    RecordedRequest request = server.takeRequest();
    assertThat(request.getRequestLine()).isEqualTo("GET http://github.test/x HTTP/1.1");
    assertThat(request.getHeaders().get("Proxy-Authorization")).isEqualTo(BASIC);
  }

  @Test
  void tunnelIsOpenedWithTheLoginAndTheServerDoesNotGetIt() throws Exception {
    server.useHttps(TestTls.server());
    server.enqueue(new MockResponse.Builder().inTunnel().build());
    server.enqueue(ok());

    assertThat(
            get(
                SECURE,
                proxy(Kind.HTTP, server.getPort(), Optional.of(LOGIN)),
                trusting(TestTls.certificate())))
        .isEqualTo("200 hello");

    RecordedRequest tunnel = server.takeRequest();
    assertThat(tunnel.getRequestLine()).isEqualTo("CONNECT github.test:443 HTTP/1.1");
    assertThat(tunnel.getHeaders().get("Proxy-Authorization")).isEqualTo(BASIC);
    assertThat(server.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
  }

  @Test
  void proxyWithTlsIsUsed() throws Exception {
    server.useHttps(TestTls.server());
    server.enqueue(ok());

    assertThat(
            get(
                PLAIN,
                proxy(Kind.HTTPS, server.getPort(), Optional.of(LOGIN)),
                trusting(TestTls.certificate())))
        .isEqualTo("200 hello");

    assertThat(server.takeRequest().getHeaders().get("Proxy-Authorization")).isEqualTo(BASIC);
  }

  @Test
  void proxyWithTlsMustBeTrusted() {
    server.useHttps(TestTls.server());

    assertThat(why(PLAIN, proxy(Kind.HTTPS, server.getPort(), Optional.empty()), trusting()))
        .startsWith(
            "no secure connection to the proxy localhost:%d ($ALL_PROXY): its certificate is not"
                .formatted(server.getPort()));
  }

  @Test
  void aSocksProxyGetsTheLoginAndTheNameThatItLooksUp() throws Exception {
    server.enqueue(ok());
    try (SocksServer socks = new SocksServer("jane:pass", server.getPort())) {
      assertThat(
              get(
                  PLAIN,
                  proxy(Kind.SOCKS, socks.port(), Optional.of(new Login("jane", "pass"))),
                  trusting()))
          .isEqualTo("200 hello");
      assertThat(socks.asked.take()).isEqualTo("github.test:80");
    }
  }

  @Test
  void socksProxyThatRefusesTheLoginIsNamed() throws Exception {
    try (SocksServer socks = new SocksServer("jane:pass", server.getPort())) {
      assertThat(
              why(
                  PLAIN,
                  proxy(Kind.SOCKS, socks.port(), Optional.of(new Login("jane", "wrong"))),
                  trusting()))
          .isEqualTo(
              "the proxy localhost:%d ($ALL_PROXY) does not accept the login in its address; correct it there"
                  .formatted(socks.port()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "407, wants a login; give it in the proxy's address",
    "403, opens no connection to github.test (status 403)",
    "502, opens no connection to github.test (status 502)",
  })
  void proxyThatOpensNoTunnelIsNamed(int status, String complaint) {
    server.enqueue(new MockResponse.Builder().code(status).build());

    assertThat(why(SECURE, proxy(Kind.HTTP, server.getPort(), Optional.empty()), trusting()))
        .startsWith("the proxy localhost:%d ($ALL_PROXY) ".formatted(server.getPort()))
        .contains(complaint);
  }

  @Test
  void proxyThatCannotBeFoundOrReachedIsNamed() {
    int port = server.getPort();
    server.close();
    for (Kind kind : Kind.values()) {
      assertThat(why(PLAIN, proxy(kind, port, Optional.of(LOGIN)), trusting()))
          .isEqualTo(
              "the proxy localhost:%d ($ALL_PROXY) cannot be reached: check the address and the network"
                  .formatted(port));
      Optional<ProxyServer> lost =
          Optional.of(new ProxyServer(kind, "no.invalid", 1, Optional.of(LOGIN), "$HTTPS_PROXY"));
      assertThat(why(SECURE, lost, trusting()))
          .isEqualTo(
              "the proxy no.invalid:1 ($HTTPS_PROXY) cannot be found: check the address and the network");
    }
  }

  @Test
  void anAuthorityOfAFileIsTrusted() throws Exception {
    server.useHttps(TestTls.server());
    server.enqueue(ok());
    Path withText =
        Files.writeString(
            folder.resolve("ca.pem"),
            "# our authority\r\n" + Files.readString(TestTls.certificate()).replace("\n", "\r\n"));

    assertThat(get(local(), Optional.empty(), trusting(withText))).isEqualTo("200 hello");
  }

  @Test
  void theStoreOfTheSystemAndTheNamedFileAreTrustedWhereJavasIsNotEnough() throws Exception {
    server.useHttps(TestTls.server());
    server.enqueue(ok());
    server.enqueue(ok());
    Optional<Path> certificate = Optional.of(TestTls.certificate());

    Trust named = new Trust(List.of(), certificate, List.of(), List.of());
    Trust system =
        new Trust(
            List.of(),
            Optional.empty(),
            List.of(folder.resolve("missing"), certificate.orElseThrow()),
            List.of());

    assertThat(get(local(), Optional.empty(), named)).isEqualTo("200 hello");
    assertThat(get(local(), Optional.empty(), system)).isEqualTo("200 hello");
  }

  /** Java has the certificates of Windows and of macOS in stores of its own kinds. */
  @Test
  void theStoresThatJavaHasOfTheSystemAreTrusted() throws Exception {
    server.useHttps(TestTls.server());
    server.enqueue(ok());
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("company", PemFile.read(TestTls.certificate()).get(0));
    Trust system =
        new Trust(
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(() -> KeyStore.getInstance("of another system"), () -> store));

    assertThat(get(local(), Optional.empty(), system)).isEqualTo("200 hello");
  }

  @Test
  void unknownAuthorityIsDescribedWithTheRemedy() {
    server.useHttps(TestTls.server());
    String start =
        "no secure connection to localhost: its certificate is not signed by an authority that is"
            + " known here";
    String remedy =
        "; name a file with the authority's certificate (PEM) by --ca-file, $GHSYNC_CA_FILE or"
            + " $SSL_CERT_FILE";
    Path gone = folder.resolve("gone.pem");

    assertThat(why(local(), Optional.empty(), trusting())).isEqualTo(start + remedy);
    assertThat(
            why(
                local(),
                Optional.empty(),
                new Trust(List.of(), Optional.of(gone), List.of(), List.of())))
        .isEqualTo(start + "; $SSL_CERT_FILE names " + gone + ": there is no such file" + remedy);
  }

  @Test
  void aFileWithoutACertificateIsRefused() throws Exception {
    Path file = folder.resolve("ca.pem");
    assertRefused(file, "there is no such file");
    assertRefused(folder, "it is a folder");
    Files.writeString(file, " \n");
    assertRefused(file, "the file is empty");
    Files.writeString(file, "ssh-ed25519 AAAA");
    assertRefused(file, "it has no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    Files.writeString(file, Files.readString(TestTls.certificate()).replaceFirst("\nMII", "\nMI"));
    assertRefused(file, "its certificate 1 is damaged");
  }

  private static void assertRefused(Path file, String complaint) {
    assertThatThrownBy(() -> Trust.of(Optional.of(file), Optional.empty()))
        .isInstanceOf(IOException.class)
        .hasMessage(complaint);
  }

  @Test
  void aNameThatWasNotFoundIsLookedUpAgain() {
    assertThat(Network.current()).isNotNull();

    assertThat(Security.getProperty("networkaddress.cache.negative.ttl")).isEqualTo("0");
  }

  private URI local() {
    return URI.create("https://localhost:" + server.getPort());
  }
}
