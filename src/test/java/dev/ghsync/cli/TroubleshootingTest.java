package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page {@code troubleshooting.md} has the failures and the messages of the program. */
class TroubleshootingTest {
  private static final Pattern CONSTANT = Pattern.compile("String ([A-Z_]+) =\\s*(\"[^\"\n]*\");");

  private final Page page = Page.named("troubleshooting");

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void everyFailureHasASectionWithItsExitCode(FailureCode code) {
    assertThat(page.text())
        .contains("\n### `%s` (exit %d".formatted(code.text(), ExitCode.of(code).number()));
  }

  @Test
  void messagesAreThoseOfTheProgram() throws IOException {
    String texts = texts();
    List<String> parts =
        page.found("^\\| `([^\n`]+)` \\|").stream()
            .flatMap(message -> Stream.of(message.split("…")))
            .filter(part -> part.strip().length() > 1)
            .toList();

    assertThat(parts)
        .hasSizeGreaterThan(60)
        .filteredOn(part -> !part.equals("blobs.content"))
        .filteredOn(part -> !texts.contains(part))
        .isEmpty();
  }

  /** The sources of the program, with the parts of each text joined. */
  private static String texts() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> sources = Files.walk(Path.of("src/main"))) {
      for (Path source :
          sources.filter(path -> path.toString().matches(".*\\.(java|sh)")).toList()) {
        all.append(joined(Files.readString(source)));
      }
    }
    return all.toString();
  }

  /** Replaces constants by their texts, and joins the parts of each text. */
  private static String joined(String source) {
    String text = source;
    for (MatchResult constant : CONSTANT.matcher(source).results().toList()) {
      String use = "\\+\\s*" + constant.group(1) + "\\b";
      text = text.replaceAll(use, Matcher.quoteReplacement("+ " + constant.group(2)));
    }
    return text.replaceAll("\"\\s*\\+\\s*\"", "");
  }
}
