package dev.ghsync.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "18234, 18 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "17000000, 17 MB",
    "5000000000, 5.0 GB"
  })
  void sizesHaveTwoDigitsOrThree(long bytes, String words) {
    assertThat(Formats.bytes(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "1234, 1.2 s",
    "9949, 9.9 s",
    "9950, 10 s",
    "59400, 59 s",
    "60000, 1 min",
    "200000, 3 min 20 s",
    "3900000, 1 h 5 min",
    "172800000, 2 days"
  })
  void timesHaveTheTwoUnitsThatMatter(long millis, String words) {
    assertThat(Formats.duration(Duration.ofMillis(millis))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "3, just now",
    "-5, in the future",
    "100, 100 s ago",
    "130, 2 min ago",
    "7300, 2 h ago",
    "200000, 2 days ago"
  })
  void agesAreOneUnit(long seconds, String words) {
    assertThat(Formats.ago(Sample.NOON.minusSeconds(seconds), Sample.NOON)).isEqualTo(words);
  }
}
