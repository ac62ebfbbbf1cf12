package dev.ghsync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
  @Test
  void timesOfAllYearsAreReadAsJavaReadsThem() {
    Random random = new Random(7);
    long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    for (int i = 0; i < 20_000; i++) {
      String text = Instant.ofEpochSecond(random.nextLong(first, last)).toString();
      assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-02-29T23:59:59Z",
        "2016-12-31T23:59:60Z",
        "2026-01-05T24:00:00Z",
        "2026-01-05T12:00:00.125Z",
        "2026-01-05T12:00:00+02:00",
        "+12026-01-05T12:00:00Z"
      })
  void unusualFormsAreReadAsJavaReadsThem(String text) {
    assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-01-05",
        "2023-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-05T25:00:00Z",
        "2026-01-05T12:60:00Z",
        "2026-01-05 12:00:00Z",
        "2026-01-0\u0665T12:00:00Z"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
