package dev.ghsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ghsync.github.client.GitHubSettings;
import dev.ghsync.github.client.RequestExecutor;
import dev.ghsync.github.json.Body;
import dev.ghsync.github.json.BodyReader;
import dev.ghsync.github.json.Json;
import dev.ghsync.github.json.JsonBody;
import dev.ghsync.github.json.JsonTree;
import dev.ghsync.github.json.ResponseLimits;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.http.Url;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Webhook;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A client of the webhooks of one repository, for a token of an administrator. */
public final class HookClient implements AutoCloseable {
  private static final String REFUSED =
      "the webhooks cannot be used; check the name, and that the token is of an administrator (classic: admin:repo_hook, others: Webhooks)";

  private final String hooks;
  private final RequestExecutor executor;

  /** Sends nothing yet. */
  public HookClient(HttpSettings http, RepoName repo) {
    hooks = ApiUrls.base(http.url()) + "/repos/" + repo + "/hooks";
    executor = new RequestExecutor(GitHubSettings.of(http));
  }

  /** Lists the webhooks; there are at most 20 for an event. */
  public Result<List<Webhook>> list() {
    return send(
        "GET",
        "?per_page=100",
        Optional.empty(),
        body ->
            StreamSupport.stream(tree(body).spliterator(), false)
                .map(node -> hook(Json.at("", node).checkObject()))
                .toList());
  }

  /** Creates a webhook; deliveries are JSON. */
  public Result<Webhook> create(URI url, String secret, List<String> events) {
    return send("POST", "", Optional.of(body(url, secret, events)), HookClient::one);
  }

  /** Replaces the secret and the events of a webhook. */
  public Result<Webhook> update(long id, URI url, String secret, List<String> events) {
    return send("PATCH", "/" + id, Optional.of(body(url, secret, events)), HookClient::one);
  }

  public Result<Boolean> remove(long id) {
    return send("DELETE", "/" + id, Optional.empty(), body -> true);
  }

  private <T> Result<T> send(
      String method, String path, Optional<byte[]> body, BodyReader<T> reader) {
    return new JsonRequest<>(method, Url.of(hooks + path), body, reader, REFUSED).send(executor);
  }

  private static Webhook one(Body body) throws IOException {
    return hook(Json.at("", tree(body)).checkObject());
  }

  private static JsonNode tree(Body body) throws IOException {
    ResponseLimits limits = ResponseLimits.PAGE;
    return JsonBody.read(
        body,
        limits,
        parser -> {
          JsonBody.begin(parser);
          return JsonTree.whole(parser, limits.kept()).read();
        });
  }

  private static byte[] body(URI url, String secret, List<String> events) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("name", "web").put("active", true);
    events.forEach(body.putArray("events")::add);
    body.putObject("config")
        .put("url", url.toString())
        .put("content_type", "json")
        .put("insecure_ssl", "0")
        .put("secret", secret);
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Webhook hook(Json hook) {
    Json last = hook.objectOrNull("last_response");
    return new Webhook(
        hook.number("id"),
        hook.object("config").textOr("url", ""),
        hook.list("events").stream().map(Json::asText).toList(),
        hook.flag("active", true),
        Optional.ofNullable(last == null ? null : last.textOrNull("status")));
  }

  @Override
  public void close() {
    executor.close();
  }
}
