package dev.ghsync.cli;

import dev.ghsync.cli.option.DatabasePattern;
import dev.ghsync.model.Host;
import dev.ghsync.model.Trigger;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.fleet.Candidate;
import dev.ghsync.sync.fleet.RepoFilter;
import java.util.List;
import java.util.function.Function;

/**
 * The repositories that {@code ghsync all} syncs.
 *
 * @param host the server whose owners are listed
 * @param onlyHost whether repositories of other servers in the database are left alone
 * @param databases the database, or the pattern of those of each repository
 * @param owners whose repositories are added
 * @param installation whether those of the App's installations are added
 * @param requests makes the request to sync a repository, or to list those of a server
 */
record AllRequest(
    Host host,
    boolean onlyHost,
    DatabasePattern databases,
    List<String> owners,
    boolean installation,
    RepoFilter filter,
    int jobs,
    Trigger trigger,
    SyncSettings settings,
    Function<Candidate, SyncRequest> requests,
    SyncRequest listing) {

  /** Whether the repositories are not only those that the databases have. */
  boolean lists() {
    return installation || !owners.isEmpty();
  }
}
