package dev.ghsync.cli.option;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.Converters.Size;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks the ranges of options. The ranges are narrow enough that no later arithmetic with a value
 * can overflow.
 */
public final class Ranges {
  private static final long HIGHEST_COUNT = 1_000_000_000;

  private Ranges() {}

  /**
   * Checks an age: at most a hundred years.
   *
   * @throws UsageError where it is out of range, as of all methods here
   */
  public static Optional<Duration> age(String option, Optional<Duration> value) {
    return time(option, value, "0s", "36500d");
  }

  /** Checks a time; the bounds are spelled as on the command line. */
  static Optional<Duration> time(
      String option, Optional<Duration> value, String least, String most) {
    Duration lowest = Converters.duration(least);
    Duration highest = Converters.duration(most);
    check(
        value.stream().allMatch(t -> t.compareTo(lowest) >= 0 && t.compareTo(highest) <= 0),
        option + " must be " + least + " to " + most);
    return value;
  }

  /** Checks a number from {@code least} to 1,000,000,000. */
  static OptionalLong count(String option, Optional<Long> value, long least) {
    check(
        value.stream().allMatch(count -> count >= least && count <= HIGHEST_COUNT),
        option + " must be " + least + " to " + HIGHEST_COUNT);
    return value.stream().mapToLong(Long::longValue).findFirst();
  }

  static int number(String option, int value, int least, int most) {
    check(value >= least && value <= most, option + " must be " + least + " to " + most);
    return value;
  }

  static long size(String option, Size value, String most) {
    check(value.bytes() <= Converters.size(most).bytes(), option + " must be 0 to " + most);
    return value.bytes();
  }

  private static void check(boolean valid, String message) {
    if (!valid) {
      throw new UsageError(message);
    }
  }
}
