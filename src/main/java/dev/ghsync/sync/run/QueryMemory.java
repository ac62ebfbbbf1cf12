package dev.ghsync.sync.run;

import dev.ghsync.github.GitHub;
import dev.ghsync.github.client.TokenInfo;
import dev.ghsync.github.graphql.UnsupportedFields;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Store;
import dev.ghsync.store.state.QueryNames;
import java.time.Clock;
import java.time.Instant;

/**
 * The GraphQL fields that a server or a token does not support, remembered so that later runs omit
 * them. The key of a token includes its scopes, since those of a classic token can change.
 *
 * @param repo any repository of the server
 */
record QueryMemory(Store store, long repo, Clock clock) {

  /** Applies what is stored. The client must have an answer already, which names the scopes. */
  void restore(GitHub github) {
    github.omitFields(store.read(s -> recalled(s, token(github), clock.instant())));
  }

  private UnsupportedFields recalled(Reads s, String token, Instant now) {
    return new UnsupportedFields(
        s.queryNames().list(repo, QueryNames.OF_SCHEMA, now),
        s.queryNames().list(repo, token, now));
  }

  /** Stores what the client has found out. */
  void save(GitHub github) {
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
