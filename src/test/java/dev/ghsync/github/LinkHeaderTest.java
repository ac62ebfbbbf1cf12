package dev.ghsync.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkHeaderTest {
  @Test
  void aRelationIsFoundWhateverItsPlaceAndParameters() {
    LinkHeader links =
        new LinkHeader(
            List.of(
                "<https://x/1?a=1,2>; title=\"a, <b>\"; rel=\"prev last\", <https://x/2>;rel=next",
                "<https://x/3>; REL=\"deprecation\"; type=\"text/html\""));

    assertThat(links.target("next")).contains("https://x/2");
    assertThat(links.target("prev")).contains("https://x/1?a=1,2");
    assertThat(links.target("last")).contains("https://x/1?a=1,2");
    assertThat(links.target("deprecation")).contains("https://x/3");
    assertThat(links.target("first")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "<https://x", "<https://x>", "rel=\"next\"", "<>;rel"})
  void aBrokenLinkHeaderHasNoRelations(String value) {
    assertThat(new LinkHeader(List.of(value)).target("next")).isEmpty();
  }
}
