package dev.ghsync.github;

import dev.ghsync.github.client.GitHubSettings;
import dev.ghsync.github.client.RequestBudget;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.http.Sleeper;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A GitHub at a socket with a queue of responses. It keeps the requests, and the pauses and reports
 * of the client. Nothing sleeps.
 */
public final class FakeHub implements AutoCloseable {
  public static final RepoName REPO = new RepoName("octo", "hello");
  public static final Token TOKEN = new Token("ghp_secret");

  public final MockWebServer server = new MockWebServer();
  public final List<ApiCall> exchanges = Collections.synchronizedList(new ArrayList<>());
  public final List<Duration> naps = Collections.synchronizedList(new ArrayList<>());
  public final List<String> waits = Collections.synchronizedList(new ArrayList<>());

  public int concurrency = 4;
  Token token = TOKEN;
  Duration timeout = Duration.ofSeconds(10);
  public OptionalLong maxRequests = OptionalLong.empty();
  OptionalLong reserve = OptionalLong.empty();
  public Optional<Duration> maxWait = Optional.empty();
  public Optional<Instant> deadline = Optional.empty();
  Sleeper sleeper = naps::add;

  private final List<GitHub> opened = new ArrayList<>();

  public FakeHub() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public GitHub connect() {
    GitHub github =
        GitHub.connect(
            new GitHubSettings(
                HttpSettings.of(api(), Optional.of(token), "ghsync/test")
                    .withTimeout(timeout)
                    .withDeadline(deadline)
                    .withTime(sleeper, InstantSource.system()),
                new GitHubSettings.Bounds(
                    concurrency,
                    new RequestBudget(maxRequests),
                    limit -> reserve.orElse(Math.min(100, limit / 10)),
                    maxWait),
                exchanges::add,
                (until, limit) -> waits.add(limit.message())));
    opened.add(github);
    return github;
  }

  public URI api() {
    return URI.create(url(""));
  }

  /** Returns the address of a path that begins with a slash. */
  public String url(String path) {
    return "http://" + server.getHostName() + ":" + server.getPort() + path;
  }

  public Endpoints endpoints() {
    return new Endpoints(api(), REPO);
  }

  public void answer(MockResponse.Builder... responses) {
    for (MockResponse.Builder response : responses) {
      server.enqueue(response.build());
    }
  }

  public RecordedRequest asked() {
    try {
      return server.takeRequest();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public int requests() {
    return server.getRequestCount();
  }

  public static MockResponse.Builder json(String body) {
    return json(200, body);
  }

  public static MockResponse.Builder json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json; charset=utf-8")
        .body(body);
  }

  public static MockResponse.Builder error(int status, String message) {
    return json(status, "{\"message\":\"" + message + "\",\"status\":\"" + status + "\"}");
  }

  public static MockResponse.Builder status(int status) {
    return new MockResponse.Builder().code(status);
  }

  public static <T> Fetched<T> fetched(Fetched<T> fetched) {
    if (fetched instanceof Fetched.Stopped<T> stopped) {
      throw new AssertionError("failed: " + stopped.failure());
    }
    return fetched;
  }

  public static <T> Fetched.Page<T> fresh(Fetched<T> fetched) {
    if (fetched instanceof Fetched.Page<T> page) {
      return page;
    }
    throw new AssertionError("not a page: " + fetched);
  }

  public static Failure failure(Fetched<?> fetched) {
    if (fetched instanceof Fetched.Stopped<?> stopped) {
      return stopped.failure();
    }
    throw new AssertionError("did not fail: " + fetched);
  }

  public static Failure failure(Result<?> result) {
    return result.fold(
        value -> {
          throw new AssertionError("did not fail: " + value);
        },
        failure -> failure);
  }

  @Override
  public void close() {
    opened.forEach(GitHub::close);
    server.close();
  }
}
