package dev.ghsync.sync.run;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import java.util.Optional;

/**
 * The repository of a run, and its token.
 *
 * @param token the fingerprint of the token; empty where there is none
 */
public record SyncTarget(Host host, RepoName name, Optional<String> token) {}
