package dev.ghsync.cli.option;

import dev.ghsync.auth.TokenText;
import dev.ghsync.cli.env.Environment;
import dev.ghsync.cli.env.UsageError;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.Token;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the token that the user gives to a command. No message has the token in it. */
public final class GivenToken {
  private static final String OWN_VARIABLE = "GHSYNC_TOKEN";

  /** Other programs use these for github.com, or for the server of the environment. */
  private static final List<String> SHARED_VARIABLES = List.of("GH_TOKEN", "GITHUB_TOKEN");

  private GivenToken() {}

  /**
   * Reads the first of the environment's variables that is set.
   *
   * @param shared whether the variables count that other programs use too
   * @throws UsageError where the value cannot be a token
   */
  static Optional<Token> fromEnvironment(Environment env, boolean shared) {
    Optional<Token> own = fromVariable(env, OWN_VARIABLE);
    if (own.isPresent() || !shared) {
      return own;
    }
    return SHARED_VARIABLES.stream().flatMap(name -> fromVariable(env, name).stream()).findFirst();
  }

  private static Optional<Token> fromVariable(Environment env, String name) {
    return env.variable(name).map(value -> of(value, "$" + name));
  }

  /**
   * Reads the first line of a file, or of standard input where it is {@code -}.
   *
   * @throws UsageError where it cannot be read, or is not a token
   */
  public static Token fromFile(Environment env, Path file) {
    boolean standardInput = file.toString().equals("-");
    String name = standardInput ? "standard input" : "the token file " + file;
    try (BufferedReader in =
        standardInput
            ? new BufferedReader(new InputStreamReader(env.in(), StandardCharsets.ISO_8859_1))
            : Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = in.readLine();
      return of(line == null ? "" : line, name);
    } catch (IOException e) {
      throw new UsageError(name + " cannot be read: " + IoErrors.of(e));
    }
  }

  /**
   * Makes a token of a text.
   *
   * @param source for messages
   * @throws UsageError where the text is not a token alone; the message does not repeat it
   */
  public static Token of(String text, String source) {
    String secret = text.strip();
    if (secret.isEmpty()) {
      throw new UsageError(source + " is empty; its first line must be the token");
    }
    TokenText.problem(secret)
        .ifPresent(
            problem -> {
              throw new UsageError("what is in " + source + " is not a token alone: it " + problem);
            });
    return new Token(secret, source);
  }
}
