package dev.ghsync.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ghsync.cli.CommandLineRunner;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ConvertersTest {
  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "15m, PT15M",
    "24h, PT24H",
    "30d, PT720H",
    "PT1H30M, PT1H30M",
    "P1D, PT24H",
    "0s, PT0S"
  })
  void durationsAreShortOrIso(String text, Duration duration) {
    assertThat(Converters.duration(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-5s", "5 s", "PT-5S", "1w", "99999999999999d"})
  void otherDurationsAreRefused(String text) {
    assertThatThrownBy(() -> Converters.duration(text)).isInstanceOf(TypeConversionException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "100, 100",
    "512K, 524288",
    "512k, 524288",
    "10M, 10485760",
    "10MB, 10485760",
    "10MiB, 10485760",
    "1.5G, 1610612736",
    "2T, 2199023255552"
  })
  void sizesAreBinary(String text, long bytes) {
    assertThat(Converters.size(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "M", "1X", "999999999999999T"})
  void otherSizesAreRefused(String text) {
    assertThatThrownBy(() -> Converters.size(text)).isInstanceOf(TypeConversionException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "30d, 2025-12-06T12:00:00Z",
    "2025-01-31, 2025-01-31T00:00:00Z",
    "2025-01-31T08:00:00Z, 2025-01-31T08:00:00Z"
  })
  void aDepthIsAnAgeOrADate(String text, Instant since) {
    assertThat(Converters.depth(text).from(CommandLineRunner.NOON)).contains(since);
  }

  @Test
  void allHasNoDepth() {
    assertThat(Converters.depth("all").from(CommandLineRunner.NOON)).isEmpty();
  }

  @Test
  void neverIsNoReconcile() {
    assertThat(Converters.reconcile("never").olderThan()).isEmpty();
    assertThat(Converters.reconcile("now").olderThan()).contains(Duration.ZERO);
    assertThat(Converters.reconcile("7d").olderThan()).contains(Duration.ofDays(7));
  }
}
