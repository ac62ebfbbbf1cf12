package dev.ghsync.store.state;

import dev.ghsync.model.Host;
import dev.ghsync.store.sql.ReadConnection;
import dev.ghsync.store.sql.WriteConnection;
import java.util.Optional;

/** The table {@code tokens}: encrypted tokens. Their key is not in the database. */
public class Tokens {
  private final ReadConnection db;

  public Tokens(ReadConnection db) {
    this.db = db;
  }

  /**
   * Finds an encrypted token.
   *
   * @param scope {@code ""} for all repositories, else {@code owner/name} in lower case
   */
  public Optional<byte[]> find(Host host, String scope) {
    return db.find(
        "SELECT sealed FROM tokens WHERE host = :host AND scope = :scope",
        row -> row.bytes("sealed"),
        host.name(),
        scope);
  }

  /** Adds the statements that write. */
  public static final class Writer extends Tokens {
    private final WriteConnection db;

    public Writer(WriteConnection db) {
      super(db);
      this.db = db;
    }

    public void put(Host host, String scope, byte[] sealed) {
      db.update(
          "INSERT OR REPLACE INTO tokens (host, scope, sealed) VALUES (?, ?, ?)",
          host.name(),
          scope,
          sealed);
    }

    /** Removes the key of an App, and its tokens; returns whether there was a key. */
    public boolean removeApp(Host host) {
      db.update("DELETE FROM tokens WHERE host = :host AND scope GLOB 'app:*'", host.name());
      return remove(host, "app");
    }

    /** Removes a token and returns whether there was one. */
    public boolean remove(Host host, String scope) {
      return db.update(
              "DELETE FROM tokens WHERE host = :host AND scope = :scope", host.name(), scope)
          > 0;
    }
  }
}
