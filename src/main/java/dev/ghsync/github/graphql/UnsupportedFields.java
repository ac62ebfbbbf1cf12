package dev.ghsync.github.graphql;

import java.util.Set;

/**
 * What queries must not name. Most of it is found out by a query that GitHub refuses for it.
 *
 * @param schema fields and types that this GitHub's schema has not
 * @param token fields that need a scope which the token has not
 */
public record UnsupportedFields(Set<String> schema, Set<String> token) {
  public UnsupportedFields {
    schema = Set.copyOf(schema);
    token = Set.copyOf(token);
  }

  /** Whether queries do without a field or type, for either reason. */
  public boolean contains(String name) {
    return schema.contains(name) || token.contains(name);
  }
}
