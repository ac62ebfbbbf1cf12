package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Compares {@code src/docs/commands.md} with the commands. To write the file: {@code mvn test
 * -Dtest=CommandsDocumentTest -Dcommands.write=true}.
 */
class CommandsDocumentTest {
  private static final Path DOCUMENT = Path.of("src/docs/commands.md");

  @Test
  void documentIsThatOfTheCommands() throws IOException {
    Application application =
        new Application(new CommandLineRunner(Path.of("/home/me")).environment());
    String generated = CommandsDocument.of(new Cli(application).commands(), application.streams());
    if (Boolean.getBoolean("commands.write")) {
      Files.writeString(DOCUMENT, generated);
    }
    assertThat(DOCUMENT).as("see the Javadoc of this test").content().isEqualTo(generated);
  }
}
