package dev.ghsync.cli;

import java.util.Optional;

/**
 * Encrypted tokens of one host in the database. A scope is {@code owner/name} in lower case, or
 * {@code ""} for the token of every other repository of the host.
 */
interface TokenStore {
  Optional<byte[]> find(String scope);

  void put(String scope, byte[] sealed);

  /** Whether there was one. */
  boolean remove(String scope);
}
