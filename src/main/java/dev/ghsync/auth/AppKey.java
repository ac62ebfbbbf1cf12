package dev.ghsync.auth;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private key of a GitHub App, which signs the requests for installation tokens. Its {@code
 * toString} reveals nothing.
 *
 * @see <a
 *     href="https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app">Authenticating
 *     with a GitHub App</a>
 */
public final class AppKey {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (?:RSA )?PRIVATE KEY-----");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /** The algorithm rsaEncryption of PKCS #8, in DER. */
  private static final byte[] RSA = Base64.getDecoder().decode("AgEAMA0GCSqGSIb3DQEBAQUA");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  /** GitHub accepts ten minutes from its time on, and no time in its future. */
  private static final Duration BEFORE = Duration.ofSeconds(60);

  private static final Duration AFTER = Duration.ofSeconds(500);

  private final String appId;
  private final OptionalLong installation;
  private final byte[] pkcs8;
  private final PrivateKey key;

  private AppKey(String appId, OptionalLong installation, byte[] pkcs8)
      throws GeneralSecurityException {
    this.appId = appId;
    this.installation = installation;
    this.pkcs8 = pkcs8.clone();
    this.key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  /**
   * Reads a key as GitHub hands it out, or in PKCS #8.
   *
   * @param appId the App's number or client id
   * @param installation empty: that of each repository is looked up
   * @return {@code no-pat} if the text is no such key; the message does not repeat it
   */
  public static Result<AppKey> of(String appId, OptionalLong installation, String pem) {
    Matcher found = PEM.matcher(pem);
    if (!ID.matcher(appId).matches() || !found.find()) {
      return Result.failed(
          FailureCode.NO_PAT,
          "the file is not the private key of an App; it begins with -----BEGIN RSA PRIVATE KEY-----");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(found.group(2));
      return Result.ok(new AppKey(appId, installation, found.group(1) == null ? der : pkcs8(der)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Result.failed(
          FailureCode.NO_PAT, "the file is not a usable RSA key; download it again from GitHub");
    }
  }

  /** Reads the text of {@link #text}. */
  static Result<AppKey> parse(String text) {
    String[] parts = text.split(" ", 3);
    try {
      long id = Long.parseLong(parts[1]);
      return Result.ok(
          new AppKey(
              parts[0],
              id == 0 ? OptionalLong.empty() : OptionalLong.of(id),
              Base64.getDecoder().decode(parts[2])));
    } catch (GeneralSecurityException | RuntimeException e) {
      return Result.failed(
          FailureCode.NO_PAT,
          "the App's key in the database is damaged; run ghsync auth login --app-id again");
    }
  }

  /** Returns the whole as text, to be encrypted. */
  String text() {
    return appId + " " + installation.orElse(0) + " " + Base64.getEncoder().encodeToString(pkcs8);
  }

  /** Wraps a key of PKCS #1, RFC 5958. */
  private static byte[] pkcs8(byte[] pkcs1) {
    byte[] octets = der(OCTETS, pkcs1);
    byte[] content = new byte[RSA.length + octets.length];
    System.arraycopy(RSA, 0, content, 0, RSA.length);
    System.arraycopy(octets, 0, content, RSA.length, octets.length);
    return der(SEQUENCE, content);
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82); // the length in two bytes
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  String appId() {
    return appId;
  }

  /** Returns the installation to use; empty if that of each repository is looked up. */
  OptionalLong installation() {
    return installation;
  }

  /**
   * Returns a signed request (JWT), which is valid for eight minutes.
   *
   * @param now by GitHub's clock
   */
  String sign(Instant now) {
    String claims =
        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
            .formatted(now.minus(BEFORE).getEpochSecond(), now.plus(AFTER).getEpochSecond(), appId);
    String head = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(head.getBytes(StandardCharsets.US_ASCII));
      return head + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs with RSA", e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "AppKey(" + appId + ")";
  }
}
