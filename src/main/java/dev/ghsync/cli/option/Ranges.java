package dev.ghsync.cli.option;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.cli.option.Converters.Size;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The ranges of options. A value out of range is a {@link UsageError} that tells the range, so that
 * no later arithmetic with it can overflow.
 */
public final class Ranges {
  /** A hundred years. */
  public static final String LONGEST_AGE = "36500d";

  private static final long HIGHEST_COUNT = 1_000_000_000;

  private Ranges() {}

  /** The value, where it is within the range; the bounds are texts of the command line. */
  public static Optional<Duration> time(
      String option, Optional<Duration> value, String least, String most) {
    value.ifPresent(
        time ->
            check(
                time.compareTo(Converters.duration(least)) >= 0
                    && time.compareTo(Converters.duration(most)) <= 0,
                option + " must be " + least + " to " + most));
    return value;
  }

  /** The value, where it is from {@code least} to a thousand million. */
  static OptionalLong count(String option, Optional<Long> value, long least) {
    value.ifPresent(
        count ->
            check(
                count >= least && count <= HIGHEST_COUNT,
                option + " must be " + least + " to " + HIGHEST_COUNT));
    return value.stream().mapToLong(Long::longValue).findFirst();
  }

  /** The value, where it is within the range. */
  static int number(String option, int value, int least, int most) {
    check(value >= least && value <= most, option + " must be " + least + " to " + most);
    return value;
  }

  /** The bytes, where they are at most {@code most}. */
  static long size(String option, Size value, String most) {
    check(value.bytes() <= Converters.size(most).bytes(), option + " must be 0 to " + most);
    return value.bytes();
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new UsageError(message);
    }
  }
}
