package dev.ghsync.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** A self-signed certificate of a server for localhost and github.test. */
public final class TestTls {
  private static final char[] NO_PASSWORD = "".toCharArray();

  private TestTls() {}

  /** The certificate, in PEM. */
  public static Path certificate() {
    return resource("localhost.pem");
  }

  /** Returns the sockets of the server. */
  public static SSLSocketFactory server() {
    try {
      KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
      keys.load(null, null);
      byte[] key = Base64.getMimeDecoder().decode(text("localhost.key").replaceAll("-----.*", ""));
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate())));
      keys.setKeyEntry(
          "server",
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)),
          NO_PASSWORD,
          new Certificate[] {certificate});
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(String name) throws IOException {
    return Files.readString(resource(name));
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(TestTls.class.getResource("/net/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
