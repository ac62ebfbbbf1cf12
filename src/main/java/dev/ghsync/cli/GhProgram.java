package dev.ghsync.cli;

import dev.ghsync.auth.TokenText;
import dev.ghsync.cli.env.Environment;
import dev.ghsync.model.Host;
import dev.ghsync.model.Token;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token of the program gh, where it is installed and logged in to a host. */
record GhProgram(Environment env) {
  private static final Logger LOG = LoggerFactory.getLogger(GhProgram.class);
  private static final long MOST_SECONDS = 10;
  private static final int MOST_BYTES = 4096;

  /** Finds the token for a host; empty where gh has none. */
  Optional<Token> find(Host host) {
    return program().flatMap(gh -> ask(gh, host));
  }

  private Optional<Path> program() {
    return env.variable("PATH").stream()
        .flatMap(path -> Stream.of(path.split(File.pathSeparator, -1)))
        .filter(folder -> !folder.isBlank())
        .flatMap(GhProgram::programs)
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** Returns the names of the program in a folder. On Windows, the folder may be in quotes. */
  private static Stream<Path> programs(String folder) {
    String plain = folder.replace("\"", "");
    try {
      return Stream.of(Path.of(plain, "gh.exe"), Path.of(plain, "gh"));
    } catch (InvalidPathException notAFolder) {
      return Stream.empty();
    }
  }

  private Optional<Token> ask(Path gh, Host host) {
    ProcessBuilder builder =
        new ProcessBuilder(gh.toString(), "auth", "token", "--hostname", host.name())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String answer =
          new String(process.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
              .strip();
      boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0 && isToken(answer)
          ? Optional.of(new Token(answer, "gh auth token"))
          : Optional.empty();
    } catch (IOException e) {
      LOG.debug("gh cannot be run", e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static boolean isToken(String answer) {
    return !answer.isEmpty() && TokenText.problem(answer).isEmpty();
  }
}
