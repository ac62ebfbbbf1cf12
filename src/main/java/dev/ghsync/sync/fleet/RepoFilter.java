package dev.ghsync.sync.fleet;

import dev.ghsync.model.RepoName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Selects repositories.
 *
 * @param include patterns of which one must match; empty: all match
 * @param exclude patterns of which none may match
 * @param visibility of the repositories; empty: any
 */
public record RepoFilter(
    List<NamePattern> include,
    List<NamePattern> exclude,
    boolean archived,
    boolean forks,
    Set<String> visibility,
    Optional<Shard> shard) {

  /** Returns whether a repository is selected. */
  public boolean matches(Candidate repo) {
    return (include.isEmpty() || include.stream().anyMatch(p -> p.matches(repo.name())))
        && exclude.stream().noneMatch(p -> p.matches(repo.name()))
        && (archived || !repo.archived())
        && (forks || !repo.fork())
        && (visibility.isEmpty() || visibility.contains(repo.visibility()))
        && shard.stream().allMatch(part -> part.contains(repo));
  }

  /** A pattern of names; case does not matter, as at GitHub. */
  public record NamePattern(String text, Pattern regex) {
    /**
     * Reads a pattern in which {@code *} stands for any characters and {@code ?} for one. With a
     * slash it is of {@code owner/name}, otherwise of the name alone.
     */
    public static NamePattern of(String text) {
      String regex =
          Stream.of(text.split("(?=[*?])|(?<=[*?])", -1))
              .map(
                  part ->
                      part.equals("*") ? "[^/]*" : part.equals("?") ? "[^/]" : Pattern.quote(part))
              .collect(Collectors.joining());
      return new NamePattern(text, Pattern.compile(regex, Pattern.CASE_INSENSITIVE));
    }

    boolean matches(RepoName name) {
      return regex.matcher(text.contains("/") ? name.toString() : name.name()).matches();
    }
  }

  /**
   * One of several parts of all repositories. A repository is always in the same part while it has
   * its name, on every machine.
   *
   * @param index from 0
   */
  public record Shard(int index, int count) {
    boolean contains(Candidate repo) {
      String name = repo.host() + "/" + repo.name();
      return Math.floorMod(hash(name.toLowerCase(Locale.ROOT)), count) == index;
    }

    /** FNV-1a, and a step that spreads names which differ in their last character only. */
    private static long hash(String text) {
      long hash = 0xcbf29ce484222325L;
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
      return (hash ^ (hash >>> 33)) >>> 1;
    }
  }
}
