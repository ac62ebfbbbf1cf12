package dev.ghsync.sync;

import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import java.util.Optional;

/**
 * What is synced, and by which token.
 *
 * @param token the fingerprint of the token that will be used; empty where there is none
 */
public record SyncTarget(Host host, RepoName name, Optional<String> token) {}
