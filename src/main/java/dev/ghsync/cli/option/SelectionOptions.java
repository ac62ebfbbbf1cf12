package dev.ghsync.cli.option;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.model.RepoName;
import dev.ghsync.sync.fleet.RepoFilter;
import dev.ghsync.sync.fleet.RepoFilter.NamePattern;
import dev.ghsync.sync.fleet.RepoFilter.Shard;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of {@code ghsync all} that select repositories. */
public final class SelectionOptions {
  private static final Set<String> VISIBILITIES = Set.of("public", "private", "internal");
  private static final int MOST_SHARDS = 10_000;

  @ArgGroup(validate = false, heading = "%nWhich repositories%n", order = 0)
  private Selection selection = new Selection();

  /** The group. */
  static final class Selection {
    @Option(
        names = "--owner",
        paramLabel = "O",
        description =
            "Also all repositories of this user or organization that the token may see, new ones"
                + " included; may be repeated")
    List<String> owners = List.of();

    @Option(
        names = "--installation",
        description = "Also all repositories of the App's installations")
    boolean installation;

    @Option(
        names = "--include",
        split = ",",
        paramLabel = "P",
        description =
            "Only repositories whose name, or OWNER/NAME, matches: * and ? as in file names; may be"
                + " repeated")
    List<String> include = List.of();

    @Option(
        names = "--exclude",
        split = ",",
        paramLabel = "P",
        description = "All but those that match; may be repeated")
    List<String> exclude = List.of();

    @Option(names = "--no-archived", description = "No archived repositories")
    boolean noArchived;

    @Option(names = "--no-forks", description = "No forks")
    boolean noForks;

    @Option(
        names = "--visibility",
        split = ",",
        paramLabel = "V",
        description = "Only public, private or internal repositories")
    List<String> visibility = List.of();

    @Option(
        names = "--shard",
        paramLabel = "I/N",
        description =
            "Only part I (from 0) of N of the repositories, the same on every machine: 0/4, 1/4 ...")
    Optional<String> shard = Optional.empty();

    @Option(
        names = "--jobs",
        paramLabel = "N",
        description =
            "Repositories at once, 1 to 16; they share the limits, the reserve and the requests at"
                + " once. Default: 2")
    int jobs = 2;
  }

  /**
   * Returns the owners whose repositories are added.
   *
   * @throws UsageError where one cannot be an account's name
   */
  public List<String> owners() {
    for (String owner : selection.owners) {
      if (RepoName.parse(owner + "/x").isEmpty()) {
        throw new UsageError("--owner: '" + owner + "' is not the name of a user or organization");
      }
    }
    return List.copyOf(new LinkedHashSet<>(selection.owners));
  }

  public boolean installation() {
    return selection.installation;
  }

  /** Returns how many repositories are synced at once. */
  public int jobs() {
    return Ranges.number("--jobs", selection.jobs, 1, 16);
  }

  /**
   * Returns the filter.
   *
   * @throws UsageError where a value is none
   */
  public RepoFilter filter() {
    Set<String> visibility = new LinkedHashSet<>();
    for (String value : selection.visibility) {
      String lower = value.strip().toLowerCase(Locale.ROOT);
      if (!VISIBILITIES.contains(lower)) {
        throw new UsageError("--visibility must be public, private or internal, not " + value);
      }
      visibility.add(lower);
    }
    return new RepoFilter(
        selection.include.stream().map(NamePattern::of).toList(),
        selection.exclude.stream().map(NamePattern::of).toList(),
        !selection.noArchived,
        !selection.noForks,
        visibility,
        selection.shard.map(SelectionOptions::shard));
  }

  private static Shard shard(String text) {
    if (text.matches("\\d{1,5}/\\d{1,5}")) {
      int slash = text.indexOf('/');
      int index = Integer.parseInt(text.substring(0, slash));
      int count = Integer.parseInt(text.substring(slash + 1));
      if (index < count && count <= MOST_SHARDS) {
        return new Shard(index, count);
      }
    }
    throw new UsageError("--shard must be I/N with I from 0 to N-1, such as 0/4; not " + text);
  }
}
