package dev.ghsync.store.table;

import dev.ghsync.model.item.User;
import dev.ghsync.store.sql.Batch;
import dev.ghsync.store.sql.WriteConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table {@code users}: the accounts that any item of a host names. */
final class Users {
  private static final String FIND =
      """
      SELECT id, login, type FROM users
      WHERE host = (SELECT host FROM repos WHERE id = :repo)
        AND id IN (SELECT value FROM json_each(:ids))
      """;

  private static final String UPSERT =
      """
      INSERT INTO users (host, id, login, type) SELECT host, :id, :login, :type
      FROM repos WHERE id = :repo
      ON CONFLICT (host, id) DO UPDATE SET login = excluded.login, type = excluded.type
      """;

  /** One app has several logins, depending on the endpoint. */
  private static final String BOT = "Bot";

  private Users() {}

  /**
   * Stores accounts of a repository's host. If one has changed its login, all rows that name it are
   * changed too. Nulls and accounts of unknown id (0) are left out.
   */
  static void upsert(WriteConnection db, long repo, Collection<@Nullable User> users) {
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
    for (User known : find(db, repo, byId.keySet())) {
      User now = byId.get(known.id());
      if (known.equals(now)) {
        byId.remove(known.id());
      } else if (now != null && !known.login().equals(now.login()) && !now.type().equals(BOT)) {
        renames.add(new Renames.Rename(known.id(), known.login(), now.login()));
      }
    }
    new Renames(db, repo).ofAccounts(renames);
    if (!byId.isEmpty()) {
      try (Batch batch = db.batch(UPSERT)) {
        byId.values().forEach(user -> batch.run(user.id(), user.login(), user.type(), repo));
      }
    }
  }

  private static List<User> find(WriteConnection db, long repo, Collection<Long> ids) {
    return db.list(
        FIND, row -> new User(row.number("id"), row.text("login"), row.text("type")), repo, ids);
  }

  static @Nullable String login(@Nullable User user) {
    return user == null ? null : user.login();
  }

  /** Returns null where the account or its id is not known. */
  static @Nullable Long id(@Nullable User user) {
    return user == null || user.id() == 0 ? null : (Long) user.id();
  }
}
