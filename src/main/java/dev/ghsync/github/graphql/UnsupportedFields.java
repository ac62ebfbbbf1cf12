package dev.ghsync.github.graphql;

import java.util.Set;

/**
 * Fields and types that queries must not name. Most become known when GitHub refuses a query.
 *
 * @param schema fields and types that the server's schema does not have
 * @param token fields that need a scope which the token lacks
 */
public record UnsupportedFields(Set<String> schema, Set<String> token) {
  public UnsupportedFields {
    schema = Set.copyOf(schema);
    token = Set.copyOf(token);
  }

  /** Whether queries omit a field or type, for either reason. */
  public boolean contains(String name) {
    return schema.contains(name) || token.contains(name);
  }
}
