package dev.ghsync.cli.option;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the secret of a webhook. No message has the secret in it. */
public final class SecretFile {
  private SecretFile() {}

  /**
   * Reads the first line of a file.
   *
   * @throws UsageError where it cannot be read or is empty
   */
  public static String read(Path file) {
    try {
      String secret =
          Files.readString(file, StandardCharsets.UTF_8).lines().findFirst().orElse("").strip();
      if (secret.isEmpty()) {
        throw new UsageError("the secret file " + file + " is empty");
      }
      Redaction.add(secret);
      return secret;
    } catch (IOException e) {
      throw new UsageError("the secret file " + file + " cannot be read: " + IoErrors.of(e));
    }
  }
}
