package dev.ghsync.sync;

import dev.ghsync.github.GitHub;
import dev.ghsync.github.client.TokenInfo;
import dev.ghsync.github.graphql.UnsupportedFields;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.QueryNames;
import java.time.Clock;
import java.time.Instant;

/**
 * Remembers what a server and a token do not accept in GraphQL queries, so that a later run does
 * not ask what is refused. The scopes of a classic token can be changed: they are a part of what it
 * is remembered by.
 *
 * @param repo any repository of the server
 */
record QueryMemory(Store store, long repo, Clock clock) {

  /** Tells a connection what was found out before; after its first answer, which has the scopes. */
  void recall(GitHub github) {
    github.omitFields(store.read(s -> recalled(s, token(github), clock.instant())));
  }

  private UnsupportedFields recalled(Reads s, String token, Instant now) {
    return new UnsupportedFields(
        s.queryNames().list(repo, QueryNames.OF_SCHEMA, now),
        s.queryNames().list(repo, token, now));
  }

  /** Keeps what a connection has found out. */
  void keep(GitHub github) {
    UnsupportedFields lacks = github.unsupportedFields();
    if (lacks.schema().isEmpty() && lacks.token().isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    store.write(
        s -> {
          s.queryNames().save(repo, QueryNames.OF_SCHEMA, lacks.schema(), now);
          s.queryNames().save(repo, token(github), lacks.token(), now);
        });
  }

  private static String token(GitHub github) {
    String scopes = github.tokenInfo().flatMap(TokenInfo::scopes).orElse("");
    return github.tokenFingerprint() + " " + scopes;
  }
}
