package dev.ghsync.github.webhook;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.Redaction;
import dev.ghsync.model.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature that GitHub sends with a webhook's payload, in {@code X-Hub-Signature-256}. Its
 * {@code toString} does not contain the secret.
 *
 * @see <a
 *     href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">Validating
 *     webhook deliveries</a>
 */
public final class PayloadSignature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "sha256=";
  private static final int BUFFER = 8192;

  private final String signature;
  private final byte[] secret;

  /**
   * Makes a signature that is not checked yet.
   *
   * @param signature as in the header: {@code sha256=} and 64 hex digits
   * @param secret of the webhook
   */
  public PayloadSignature(String signature, String secret) {
    this.signature = signature.strip().toLowerCase(Locale.ROOT);
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    Redaction.add(secret);
  }

  /**
   * Compares the signature with that of a file, in a time that does not depend on where they
   * differ.
   *
   * @return {@code FORBIDDEN} if they differ
   */
  public Result<Path> check(Path file) {
    try {
      String expected = PREFIX + HexFormat.of().formatHex(hash(file));
      boolean isEqual =
          MessageDigest.isEqual(
              expected.getBytes(StandardCharsets.US_ASCII),
              signature.getBytes(StandardCharsets.US_ASCII));
      return isEqual
          ? Result.ok(file)
          : Result.failed(
              FailureCode.FORBIDDEN,
              "the signature is not that of the event payload %s; nothing was synced. Give X-Hub-Signature-256, the body as it came, and the webhook's secret"
                  .formatted(file));
    } catch (IOException e) {
      return Result.failed(
          FailureCode.BAD_RESPONSE,
          "the event payload %s cannot be read: %s".formatted(file, IoErrors.of(e)));
    }
  }

  private byte[] hash(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        mac.update(buffer, 0, n);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
