package dev.ghsync.github.json;

import dev.ghsync.model.item.Reacted;
import dev.ghsync.model.item.Reaction;
import dev.ghsync.model.item.Stargazer;
import dev.ghsync.model.item.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads accounts, which nearly every item contains. */
public final class AccountReader {
  private AccountReader() {}

  /** Returns null if there is no account: it was deleted. */
  public static @Nullable User userOrNull(Json item, String key) {
    Json user = item.objectOrNull(key);
    return user == null ? null : user(user);
  }

  public static List<User> users(Json item, String key) {
    return item.list(key).stream().map(AccountReader::user).toList();
  }

  public static Stargazer stargazer(Json star) {
    return new Stargazer(userOrNull(star, "user"), star.time("starred_at"));
  }

  public static Reaction reaction(Json reaction) {
    return new Reaction(
        reaction.number("id"),
        userOrNull(reaction, "user"),
        reaction.text("content"),
        reaction.time("created_at"));
  }

  /** Reads the fields of an issue, a comment or a release that concern its reactions. */
  public static Reacted reacted(Json item) {
    Json counts = item.objectOrNull("reactions");
    return new Reacted(
        item.number("id"),
        item.textOr("node_id", ""),
        item.time(item.has("updated_at") ? "updated_at" : "created_at"),
        counts == null ? 0 : counts.number("total_count"));
  }

  public static TokenOwner tokenOwner(Json user) {
    return new TokenOwner(user.text("login"), user.textOr("type", "User"));
  }

  private static User user(Json user) {
    return new User(user.number("id"), user.text("login"), user.textOr("type", "User"));
  }
}
