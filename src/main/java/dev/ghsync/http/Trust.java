package dev.ghsync.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts servers whose certificate is signed by an authority of Java's own store or of the file
 * that the user gave. Only if that is not enough are the file of {@code $SSL_CERT_FILE} and the
 * operating system's store read, since that takes a while.
 */
public final class Trust extends X509ExtendedTrustManager {
  private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

  /** The stores of the distributions of Linux, BSD and macOS. */
  private static final List<Path> SYSTEM_STORES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"),
          Path.of("/usr/local/share/certs/ca-root-nss.crt"));

  /** The names under which Java has the stores of Windows and of macOS; elsewhere it has none. */
  private static final List<OpenStore> JAVAS_SYSTEM_STORES =
      Stream.of("Windows-ROOT", "KeychainStore-ROOT", "KeychainStore").map(Trust::ofType).toList();

  /** Opens a store of certificates. */
  interface OpenStore {
    KeyStore open() throws GeneralSecurityException, IOException;
  }

  private final List<Certificate> given;
  private final Optional<Path> named;
  private final List<Path> systemStores;
  private final List<OpenStore> otherStores;
  private @Nullable X509ExtendedTrustManager first;
  private @Nullable X509ExtendedTrustManager second;
  private @Nullable SSLSocketFactory sockets;

  /** The error in {@code $SSL_CERT_FILE}, if it was read and has one. */
  private String namedFileError = "";

  Trust(
      List<Certificate> given,
      Optional<Path> named,
      List<Path> systemStores,
      List<OpenStore> otherStores) {
    this.given = given;
    this.named = named;
    this.systemStores = systemStores;
    this.otherStores = otherStores;
  }

  /** A certificate of an unknown authority; the message adds an error in {@code $SSL_CERT_FILE}. */
  static final class UnknownAuthority extends CertificateException {
    private static final long serialVersionUID = 1;

    UnknownAuthority(String namedFileError, Throwable cause) {
      super(namedFileError, cause);
    }
  }

  static Trust ofJava() {
    return new Trust(List.of(), Optional.empty(), SYSTEM_STORES, JAVAS_SYSTEM_STORES);
  }

  /**
   * Returns the trust that the user configured.
   *
   * @param file certificates in PEM
   * @param named the file of {@code $SSL_CERT_FILE}, which is read only if it is needed
   * @throws IOException whose message says what is wrong with {@code file}
   */
  public static Trust of(Optional<Path> file, Optional<Path> named) throws IOException {
    List<Certificate> given = file.isPresent() ? PemFile.read(file.get()) : List.of();
    return new Trust(given, named, SYSTEM_STORES, JAVAS_SYSTEM_STORES);
  }

  synchronized SSLSocketFactory sockets() {
    if (sockets == null) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {this}, null);
        sockets = context.getSocketFactory();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Java has no TLS", e);
      }
    }
    return sockets;
  }

  /** A check of a chain of certificates by one of the trust managers. */
  private interface Check {
    void by(X509ExtendedTrustManager manager) throws CertificateException;
  }

  private void check(Check check) throws CertificateException {
    try {
      check.by(first());
    } catch (CertificateException | RuntimeException e) {
      if (!hasUnknownAuthority(e)) {
        throw e;
      }
      checkAgain(check);
    }
  }

  private void checkAgain(Check check) throws CertificateException {
    try {
      check.by(second());
    } catch (CertificateException | RuntimeException e) {
      if (!hasUnknownAuthority(e)) {
        throw e;
      }
      throw new UnknownAuthority(namedFileError, e);
    }
  }

  /** Java throws an unchecked exception where its own store is empty. */
  private static boolean hasUnknownAuthority(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException
          || (cause instanceof CertPathValidatorException invalid
              && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR)) {
        return true;
      }
    }
    return e instanceof RuntimeException;
  }

  private synchronized X509ExtendedTrustManager first() {
    if (first == null) {
      X509ExtendedTrustManager java = manager(null);
      first = given.isEmpty() ? java : manager(storeOf(java, given));
    }
    return first;
  }

  private synchronized X509ExtendedTrustManager second() {
    if (second == null) {
      List<Certificate> more = new ArrayList<>();
      named.ifPresent(file -> namedFileError = addAll(file, more));
      systemStores.stream().filter(Files::isReadable).findFirst().ifPresent(s -> addAll(s, more));
      otherStores.forEach(store -> addAllOf(store, more));
      second = more.isEmpty() ? first() : manager(storeOf(first(), more));
    }
    return second;
  }

  private static String addAll(Path file, List<Certificate> to) {
    try {
      to.addAll(PemFile.read(file));
      return "";
    } catch (IOException e) {
      return "; $SSL_CERT_FILE names %s: %s".formatted(file, e.getMessage());
    }
  }

  private static OpenStore ofType(String type) {
    return () -> {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      return store;
    };
  }

  private static void addAllOf(OpenStore opener, List<Certificate> to) {
    try {
      KeyStore store = opener.open();
      for (String name : Collections.list(store.aliases())) {
        if (store.isCertificateEntry(name)) {
          to.add(store.getCertificate(name));
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      LOG.debug("this system has no such store", e);
    }
  }

  private static KeyStore storeOf(X509ExtendedTrustManager base, List<Certificate> more) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : base.getAcceptedIssuers()) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      for (Certificate certificate : more) {
        store.setCertificateEntry("authority-" + number++, certificate);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("Java cannot keep certificates", e);
    }
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager ours) {
          return ours;
        }
      }
      throw new IllegalStateException("Java has no trust manager for certificates");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java's certificates cannot be read", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(manager -> manager.checkServerTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(manager -> manager.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(manager -> manager.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    first().checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    first().checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    first().checkClientTrusted(chain, type, engine);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return first().getAcceptedIssuers();
  }
}
