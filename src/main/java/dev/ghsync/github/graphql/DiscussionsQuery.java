package dev.ghsync.github.graphql;

import java.util.Optional;

/**
 * Which discussions a page shows.
 *
 * @param order the order of the list
 * @param size at most so many, 1 to 100
 * @param after {@link DiscussionsPage#next} of the page before; empty for the first
 * @param counted whether the numbers of replies and votes of each comment are asked for
 */
public record DiscussionsQuery(Order order, int size, Optional<String> after, boolean counted) {

  /** The order of the list. */
  public enum Order {
    /** By the last change, the newest first. */
    NEWEST_CHANGE("UPDATED_AT", "DESC"),
    /** By creation, the oldest first: new and changed discussions move no others. */
    OLDEST("CREATED_AT", "ASC");

    private final String field;
    private final String direction;

    Order(String field, String direction) {
      this.field = field;
      this.direction = direction;
    }

    String text() {
      return "orderBy: {field: %s, direction: %s}".formatted(field, direction);
    }
  }

  DiscussionsQuery withSize(int smaller) {
    return new DiscussionsQuery(order, smaller, after, counted);
  }
}
