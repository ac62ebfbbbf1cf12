package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.Repos.RepoRow;
import dev.ghsync.sync.RepoStatus;
import dev.ghsync.sync.StatusReader;
import dev.ghsync.sync.StreamList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** The repositories that databases have. They are only read, and a missing file is not created. */
record StoredRepositories(StreamList streams, InstantSource clock) {
  /**
   * Reads the status of all repositories in the database, or of one. The list has several entries
   * for one name where no host is given and several hosts have it.
   */
  Result<List<RepoStatus>> status(Path db, Optional<RepoName> repo, Optional<Host> host) {
    if (!Files.exists(db)) {
      return Result.ok(List.of());
    }
    return Stores.with(
        Store::openReadOnly,
        db,
        store -> {
          StatusReader reader = new StatusReader(streams, store);
          Instant now = clock.instant();
          return Result.ok(
              repo.map(name -> reader.read(name, host, now)).orElseGet(() -> reader.read(now)));
        });
  }

  /** Lists the names of the repositories in a database. A file that cannot be read has none. */
  List<String> names(Path db) {
    if (!Files.exists(db)) {
      return List.of();
    }
    Result<List<RepoRow>> rows =
        Stores.with(Store::openToRead, db, store -> Result.ok(store.read(s -> s.repos().list())));
    return rows.fold(
        found -> found.stream().map(row -> row.name().toString()).distinct().toList(),
        failure -> List.of());
  }

  /**
   * Reads what the database has of a repository. The database is not changed.
   *
   * @param host empty if the name alone identifies the repository
   * @throws UsageError if several hosts have a repository of this name
   */
  <T> Result<T> read(
      Path db, RepoName name, Optional<Host> host, BiFunction<Reads, RepoRow, Result<T>> work) {
    String described = host.map(h -> name + " of " + h).orElse(name.toString());
    if (!Files.exists(db)) {
      return missing(described, db, name);
    }
    return Stores.with(
        Store::openToRead,
        db,
        store ->
            store.read(
                s ->
                    find(s, name, host)
                        .map(found -> work.apply(s, found))
                        .orElseGet(() -> missing(described, db, name))));
  }

  private static Optional<RepoRow> find(Reads s, RepoName name, Optional<Host> host) {
    List<RepoRow> found =
        s.repos().list().stream()
            .filter(row -> row.name().sameAs(name))
            .filter(row -> host.isEmpty() || host.get().equals(row.host()))
            .toList();
    if (found.size() > 1) {
      throw new UsageError(
          found.stream()
              .map(row -> "https://" + row.host() + "/" + row.name())
              .collect(
                  Collectors.joining(
                      ", ", "several servers have it; use one of these addresses: ", "")));
    }
    return found.stream().findFirst();
  }

  /** The failure for a repository that its database does not have. */
  static <T> Result<T> missing(SyncRequest request) {
    return missing(request.repo() + " of " + request.host(), request.db(), request.repo());
  }

  private static <T> Result<T> missing(String described, Path db, RepoName repo) {
    return Result.failed(
        FailureCode.REPO_NOT_FOUND,
        "%s is not in %s; sync it first with 'ghsync repo %s'".formatted(described, db, repo));
  }
}
