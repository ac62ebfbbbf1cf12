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
 * @param token the token that the user gave; empty: the database's own is used
 */
record SyncRequest(
    RepoName repo, URI apiUrl, Path db, Optional<Token> token, SyncSettings settings) {
  Host host() {
    return Host.ofApi(apiUrl);
  }
}
