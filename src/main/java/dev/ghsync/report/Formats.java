package dev.ghsync.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats numbers, sizes and times for people, in ASCII since a terminal's charset is unknown. */
public final class Formats {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private Formats() {}

  /**
   * Returns text as one line without control characters. A message may have a server's text in it,
   * and a terminal executes control characters.
   */
  public static String line(String text) {
    return text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
  }

  /** {@code 4,871}. */
  public static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** {@code 1 request}, {@code 14 requests}. */
  public static String count(long n, String noun) {
    return number(n) + " " + noun + (n == 1 ? "" : "s");
  }

  /** {@code 999 B}, {@code 1.5 kB}, {@code 17 MB}: by thousands. */
  public static String bytes(long n) {
    if (n < 1000) {
      return n + " B";
    }
    double rest = n;
    int unit = -1;
    do {
      rest /= 1000;
      unit++;
    } while (rest >= 999.5 && unit < 3);
    return String.format(
        Locale.ROOT, rest < 9.95 ? "%.1f %cB" : "%.0f %cB", rest, "kMGT".charAt(unit));
  }

  /** {@code 0.8 s}, {@code 12 s}, {@code 3 min 20 s}, {@code 1 h 5 min}, {@code 12 days}. */
  public static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (time.toMillis() < 9950) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return Math.round(time.toMillis() / 1000.0) + " s";
    }
    return seconds < 3600
        ? two(seconds / 60, "min", seconds % 60, "s")
        : seconds < 86_400
            ? two(seconds / 3600, "h", seconds % 3600 / 60, "min")
            : count(seconds / 86_400, "day");
  }

  private static String two(long large, String unit, long small, String part) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + part);
  }

  /**
   * {@code just now}, {@code 3 min ago}, {@code 5 h ago}, {@code 12 days ago}; {@code in the
   * future} where a clock was wrong.
   */
  public static String ago(Instant then, Instant now) {
    long seconds = Duration.between(then, now).toSeconds();
    if (then.isAfter(now)) {
      return "in the future";
    }
    if (seconds < 10) {
      return "just now";
    }
    if (seconds < 120) {
      return seconds + " s ago";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min ago";
    }
    return seconds < 172_800 ? seconds / 3600 + " h ago" : seconds / 86_400 + " days ago";
  }

  /** {@code 12:30}, or with the date where that is not today. */
  public static String clock(Instant time, Instant now, ZoneId zone) {
    ZonedDateTime at = time.atZone(zone);
    boolean today = at.toLocalDate().equals(now.atZone(zone).toLocalDate());
    return (today ? CLOCK : DAY).format(at);
  }
}
