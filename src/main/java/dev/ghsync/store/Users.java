package dev.ghsync.store;

import dev.ghsync.model.User;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The table {@code users}: everybody who was seen anywhere. */
public final class Users {
  private static final String UPSERT =
      """
      INSERT INTO users (id, login, type) VALUES (:id, :login, :type)
      ON CONFLICT (host, id) DO UPDATE SET login = excluded.login, type = excluded.type
      WHERE (login, type) IS NOT (excluded.login, excluded.type)
      """;

  private final Handle handle;

  Users(Handle handle) {
    this.handle = handle;
  }

  /** Stores accounts; nulls and those of unknown id (0) are passed over. */
  public void upsert(Collection<@Nullable User> users) {
    Map<Long, User> byId = new HashMap<>();
    for (User user : users) {
      if (user != null && user.id() != 0) {
        byId.put(user.id(), user);
      }
    }
    if (byId.isEmpty()) {
      return;
    }
    try (PreparedBatch rows = handle.prepareBatch(UPSERT)) {
      for (User user : byId.values()) {
        rows.bind("id", user.id()).bind("login", user.login()).bind("type", user.type()).add();
      }
      rows.execute();
    }
  }

  static @Nullable String login(@Nullable User user) {
    return user == null ? null : user.login();
  }
}
