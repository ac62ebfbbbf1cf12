package dev.ghsync.report;

import dev.ghsync.model.RepoName;
import dev.ghsync.model.Webhook;
import java.util.List;
import java.util.stream.Collectors;

/** Webhooks as text, and as JSON. */
public final class HookView {
  private HookView() {}

  /** Returns a line for each webhook. */
  public static String table(List<Webhook> hooks, RepoName repo) {
    return hooks.isEmpty()
        ? repo + " has no webhooks."
        : hooks.stream().map(HookView::line).collect(Collectors.joining("\n"));
  }

  private static String line(Webhook hook) {
    return "%d  %s  %s, last delivery: %s  %s"
        .formatted(
            hook.id(),
            Formats.line(hook.url()),
            hook.active() ? "active" : "inactive",
            Formats.line(hook.status().orElse("none")),
            String.join(",", hook.events()));
  }

  /** Returns an array of objects. */
  public static String json(List<Webhook> hooks) {
    return JsonObject.render(
        hooks.stream()
            .map(
                hook ->
                    new JsonObject()
                        .put("id", hook.id())
                        .put("url", hook.url())
                        .put("active", hook.active())
                        .put("events", hook.events())
                        .put("lastDelivery", hook.status()))
            .toList());
  }
}
