package dev.ghsync.sync.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A GitHub with many repositories of one organization, each with two labels and nothing else. It
 * has ETags, charges, and a limit.
 */
public final class FakeFleet implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final Map<String, String> repos = new TreeMap<>();
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();
  private final List<FakeGitHub.Asked> asked = new CopyOnWriteArrayList<>();
  private final List<String> hooks = new CopyOnWriteArrayList<>();
  private long remaining = 5000;
  private boolean hasApp;
  private int tokens;
  private boolean expired;
  private String permissions = "";

  /** The organization whose repositories these are. */
  public static final String OWNER = "acme";

  public FakeFleet(String... names) {
    long id = 100;
    for (String name : names) {
      add(name, id++, "");
    }
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request);
          }
        });
    server.setServerSocketFactory(new PromptSockets());
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI api() {
    return URI.create("http://" + server.getHostName() + ":" + server.getPort());
  }

  /**
   * Adds a repository.
   *
   * @param fields more JSON fields: {@code "fork":true}
   */
  public synchronized void add(String name, long id, String fields) {
    repos.put(
        name,
        "{\"id\":%d,\"name\":\"%s\",\"full_name\":\"%s/%s\",\"owner\":{\"id\":1,\"login\":\"%s\"},\"default_branch\":\"main\",\"visibility\":\"public\"%s}"
            .formatted(id, name, OWNER, name, OWNER, fields.isEmpty() ? "" : "," + fields));
  }

  /** Answers requests for a repository with this status; it stays in the list. */
  public void refuse(String name, int status) {
    refused.put(name, status);
  }

  /** Removes a repository. */
  public synchronized void remove(String name) {
    repos.remove(name);
  }

  /** Leaves so many requests of the hourly limit of 5000. */
  public synchronized void leave(int requests) {
    remaining = requests;
  }

  /** Accepts only tokens of an App's installation from now on, the newest one. */
  public synchronized void installApp() {
    hasApp = true;
  }

  /**
   * Makes tokens with permissions from now on, which GitHub names with each.
   *
   * @param granted JSON: {@code {"metadata":"read"}}
   */
  public synchronized void grant(String granted) {
    permissions = ",\"permissions\":" + granted;
  }

  /** Returns how many tokens of the installation were made. */
  public synchronized int tokensMade() {
    return tokens;
  }

  /** Refuses the token that was made last. */
  public synchronized void expireToken() {
    expired = true;
  }

  /** Returns the bodies by which webhooks were created or changed, in their order. */
  public List<String> hooks() {
    return List.copyOf(hooks);
  }

  /** Returns the requests since the last {@link #forget}. */
  public List<FakeGitHub.Asked> asked() {
    return List.copyOf(asked);
  }

  public long charged() {
    return asked.stream().filter(FakeGitHub.Asked::charged).count();
  }

  public void forget() {
    asked.clear();
  }

  private synchronized MockResponse answer(RecordedRequest request) {
    String path = request.getTarget();
    if (hasApp) {
      String authorization = String.valueOf(request.getHeaders().get("Authorization"));
      boolean isSigned = authorization.startsWith("Bearer eyJ");
      if (isSigned && path.endsWith("/installation") && !path.contains("/" + OWNER + "/")) {
        return limited(request, path, 404, "{\"message\":\"Not Found\"}");
      }
      if (isSigned) {
        return limited(request, path, isMaking(path) ? 201 : 200, ofApp(path));
      }
      if (expired || !authorization.equals("Bearer " + tokenText())) {
        return limited(request, path, 401, "{\"message\":\"Bad credentials\"}");
      }
    }
    if (path.contains("/hooks")) {
      return hook(request, path);
    }
    int status = 200;
    String body = "[]";
    String[] parts = path.replaceFirst("\\?.*", "").split("/", -1);
    String repo = parts.length > 3 && parts[1].equals("repos") ? parts[3] : "";
    if (path.startsWith("/orgs/" + OWNER + "/repos")) {
      body = "[" + String.join(",", repos.values()) + "]";
    } else if (path.startsWith("/installation/repositories")) {
      body = "{\"total_count\":1,\"repositories\":[" + String.join(",", repos.values()) + "]}";
    } else if (refused.containsKey(repo) || !repos.containsKey(repo)) {
      status = refused.getOrDefault(repo, 404);
      body = "{\"message\":\"refused\"}";
    } else if (parts.length == 4) {
      body = repos.get(repo);
    } else if (path.contains("/labels")) {
      body =
          "[{\"id\":1,\"name\":\"bug\",\"color\":\"f00\",\"default\":true},{\"id\":2,\"name\":\"%s\",\"color\":\"0f0\",\"default\":false}]"
              .formatted(repo);
    }
    return limited(request, path, status, body);
  }

  private static boolean isMaking(String path) {
    return path.endsWith("/access_tokens");
  }

  private String tokenText() {
    return "ghs_installation_token_number_" + tokens;
  }

  private String ofApp(String path) {
    if (isMaking(path)) {
      tokens++;
      expired = false;
      Instant end = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
      return "{\"token\":\"%s\",\"expires_at\":\"%s\"%s}".formatted(tokenText(), end, permissions);
    }
    String one = "{\"id\":77,\"account\":{\"login\":\"" + OWNER + "\"}}";
    return path.startsWith("/app/installations") ? "[" + one + "]" : one;
  }

  private MockResponse hook(RecordedRequest request, String path) {
    String method = request.getMethod();
    String shown =
        "{\"id\":5,\"active\":true,\"events\":[\"push\"],\"config\":{\"url\":\"https://hooks.example.org/x\",\"secret\":\"********\"},\"last_response\":{\"status\":\"unused\"}}";
    if (method.equals("GET")) {
      return limited(request, path, 200, hooks.isEmpty() ? "[]" : "[" + shown + "]");
    }
    if (method.equals("DELETE")) {
      hooks.clear();
      return limited(request, path, 204, "");
    }
    hooks.add(method + " " + Objects.requireNonNull(request.getBody()).utf8());
    return limited(request, path, method.equals("POST") ? 201 : 200, shown);
  }

  private MockResponse limited(RecordedRequest request, String path, int status, String body) {
    String token = String.valueOf(request.getHeaders().get("Authorization"));
    CRC32 sum = new CRC32();
    sum.update((token + body).getBytes(StandardCharsets.UTF_8));
    String etag = "\"%08x\"".formatted(sum.getValue());
    boolean conditional = request.getHeaders().get("If-None-Match") != null;
    boolean unchanged = status == 200 && etag.equals(request.getHeaders().get("If-None-Match"));
    int sent = unchanged ? 304 : remaining == 0 ? 403 : status;
    remaining -= sent == 304 || remaining == 0 ? 0 : 1;
    asked.add(new FakeGitHub.Asked(path, conditional, sent));
    return new MockResponse.Builder()
        .code(sent)
        .setHeader("Content-Type", "application/json; charset=utf-8")
        .setHeader("ETag", etag)
        .setHeader("x-ratelimit-limit", "5000")
        .setHeader("x-ratelimit-remaining", "" + remaining)
        .setHeader("x-ratelimit-reset", "4102444800")
        .setHeader("x-ratelimit-resource", "core")
        .body(sent == 304 || sent == 204 ? "" : body)
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
