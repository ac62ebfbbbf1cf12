package dev.ghsync.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates in PEM (RFC 7468); other text around them is ignored. */
final class PemFile {
  private static final Pattern CERTIFICATE =
      Pattern.compile(
          "-----BEGIN (?:X509 )?CERTIFICATE-----([^-]*)-----END (?:X509 )?CERTIFICATE-----");

  private PemFile() {}

  /**
   * Returns the certificates of a file.
   *
   * @throws IOException whose message says what is wrong with the file: it cannot be read, has no
   *     certificate, or one that is damaged
   */
  static List<Certificate> read(Path file) throws IOException {
    String text = text(file);
    if (text.isBlank()) {
      throw new IOException("the file is empty");
    }
    List<Certificate> found = new ArrayList<>();
    Matcher each = CERTIFICATE.matcher(text);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      while (each.find()) {
        byte[] bytes = Base64.getMimeDecoder().decode(each.group(1));
        found.add(factory.generateCertificate(new ByteArrayInputStream(bytes)));
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IOException("its certificate %d is damaged".formatted(found.size() + 1), e);
    }
    if (found.isEmpty()) {
      throw new IOException("it has no certificate in PEM (-----BEGIN CERTIFICATE-----)");
    }
    return found;
  }

  private static String text(Path file) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new IOException("it is a folder");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("permission denied", e);
    }
  }
}
