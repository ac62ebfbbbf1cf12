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
  public Lack {
    some = List.copyOf(some);
  }
}
