package dev.ghsync.model.item;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reaction to an issue, a comment, a release, a review or a discussion.
 *
 * @param content as REST writes it: {@code +1}, {@code heart}
 * @param user null if the account is gone; GraphQL does not name apps
 */
public record Reaction(long id, @Nullable User user, String content, Instant createdAt) {

  /** Returns GraphQL's name of a content as REST writes it. */
  public static String contentOf(String graphqlName) {
    return switch (graphqlName) {
      case "THUMBS_UP" -> "+1";
      case "THUMBS_DOWN" -> "-1";
      default -> graphqlName.toLowerCase(Locale.ROOT);
    };
  }
}
