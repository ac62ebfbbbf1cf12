package dev.ghsync.store.state;

import dev.ghsync.model.Host;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code tokens}: encrypted; what is in it cannot be read without a key kept elsewhere.
 */
public final class Tokens {
  private final Handle handle;

  public Tokens(Handle handle) {
    this.handle = handle;
  }

  /**
   * Finds a sealed token.
   *
   * @param scope {@code ""} for all repositories, else {@code owner/name} in lower case
   */
  public Optional<byte[]> find(Host host, String scope) {
    return handle
        .createQuery("SELECT sealed FROM tokens WHERE host = :host AND scope = :scope")
        .bind("host", host.name())
        .bind("scope", scope)
        .mapTo(byte[].class)
        .findOne();
  }

  public void put(Host host, String scope, byte[] sealed) {
    handle
        .createUpdate(
            "INSERT OR REPLACE INTO tokens (host, scope, sealed) VALUES (:host, :scope, :sealed)")
        .bind("host", host.name())
        .bind("scope", scope)
        .bind("sealed", sealed)
        .execute();
  }

  /** Tells whether there was one. */
  public boolean remove(Host host, String scope) {
    return handle
            .createUpdate("DELETE FROM tokens WHERE host = :host AND scope = :scope")
            .bind("host", host.name())
            .bind("scope", scope)
            .execute()
        > 0;
  }
}
