package dev.ghsync.github.webhook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.JsonBody;
import dev.ghsync.github.json.JsonTree;
import dev.ghsync.github.json.MalformedBody;
import dev.ghsync.github.json.ResponseLimits;
import dev.ghsync.github.json.Texts;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.WebhookTarget.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that a webhook's payload was saved in, as JSON or as the form that GitHub sends by
 * default; in GitHub Actions {@code $GITHUB_EVENT_PATH}. Only the parts that identify what was
 * touched are read.
 *
 * @see <a href="https://docs.github.com/en/webhooks/webhook-events-and-payloads">GitHub's list of
 *     events</a>
 */
public final class WebhookPayload {
  /** GitHub sends at most 25 MB. Most of a push is commits, which are not kept here. */
  private static final ResponseLimits LIMITS = new ResponseLimits(25L << 20, 0, 8_000_000);

  private static final Set<String> READ =
      Set.of(
          "action",
          "ref",
          "ref_type",
          "repository",
          "issue",
          "comment",
          "pull_request",
          "release",
          "discussion");

  private final Json json;

  /** All keys, with whether each has a value. */
  private final Map<String, Boolean> keys;

  private WebhookPayload(Json json, Map<String, Boolean> keys) {
    this.json = json;
    this.keys = keys;
  }

  /**
   * Reads what an event touched.
   *
   * @param event its name, as in {@code X-GitHub-Event} and {@code $GITHUB_EVENT_NAME}; if empty,
   *     it is derived from the payload's keys
   * @return {@code BAD_RESPONSE} if the file cannot be read or is not an event of a repository
   */
  public static Result<WebhookTarget> read(Path file, Optional<String> event) {
    try (InputStream in = FormField.valueOf("payload", Files.newInputStream(file))) {
      Body body = new Body(in, "", OptionalLong.empty());
      WebhookPayload payload = JsonBody.read(body, LIMITS, WebhookPayload::parse);
      return payload.isOfARepository()
          ? Result.ok(payload.target(event))
          : failed(
              "the event payload %s is not of a repository, but of an organization, an installation or an account; nothing was synced"
                  .formatted(file));
    } catch (MalformedBody e) {
      return failed(
          "the event payload %s is not what GitHub sends: %s".formatted(file, e.getMessage()));
    } catch (NoSuchFileException e) {
      return failed("there is no event payload " + file);
    } catch (AccessDeniedException e) {
      return failed("the event payload %s may not be read".formatted(file));
    } catch (IOException e) {
      return failed(
          "the event payload %s cannot be read: %s"
              .formatted(file, Texts.quote(String.valueOf(e.getMessage()))));
    }
  }

  private static Result<WebhookTarget> failed(String message) {
    return Result.failed(FailureCode.BAD_RESPONSE, message);
  }

  private static WebhookPayload parse(JsonParser parser) throws IOException {
    if (JsonBody.begin(parser) != JsonToken.START_OBJECT) {
      throw new MalformedBody("it is not an object");
    }
    JsonTree tree = new JsonTree(parser, LIMITS.kept());
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    Map<String, Boolean> keys = new HashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      keys.put(key, parser.nextToken() != JsonToken.VALUE_NULL);
      if (READ.contains(key)) {
        node.set(key, tree.read());
      } else {
        parser.skipChildren();
      }
    }
    return new WebhookPayload(Json.at("", node), keys);
  }

  /** Events of organizations, installations and accounts have a sender but no repository. */
  private boolean isOfARepository() {
    boolean event = keys.containsKey("action") || keys.containsKey("sender");
    return keys.getOrDefault("repository", false) || !event;
  }

  private WebhookTarget target(Optional<String> event) {
    String name = event.orElseGet(() -> WebhookEvents.nameOf(keys, action()));
    if (WebhookEvents.hasNoEffect(name)) {
      return of(Kind.NOTHING, 0, 0);
    }
    return switch (name) {
      case "push" -> ref(json.text("ref"));
      case "create", "delete" -> ref("refs/" + json.text("ref_type") + "/");
      case "issues" -> of(Kind.ISSUE, number("issue"), 0);
      case "issue_comment" -> of(Kind.ISSUE_COMMENT, number("issue"), id("comment"));
      case "pull_request", "pull_request_target" -> of(Kind.PULL, number("pull_request"), 0);
      case "pull_request_review", "pull_request_review_thread" ->
          of(Kind.REVIEW, number("pull_request"), 0);
      case "pull_request_review_comment" ->
          of(Kind.REVIEW_COMMENT, number("pull_request"), id("comment"));
      case "discussion", "discussion_comment" -> of(Kind.DISCUSSION, number("discussion"), 0);
      case "commit_comment" -> of(Kind.COMMIT_COMMENTS, 0, 0);
      case "release" -> of(Kind.RELEASE, 0, id("release"));
      case "label" -> of(Kind.LABELS, 0, 0);
      case "milestone" -> of(Kind.MILESTONES, 0, 0);
      case "gollum" -> of(Kind.WIKI, 0, 0);
      case "star", "watch" -> of(Kind.STARS, 0, 0);
      case "repository", "public" -> of(Kind.REPOSITORY, 0, 0);
      default -> of(Kind.UNKNOWN, 0, 0);
    };
  }

  /** A push has a full name, other events a type. Other refs, such as notes, are not mirrored. */
  private WebhookTarget ref(String name) {
    boolean branch = name.startsWith("refs/heads/") || name.equals("refs/branch/");
    boolean tag = name.startsWith("refs/tags/") || name.equals("refs/tag/");
    return of(branch ? Kind.BRANCHES : tag ? Kind.TAGS : Kind.UNKNOWN, 0, 0);
  }

  private String action() {
    String action = json.textOrNull("action");
    return action == null ? "" : action;
  }

  private long number(String key) {
    return json.object(key).number("number");
  }

  private long id(String key) {
    return json.object(key).number("id");
  }

  private WebhookTarget of(Kind kind, long number, long id) {
    Json repository = json.object("repository");
    @Nullable Long githubId = repository.numberOrNull("id");
    String name = repository.text("full_name");
    return new WebhookTarget(
        githubId == null ? OptionalLong.empty() : OptionalLong.of(githubId),
        RepoName.parse(name)
            .orElseThrow(
                () -> new MalformedBody("%s is not a repository".formatted(Texts.quote(name)))),
        kind,
        number,
        id);
  }
}
