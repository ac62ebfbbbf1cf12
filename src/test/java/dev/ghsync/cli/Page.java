package dev.ghsync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation, in Markdown. */
record Page(Path path, String text) {
  private static final Pattern FENCED =
      Pattern.compile("^ *```(\\w*)\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** The README and the pages of {@code src/docs}. */
  static List<Page> all() {
    try (Stream<Path> pages = Files.list(Path.of("src/docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), pages.sorted()).map(Page::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page of(Path path) {
    try {
      return new Page(path, Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the page {@code src/docs/NAME.md}. */
  static Page named(String name) {
    return of(Path.of("src/docs", name + ".md"));
  }

  /** Returns the text of the blocks of code in a language. */
  List<String> blocks(String language) {
    return FENCED
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  String withoutBlocks() {
    return FENCED.matcher(text).replaceAll("");
  }

  /** Returns the first group of each match. */
  List<String> found(String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  /** Returns the anchors of the headings, as GitHub makes them. */
  List<String> anchors() {
    return Pattern.compile("(?m)^#+ (.+)$")
        .matcher(withoutBlocks())
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
        .toList();
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
