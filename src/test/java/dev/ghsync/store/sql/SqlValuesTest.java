package dev.ghsync.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlValuesTest {
  @ParameterizedTest
  @CsvSource({
    "+10001-02-03T04:05:06Z, 9999-12-31T23:59:59Z",
    "+1000000000-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59Z",
    "-0001-02-03T04:05:06Z, 0000-01-01T00:00:00Z",
    "2026-01-05T12:00:00.5Z, 2026-01-05T12:00:00Z",
  })
  void aTimeSortsAsTextWhateverItsYear(String time, String text) {
    assertThat(SqlValues.text(Instant.parse(time))).isEqualTo(text);
  }
}
