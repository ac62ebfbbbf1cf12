package dev.ghsync.model.item;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account that has starred the repository.
 *
 * @param user null if the account is gone
 */
public record Stargazer(@Nullable User user, Instant starredAt) {
  /** Returns the id of the account; a negative number made of the time if the account is gone. */
  public long key() {
    return user == null ? -starredAt.getEpochSecond() : user.id();
  }
}
