package dev.ghsync.github.graphql;

import dev.ghsync.github.json.Json;
import dev.ghsync.model.item.User;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accounts in GraphQL, spelled as REST spells them. */
final class GraphQlAccount {
  private GraphQlAccount() {}

  /**
   * What is asked of an actor. The fields of an interface need no scope, those of an organization
   * need {@code read:org}: its id is not asked for.
   */
  static String fragment(Set<String> unknown) {
    StringBuilder fragment = new StringBuilder("fragment actor on Actor { __typename login");
    for (String type : List.of("User", "Bot", "Mannequin")) {
      if (!unknown.contains(type) && !unknown.contains("databaseId")) {
        fragment.append(" ... on ").append(type).append(" { databaseId }");
      }
    }
    return fragment.append(" }\n").toString();
  }

  /** Null where the account is gone; its id is 0 where the schema does not tell it. */
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
