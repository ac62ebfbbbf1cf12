package dev.ghsync.model;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The permissions of an App's installation. Each of their levels, read, write and admin, includes
 * reading.
 *
 * @param names as GitHub calls them: {@code contents}, {@code pull_requests}
 */
public record Permissions(Set<String> names) {
  public Permissions {
    names = names.stream().filter(name -> name.matches("[a-z_]+")).collect(Collectors.toSet());
  }

  /** Reads the text that {@link #text} returned. */
  public static Permissions parse(String text) {
    return new Permissions(Set.of(text.split(",", -1)));
  }

  /** Returns the names as a text without spaces. */
  public String text() {
    return String.join(",", new TreeSet<>(names));
  }

  /** Returns whether one of some permissions is granted. */
  public boolean hasOneOf(Collection<String> wanted) {
    return wanted.stream().anyMatch(names::contains);
  }
}
