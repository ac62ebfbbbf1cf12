package dev.ghsync.sync.plan;

import dev.ghsync.git.GitRemote;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Token;
import dev.ghsync.sync.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A GitHub at a socket with one small repository in it. What a path answers is set and may be
 * changed; a list that was not set is empty, anything else is not there. Everything has an ETag.
 */
final class SmallHub extends Dispatcher implements AutoCloseable {
  static final RepoName REPO = new RepoName("octo", "hello");

  private static final String ROOT = "/repos/octo/hello";
  private static final List<String> LISTS =
      List.of(
          "/git/matching-refs/heads",
          "/git/matching-refs/tags",
          "/labels",
          "/milestones",
          "/issues",
          "/issues/comments",
          "/issues/events",
          "/pulls",
          "/pulls/comments",
          "/comments",
          "/releases");

  private record Reply(int status, String body, Optional<String> location) {}

  private final MockWebServer server = new MockWebServer();
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();

  SmallHub() {
    LISTS.forEach(list -> shows(list, "[]"));
    server.setDispatcher(this);
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets what a path answers: one under the repository, or {@code /graphql}. */
  void shows(String path, String body) {
    replies.put(path, new Reply(200, body, Optional.empty()));
  }

  void refuses(String path, int status) {
    replies.put(path, new Reply(status, "{\"message\":\"no\"}", Optional.empty()));
  }

  void movesAway(String path, String to) {
    replies.put(path, new Reply(301, "{}", Optional.of(url(to))));
  }

  /** What was asked since the last call, in order; queries are left out. */
  synchronized List<String> asked() {
    List<String> all = List.copyOf(asked);
    asked.clear();
    return all;
  }

  Connection.Connector connector() {
    return (exchanges, waiting) ->
        new Connection(
            URI.create(url("")),
            GitHub.connect(
                new GitHub.Settings(
                    URI.create(url("")),
                    new Token("ghp_secret"),
                    "ghsync/test",
                    4,
                    Duration.ofSeconds(10),
                    OptionalLong.empty(),
                    limit -> 0,
                    Optional.empty(),
                    Optional.empty(),
                    exchanges,
                    duration -> {},
                    waiting)),
            new GitRemote(
                new GitRemote.Settings(
                    URI.create(url("/octo/tiny.git")),
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Optional.empty(),
                    Path.of(System.getProperty("java.io.tmpdir")),
                    1 << 20,
                    "ghsync/test",
                    exchanges,
                    Optional.empty())));
  }

  String url(String path) {
    return "http://" + server.getHostName() + ":" + server.getPort() + path;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    String target = request.getTarget().replaceFirst("\\?.*", "");
    String path = target.startsWith(ROOT) ? target.substring(ROOT.length()) : target;
    synchronized (this) {
      asked.add(path);
    }
    Reply reply = replies.getOrDefault(path, new Reply(404, "{}", Optional.empty()));
    MockResponse.Builder response =
        new MockResponse.Builder().addHeader("Content-Type", "application/json");
    reply.location().ifPresent(to -> response.addHeader("Location", to));
    if (reply.status() != 200) {
      return response.code(reply.status()).body(reply.body()).build();
    }
    String etag = "\"" + Integer.toHexString(reply.body().hashCode()) + "\"";
    response.addHeader("ETag", etag);
    return etag.equals(request.getHeaders().get("If-None-Match"))
        ? response.code(304).build()
        : response.code(200).body(reply.body()).build();
  }

  @Override
  public void close() {
    server.close();
  }
}
