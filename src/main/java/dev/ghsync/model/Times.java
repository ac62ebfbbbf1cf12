package dev.ghsync.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** Reads and formats times. */
public final class Times {
  private static final int SECONDS_OF_DAY = 86_400;
  private static final String FORM = "0000-00-00T00:00:00Z";

  private Times() {}

  /**
   * Reads a time as ISO 8601 has it. Java's own reader takes many times as long for the form in
   * which GitHub writes times, {@code 2026-01-05T12:00:00Z}, and reads all others here.
   *
   * @throws DateTimeException if the text is not a time
   */
  public static Instant parse(String text) {
    if (!isPlain(text)) {
      return Instant.parse(text);
    }
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      return Instant.parse(text);
    }
    long day =
        LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)).toEpochDay();
    return Instant.ofEpochSecond(day * SECONDS_OF_DAY + hour * 3_600L + minute * 60L + second);
  }

  private static boolean isPlain(String text) {
    if (text.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < FORM.length(); i++) {
      char wanted = FORM.charAt(i);
      char c = text.charAt(i);
      if (wanted == '0' ? c < '0' || c > '9' : c != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int digits(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /**
   * Returns {@code 2026-01-05T12:00:00Z}. Fractions of a second are rounded up, so that a retry at
   * this time is not too early.
   */
  public static String second(Instant time) {
    Instant down = time.truncatedTo(ChronoUnit.SECONDS);
    return (down.equals(time) ? down : down.plusSeconds(1)).toString();
  }
}
