package dev.ghsync.cli;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Token;
import dev.ghsync.sync.SyncSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A sync, or a comparison, of one repository with one database file.
 *
 * @param token the token that the user gave; empty: a stored one is used
 * @param tokens the database of stored tokens; empty: there is none
 */
record SyncRequest(
    RepoName repo,
    URI apiUrl,
    Path db,
    Optional<Token> token,
    Optional<Path> tokens,
    SyncSettings settings) {
  Host host() {
    return Host.ofApi(apiUrl);
  }
}
