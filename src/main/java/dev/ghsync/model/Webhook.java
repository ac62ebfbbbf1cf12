package dev.ghsync.model;

import java.util.List;
import java.util.Optional;

/**
 * A webhook of a repository. GitHub does not show its secret.
 *
 * @param url where deliveries are sent
 * @param status of the last delivery, as GitHub names it
 */
public record Webhook(
    long id, String url, List<String> events, boolean active, Optional<String> status) {
  public Webhook {
    events = List.copyOf(events);
  }
}
