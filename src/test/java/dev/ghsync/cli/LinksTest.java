package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between the pages of the documentation. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  /** The page of releases on GitHub, seen from a file. */
  private static final Pattern RELEASES = Pattern.compile("(\\.\\./)+releases");

  static Stream<Page> pages() {
    return Stream.concat(
        Page.all().stream(),
        Stream.of(".github/CONTRIBUTING.md", ".github/SECURITY.md", "src/test/README.md")
            .map(path -> Page.of(Path.of(path))));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLinkLeadsToAFileAndAHeading(Page page) {
    List<String> links =
        LINK.matcher(page.withoutBlocks()).results().map(link -> link.group(1)).toList();

    assertThat(links)
        .filteredOn(link -> !link.startsWith("http") && !RELEASES.matcher(link).matches())
        .allSatisfy(link -> assertLeadsSomewhere(page, link));
  }

  private static void assertLeadsSomewhere(Page from, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? from.path() : from.path().resolveSibling(parts[0]);
    assertThat(Files.exists(target.normalize())).as(link).isTrue();
    if (parts.length == 2) {
      assertThat(Page.of(target.normalize()).anchors()).contains(parts[1]);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void headingsOfAPageDiffer(Page page) {
    assertThat(page.anchors()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("dev.ghsync.cli.Page#all")
  void everyPageIsNamedInTheReadme(Page page) {
    Page readme = Page.of(Path.of("README.md"));

    assertThat(page.path().equals(readme.path()) || readme.text().contains("(" + link(page) + ")"))
        .isTrue();
  }

  private static String link(Page page) {
    return page.path().toString().replace('\\', '/');
  }
}
