package dev.ghsync.objects.export;

import java.util.List;

/**
 * Objects that an export lacks.
 *
 * @param count how many
 * @param bytes their size together, where it is known; else 0
 * @param some the first of them, for messages
 */
public record Lack(long count, long bytes, List<String> some) {
  static final int MOST = 10;

  public Lack {
    some = List.copyOf(some);
  }

  static List<String> first(List<String> all) {
    return all.subList(0, Math.min(MOST, all.size()));
  }

  /** Returns the number with an example: {@code 3 objects (such as tree 1234) are}. */
  String text(String noun) {
    String example = some.isEmpty() ? "" : " (such as " + some.get(0) + ")";
    return "%d %s%s%s".formatted(count, noun, count == 1 ? "" : "s", example)
        + (count == 1 ? " is" : " are");
  }
}
