package dev.ghsync.github.webhook;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of GitHub's events as derived from the keys of a payload, and the events that do not
 * affect a mirror.
 *
 * @see <a href="https://docs.github.com/en/webhooks/webhook-events-and-payloads">GitHub's list of
 *     events</a>
 */
final class WebhookEvents {
  /** The name if the keys do not determine it. */
  static final String UNKNOWN = "";

  /** The name used for all events without effect that are recognised by their keys. */
  private static final String WITHOUT_EFFECT = "status";

  private static final Set<String> WITHOUT_EFFECT_BY_NAME =
      Set.of(
          "branch_protection_configuration",
          "branch_protection_rule",
          "check_run",
          "check_suite",
          "code_scanning_alert",
          "custom_property_values",
          "dependabot_alert",
          "deploy_key",
          "deployment",
          "deployment_protection_rule",
          "deployment_review",
          "deployment_status",
          "fork",
          "member",
          "merge_group",
          "meta",
          "package",
          "page_build",
          "ping",
          "project",
          "project_card",
          "project_column",
          "registry_package",
          "repository_advisory",
          "repository_ruleset",
          "repository_vulnerability_alert",
          "secret_scanning_alert",
          "secret_scanning_alert_location",
          "secret_scanning_scan",
          "security_and_analysis",
          WITHOUT_EFFECT,
          "team",
          "team_add",
          "workflow_job",
          "workflow_run");

  /** Keys that only events without effect have. */
  private static final Set<String> KEYS_WITHOUT_EFFECT =
      Set.of(
          "alert",
          "build",
          "check_run",
          "check_suite",
          "client_payload",
          "deployment",
          "deployment_callback_url",
          "deployment_status",
          "exemption_request",
          "forkee",
          "hook",
          "inputs",
          "key",
          "member",
          "merge_group",
          "new_property_values",
          "package",
          "project",
          "project_card",
          "project_column",
          "registry_package",
          "repository_advisory",
          "repository_ruleset",
          "rule",
          "secret_types",
          "team",
          "workflow_job",
          "workflow_run",
          "zen");

  /** Keys that any event may have. */
  private static final Set<String> COMMON =
      Set.of(
          "action",
          "changes",
          "repository",
          "sender",
          "organization",
          "enterprise",
          "installation");

  private static final List<String> NAMED_AFTER_THEIR_KEY =
      List.of("release", "label", "milestone");

  /** Actions of {@code repository}. Other events have the same keys, for example {@code watch}. */
  private static final Set<String> ACTIONS_OF_REPOSITORY =
      Set.of(
          "archived",
          "unarchived",
          "created",
          "deleted",
          "edited",
          "privatized",
          "publicized",
          "renamed",
          "transferred");

  private WebhookEvents() {}

  static boolean hasNoEffect(String event) {
    return WITHOUT_EFFECT_BY_NAME.contains(event);
  }

  /**
   * Returns the event's name as derived from the keys. Several events have the same keys.
   *
   * @param keys all keys of the payload, with whether each has a value
   * @param action empty if there is none
   */
  static String nameOf(Map<String, Boolean> keys, String action) {
    Set<String> own = new HashSet<>(keys.keySet());
    own.removeIf(key -> !keys.getOrDefault(key, false));
    if (own.contains("pull_request")) {
      return ofPull(own);
    }
    if (own.contains("issue")) {
      return own.contains("comment") ? "issue_comment" : "issues";
    }
    if (own.contains("discussion")) {
      return own.contains("comment") ? "discussion_comment" : "discussion";
    }
    if (keys.containsKey("starred_at")) {
      return "star";
    }
    if (own.contains("pages")) {
      return "gollum";
    }
    if (keys.keySet().stream().anyMatch(KEYS_WITHOUT_EFFECT::contains)) {
      return WITHOUT_EFFECT;
    }
    if (own.contains("ref")) {
      boolean moved = own.contains("before") && own.contains("after");
      return moved ? "push" : own.contains("ref_type") ? "create" : UNKNOWN;
    }
    own.removeAll(COMMON);
    if (own.isEmpty()) {
      return ofRepository(keys, action);
    }
    if (own.equals(Set.of("comment"))) {
      return "commit_comment";
    }
    if (own.containsAll(Set.of("context", "state", "sha"))) {
      return WITHOUT_EFFECT;
    }
    String first = own.iterator().next();
    return own.size() == 1 && NAMED_AFTER_THEIR_KEY.contains(first) ? first : UNKNOWN;
  }

  private static String ofPull(Set<String> keys) {
    boolean comment = keys.contains("comment");
    return keys.contains("review") || keys.contains("thread")
        ? "pull_request_review"
        : comment ? "pull_request_review_comment" : "pull_request";
  }

  private static String ofRepository(Map<String, Boolean> keys, String action) {
    if (action.isEmpty()) {
      return keys.containsKey("changes") ? "security_and_analysis" : "public";
    }
    return ACTIONS_OF_REPOSITORY.contains(action) ? "repository" : WITHOUT_EFFECT;
  }
}
