package dev.ghsync.objects.show;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that a user may have meant. */
final class NearNames {
  private static final int MOST = 3;
  private static final int MOST_EDITS = 3;
  private static final int UNRELATED = 1000;

  private NearNames() {}

  /** Returns {@code "; did you mean a, or b?"}, or nothing if no name is near. */
  static String suggestion(String wanted, Collection<String> names) {
    record Near(String name, int distance) {}
    String lower = wanted.toLowerCase(Locale.ROOT);
    List<String> near =
        names.stream()
            .map(name -> new Near(name, distance(lower, name.toLowerCase(Locale.ROOT))))
            .filter(found -> found.distance() <= MOST_EDITS)
            .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
            .limit(MOST)
            .map(Near::name)
            .toList();
    return near.isEmpty() ? "" : "; did you mean " + String.join(", or ", near) + "?";
  }

  /** Names that end with the same part of a path, or that begin as {@code wanted}, are near. */
  private static int distance(String wanted, String name) {
    if (lastPart(wanted).equals(lastPart(name)) || name.startsWith(wanted + ".")) {
      return wanted.equals(name) ? 0 : 1;
    }
    int shorter = Math.min(wanted.length(), name.length());
    int allowed = Math.min(MOST_EDITS, shorter / 2);
    if (Math.max(wanted.length(), name.length()) - shorter > allowed) {
      return UNRELATED;
    }
    int edits = edits(wanted, name);
    return edits <= allowed ? edits : UNRELATED;
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Returns the Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
