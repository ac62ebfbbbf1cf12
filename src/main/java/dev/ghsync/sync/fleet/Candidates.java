package dev.ghsync.sync.fleet;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.item.ListedRepo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The repositories of one host, each once: those that the database has, and those that GitHub
 * listed. A listed repository whose id the database has is that one, under the listed name. Not
 * safe for threads.
 */
public final class Candidates {
  private final Host host;
  private final Function<RepoName, Path> databases;
  private final Map<String, Candidate> byName = new LinkedHashMap<>();
  private final Map<Long, String> names = new LinkedHashMap<>();

  /**
   * Starts without repositories.
   *
   * @param databases returns the file of a repository that is new
   */
  public Candidates(Host host, Function<RepoName, Path> databases) {
    this.host = host;
    this.databases = databases;
  }

  /** Adds a repository that a database has, unless it has its name. */
  public void add(Candidate known) {
    if (known.host().equals(host) && byName.putIfAbsent(key(known.name()), known) == null) {
      known.githubId().ifPresent(id -> names.put(id, key(known.name())));
    }
  }

  /** Adds the repositories of a list. */
  public void addListed(Collection<ListedRepo> repos) {
    repos.forEach(this::add);
  }

  private void add(ListedRepo repo) {
    String before = names.getOrDefault(repo.githubId(), key(repo.name()));
    Optional<Candidate> same =
        Optional.ofNullable(byName.get(before)).filter(known -> mayBe(known, repo));
    if (same.isPresent()) {
      byName.remove(before);
    }
    byName.put(
        key(repo.name()),
        same.map(known -> known.with(repo))
            .orElseGet(() -> Candidate.of(repo, host, databases.apply(repo.name()))));
    names.put(repo.githubId(), key(repo.name()));
  }

  private static boolean mayBe(Candidate known, ListedRepo repo) {
    return known.githubId().isEmpty() || known.githubId().getAsLong() == repo.githubId();
  }

  public List<Candidate> list() {
    return new ArrayList<>(byName.values());
  }

  private static String key(RepoName name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }
}
