package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.model.item.User;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads accounts from GraphQL as REST shows them. */
final class GraphQlAccount {
  private GraphQlAccount() {}

  /**
   * Returns the fragment for an actor. The fields of the interface need no scope. Those of an
   * organization need {@code read:org}, so its id is not queried.
   */
  static String fragment(Set<String> omitted) {
    StringBuilder fragment = new StringBuilder("fragment actor on Actor { __typename login");
    for (String type : List.of("User", "Bot", "Mannequin")) {
      if (!omitted.contains(type) && !omitted.contains("databaseId")) {
        fragment.append(" ... on ").append(type).append(" { databaseId }");
      }
    }
    return fragment.append(" }\n").toString();
  }

  /** Returns null where the account is gone. Its id is 0 where the schema does not have it. */
  static @Nullable User userOrNull(Json item, String key) {
    Json actor = item.objectOrNull(key);
    if (actor == null) {
      return null;
    }
    return new User(actor.numberOr("databaseId", 0), login(actor), actor.text("__typename"));
  }

  /** REST writes {@code dependabot[bot]} where GraphQL has a Bot named {@code dependabot}. */
  static String login(Json actor) {
    String login = actor.text("login");
    boolean bot = actor.text("__typename").equals("Bot") && !login.endsWith("[bot]");
    return bot ? login + "[bot]" : login;
  }
}
