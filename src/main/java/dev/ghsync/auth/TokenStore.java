package dev.ghsync.auth;

import java.util.Optional;

/**
 * Encrypted tokens of one host in the database. A scope is {@code owner/name} in lower case, or
 * {@code ""} for the token of every other repository of the host.
 */
public interface TokenStore {
  public Optional<byte[]> find(String scope);

  public void put(String scope, byte[] sealed);

  /** Whether there was one. */
  public boolean remove(String scope);
}
