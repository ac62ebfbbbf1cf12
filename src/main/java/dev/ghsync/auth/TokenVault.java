package dev.ghsync.auth;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts tokens for the database, so that the database without the {@link KeyFile} reveals none.
 * The cipher is AES-256-GCM. An encrypted token is the number of the format (1), a random nonce of
 * 12 bytes, and the cipher text with its tag. The scope is authenticated too, so that an encrypted
 * token cannot be moved to another repository's row.
 */
public final class TokenVault {
  private static final byte FORMAT = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final KeyFile key;

  public TokenVault(KeyFile key) {
    this.key = key;
  }

  /**
   * Encrypts a token; creates the key where there is none.
   *
   * @return {@code storage} where the key can neither be read nor made
   */
  public Result<byte[]> seal(Token token, String scope) {
    return sealText(token.reveal(), scope);
  }

  /** Encrypts a text that is no token, see {@link #seal}. */
  Result<byte[]> sealText(String secret, String scope) {
    try {
      byte[] nonce = new byte[NONCE_BYTES];
      new SecureRandom().nextBytes(nonce);
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, key.readOrMake(), nonce, scope)
              .doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return Result.ok(
          ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
              .put(FORMAT)
              .put(nonce)
              .put(sealed)
              .array());
    } catch (IOException e) {
      return Result.failed(
          FailureCode.STORAGE,
          "the key file " + key.path() + " can neither be read nor made: " + IoErrors.of(e));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * Decrypts a token that {@link #seal} encrypted for the same scope.
   *
   * @return {@code no-pat} where the key is missing or another one, or the bytes were changed
   */
  public Result<Token> open(byte[] sealed, String scope) {
    return openText(sealed, scope).map(Token::new);
  }

  /** Decrypts a text that is no token, see {@link #open}. */
  Result<String> openText(byte[] sealed, String scope) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != FORMAT) {
      return unusable("has a format that this version does not know");
    }
    try {
      Optional<byte[]> found = key.read();
      if (found.isEmpty()) {
        return unusable("cannot be read without the key file " + key.path() + ", which is gone");
      }
      byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, found.get(), nonce, scope)
              .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
      return Result.ok(new String(text, StandardCharsets.UTF_8));
    } catch (AEADBadTagException e) {
      return unusable("was encrypted with another key than that in " + key.path());
    } catch (IOException e) {
      return unusable(
          "needs the key file " + key.path() + ", which is unusable: " + IoErrors.of(e));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private static Result<String> unusable(String why) {
    return Result.failed(
        FailureCode.NO_PAT, "the token in the database " + why + "; run ghsync auth login again");
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, String scope)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(("ghsync token\n" + scope).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
