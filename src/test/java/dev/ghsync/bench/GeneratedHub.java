package dev.ghsync.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ghsync.sync.fake.GitRepo;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A server of one large repository, {@code octo/world}. Its issues and comments are computed when
 * they are requested, and its git objects come from {@code git upload-pack}, so that it needs
 * little memory itself. It has no GraphQL.
 */
final class GeneratedHub implements AutoCloseable {
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
  private static final long STEP = 60;
  private static final String ETAG = "W/\"1\"";
  private static final String TEXT = "A sentence such as people write them in comments. ".repeat(8);

  final AtomicInteger requests = new AtomicInteger();
  private final long issues;
  private final long comments;
  private final Optional<Path> git;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  /**
   * Starts the server.
   *
   * @param comments their number; each issue has the same number of them, or one more
   * @param git a bare repository
   */
  GeneratedHub(long issues, long comments, Optional<Path> git) throws IOException {
    this.issues = issues;
    this.comments = comments;
    this.git = git;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String api() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      String path = exchange.getRequestURI().getPath();
      exchange
          .getResponseHeaders()
          .set(
              "Date",
              DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
      if (path.contains(".git/")) {
        git(exchange);
      } else if (!path.startsWith("/repos/octo/world")) {
        send(exchange, 404, "{\"message\":\"Not Found\"}");
      } else if (ETAG.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.getResponseHeaders().set("ETag", ETAG);
        exchange.sendResponseHeaders(304, -1);
      } else {
        exchange.getResponseHeaders().set("ETag", ETAG);
        send(exchange, 200, body(exchange, path.substring("/repos/octo/world".length())));
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String body(HttpExchange exchange, String path) {
    return switch (path) {
      case "" -> repository();
      case "/issues" -> page(exchange, issues, this::issue);
      case "/issues/comments" -> page(exchange, comments, this::comment);
      case "/git/matching-refs/heads" -> heads();
      default -> "[]";
    };
  }

  private static String repository() {
    return """
        {"id":1,"name":"world","full_name":"octo/world","owner":{"id":1,"login":"octo"},
         "default_branch":"main","has_issues":true,"private":false,"fork":false}
        """;
  }

  private String heads() {
    return git.map(folder -> GitRepo.at(folder).git("rev-parse", "refs/heads/main").strip())
        .map(
            sha ->
                "[{\"ref\":\"refs/heads/main\",\"object\":{\"type\":\"commit\",\"sha\":\"%s\"}}]"
                    .formatted(sha))
        .orElse("[]");
  }

  /** Items are sorted by their last change, the n-th after so many steps. */
  private String page(HttpExchange exchange, long count, LongFunction<String> item) {
    Map<String, String> asked = query(exchange);
    long size = Long.parseLong(asked.getOrDefault("per_page", "30"));
    long page = Long.parseLong(asked.getOrDefault("page", "1"));
    long first =
        Optional.ofNullable(asked.get("since"))
            .map(since -> Instant.parse(since).getEpochSecond() - FIRST.getEpochSecond())
            .map(seconds -> Math.max(0L, (seconds + STEP - 1) / STEP))
            .orElse(0L);
    long last = Math.max(1, (count - first + size - 1) / size);
    if (page < last) {
      exchange.getResponseHeaders().set("Link", links(exchange, page + 1, last));
    }
    long from = first + (page - 1) * size;
    return LongStream.range(from, Math.min(count, from + size))
        .mapToObj(item)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String links(HttpExchange exchange, long next, long last) {
    String rest = exchange.getRequestURI().getRawQuery().replaceAll("&?\\bpage=\\d+", "");
    String address = api() + exchange.getRequestURI().getPath() + "?" + rest + "&page=";
    return "<%s%d>; rel=\"next\", <%s%d>; rel=\"last\"".formatted(address, next, address, last);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> values = new HashMap<>();
    String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    for (String parameter : raw.split("&", -1)) {
      int at = parameter.indexOf('=');
      if (at > 0) {
        values.put(
            parameter.substring(0, at), URLDecoder.decode(parameter.substring(at + 1), UTF_8));
      }
    }
    return values;
  }

  private String issue(long i) {
    long own = comments / issues + (i < comments % issues ? 1 : 0);
    return """
        {"id":%d,"number":%d,"title":"Issue %d","body":"%s","state":"open","user":%s,"labels":[],
         "assignees":[],"comments":%d,"author_association":"NONE","locked":false,%s}
        """
        .formatted(i + 1, i + 1, i, TEXT, user(i), own, times(i));
  }

  private String comment(long i) {
    return """
        {"id":%d,"issue_url":"%s/repos/octo/world/issues/%d","body":"%d %s","user":%s,
         "author_association":"NONE",%s}
        """
        .formatted(i + 1, api(), i % issues + 1, i, TEXT, user(i), times(i));
  }

  private static String user(long i) {
    return "{\"id\":%d,\"login\":\"user%d\",\"type\":\"User\"}".formatted(i % 997, i % 997);
  }

  private static String times(long i) {
    Instant time = FIRST.plusSeconds(i * STEP);
    return "\"created_at\":\"%s\",\"updated_at\":\"%s\"".formatted(time, time);
  }

  private void git(HttpExchange exchange) throws IOException {
    boolean isFetch = exchange.getRequestMethod().equals("POST");
    if (git.isEmpty()) {
      send(exchange, 404, "");
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            "git",
            "-c",
            "safe.directory=*",
            "-c",
            "uploadpack.allowFilter=true",
            "upload-pack",
            "--stateless-rpc",
            isFetch ? "--strict" : "--advertise-refs",
            git.get().toString());
    builder
        .environment()
        .put("GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream input = process.getOutputStream()) {
      exchange.getRequestBody().transferTo(input);
    }
    exchange
        .getResponseHeaders()
        .set(
            "Content-Type",
            "application/x-git-upload-pack-" + (isFetch ? "result" : "advertisement"));
    exchange.sendResponseHeaders(200, 0);
    if (!isFetch) {
      exchange.getResponseBody().write("001e# service=git-upload-pack\n0000".getBytes(UTF_8));
    }
    copy(process.getInputStream(), exchange.getResponseBody());
  }

  /** Passes on what arrives at once: git sends signs of life while it computes. */
  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] some = new byte[64 << 10];
    int length = from.read(some);
    while (length >= 0) {
      to.write(some, 0, length);
      to.flush();
      length = from.read(some);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
