package dev.ghsync.store.table;

import dev.ghsync.model.item.User;
import dev.ghsync.store.sql.SqlValues;
import dev.ghsync.store.state.Renames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The table {@code users}: everybody who was seen anywhere, by host. */
public final class Users {
  private static final String FIND =
      """
      SELECT id, login, type FROM users
      WHERE host = (SELECT host FROM repos WHERE id = :repo)
        AND id IN (SELECT value FROM json_each(:keys))
      """;

  private static final String UPSERT =
      """
      INSERT INTO users (host, id, login, type) SELECT host, :id, :login, :type
      FROM repos WHERE id = :repo
      ON CONFLICT (host, id) DO UPDATE SET login = excluded.login, type = excluded.type
      """;

  /** One app has several logins, depending on the endpoint. */
  private static final String BOT = "Bot";

  private final Handle handle;

  public Users(Handle handle) {
    this.handle = handle;
  }

  /**
   * Stores accounts of a repository's host. Where one has changed its login, all rows that name it
   * follow. Nulls and accounts of unknown id (0) are passed over.
   */
  public void upsert(long repo, Collection<@Nullable User> users) {
    Map<Long, User> byId = new HashMap<>();
    for (User user : users) {
      if (user != null && user.id() != 0) {
        byId.put(user.id(), user);
      }
    }
    if (byId.isEmpty()) {
      return;
    }
    List<Renames.Rename> renames = new ArrayList<>();
    for (User known : find(repo, byId.keySet())) {
      User now = byId.get(known.id());
      if (known.equals(now)) {
        byId.remove(known.id());
      } else if (now != null && !known.login().equals(now.login()) && !now.type().equals(BOT)) {
        renames.add(new Renames.Rename(known.id(), known.login(), now.login()));
      }
    }
    new Renames(handle).ofAccounts(repo, renames);
    store(repo, byId.values());
  }

  private List<User> find(long repo, Collection<Long> ids) {
    return handle
        .createQuery(FIND)
        .bind("repo", repo)
        .bind("keys", SqlValues.array(ids))
        .map(
            (row, context) ->
                new User(row.getLong("id"), row.getString("login"), row.getString("type")))
        .list();
  }

  private void store(long repo, Collection<User> users) {
    if (users.isEmpty()) {
      return;
    }
    try (PreparedBatch rows = handle.prepareBatch(UPSERT)) {
      for (User user : users) {
        rows.bind("repo", repo)
            .bind("id", user.id())
            .bind("login", user.login())
            .bind("type", user.type())
            .add();
      }
      rows.execute();
    }
  }

  static @Nullable String login(@Nullable User user) {
    return user == null ? null : user.login();
  }

  /** Null where the account or its id is not known. */
  static @Nullable Long id(@Nullable User user) {
    return user == null || user.id() == 0 ? null : (Long) user.id();
  }
}
