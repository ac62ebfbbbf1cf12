package dev.ghsync.sync.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A GitHub at a socket that answers out of a {@link World}: with validators that hang on token,
 * media type and body, with limits, redirects and refusals. What was asked is kept, and things can
 * be made to happen before an answer is made.
 */
public final class FakeGitHub implements AutoCloseable {
  private static final Pattern PATH =
      Pattern.compile("/(?:repos/([^/?]+/[^/?]+)|repositories/(\\d+))([^?]*)(\\?.*)?");
  private static final String GIT = "/octo/world.git/";
  private static final String WIKI = "/octo/world.wiki.git/";
  private static final long LIMIT = 5_000;

  /** It warns of clients that go away, as they do here. */
  private static final Logger SERVER_LOG = Logger.getLogger(MockWebServer.class.getName());

  static {
    SERVER_LOG.setLevel(Level.SEVERE);
  }

  /**
   * A request and how it was answered.
   *
   * @param path within the repository, with the query; {@code /graphql}
   * @param status 0 where the connection was cut
   */
  public record Asked(String path, boolean conditional, int status) {
    public boolean charged() {
      return status != 304 && status != 0 && !byGit();
    }

    public boolean byGit() {
      return path.startsWith(GIT) || path.startsWith(WIKI);
    }
  }

  private record Refusal(Pattern path, Reply reply) {}

  private record Edit(Pattern path, Pattern text, @Nullable String replacement) {}

  private record Spoilt(Pattern path, Fault fault) {}

  private record Hook(Pattern path, AtomicInteger left, boolean always, Runnable act) {}

  private final World world;
  private final MockWebServer server = new MockWebServer();
  private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
  private final List<Edit> edits = new CopyOnWriteArrayList<>();
  private final List<Spoilt> spoilt = new CopyOnWriteArrayList<>();
  private final List<Hook> hooks = new CopyOnWriteArrayList<>();
  private final List<Hook> lateHooks = new CopyOnWriteArrayList<>();
  private final AtomicInteger answersLeft = new AtomicInteger(Integer.MAX_VALUE);
  private volatile long gitBytes = Long.MAX_VALUE;
  private final AtomicInteger remaining = new AtomicInteger((int) LIMIT);
  private final AtomicInteger graphqlRemaining = new AtomicInteger((int) LIMIT);
  private final Set<Long> poisoned = ConcurrentHashMap.newKeySet();
  private final Set<Long> holes = ConcurrentHashMap.newKeySet();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private volatile boolean linksHidden;
  private volatile boolean teamsHidden;
  private volatile Optional<String> scopes = Optional.empty();
  private volatile boolean scopesTold;
  private volatile String lastToken = "";
  private @Nullable GitAnswers git;
  private @Nullable GitRepo wiki;

  public FakeGitHub(World world) {
    this.world = world;
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            try {
              return FakeGitHub.this.dispatch(request);
            } catch (RuntimeException | AssertionError e) {
              faults.add(e);
              throw e;
            }
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

  // ------------------------------------------------------------------ what a test sets up

  /**
   * Serves the objects and refs of a real repository, by REST and by git; without one it is empty.
   */
  public void serve(GitAnswers repository) {
    git = repository;
  }

  /** Serves the git repository of the wiki; until then it does not exist. */
  public void serveWiki(GitRepo repository) {
    wiki = repository;
  }

  /** Runs {@code act} once, before the n-th request from now on to such a path is answered. */
  public void before(int n, String path, Runnable act) {
    hooks.add(new Hook(Pattern.compile(path), new AtomicInteger(n), false, act));
  }

  /** Runs {@code act} when an answer to such a path is made, and before it is sent. */
  public void after(String path, Runnable act) {
    lateHooks.add(new Hook(Pattern.compile(path), new AtomicInteger(), true, act));
  }

  /** Runs {@code act} before each answer. */
  public void beforeEach(Runnable act) {
    hooks.add(new Hook(Pattern.compile(".*"), new AtomicInteger(), true, act));
  }

  /** The token lacks a permission for these paths. */
  public void forbid(String path, String permission) {
    Reply reply = Reply.error(403, "Resource not accessible by personal access token");
    refuse(path, reply.with("X-Accepted-GitHub-Permissions", permission));
  }

  /** Answers these paths with an error. */
  public void refuse(String path, int status, String message) {
    refuse(path, Reply.error(status, message));
  }

  private void refuse(String path, Reply reply) {
    refusals.add(new Refusal(Pattern.compile(path), reply));
  }

  /** Spoils the answers to these paths. */
  public void spoil(String path, Fault fault) {
    spoilt.add(new Spoilt(Pattern.compile(path), fault));
  }

  /** Answers 502 wherever an answer to such a path would hold such a text. */
  public void breakOn(String path, String regex) {
    edits.add(new Edit(Pattern.compile(path), Pattern.compile(regex), null));
  }

  /** Replaces a text in the answers to such paths. */
  public void edit(String path, String regex, String replacement) {
    edits.add(new Edit(Pattern.compile(path), Pattern.compile(regex), replacement));
  }

  /** Cuts every connection after so many more answers. */
  public void breakAfter(int answers) {
    answersLeft.set(answers);
  }

  /** Answers come without {@code Link}. */
  public void hideLinks() {
    linksHidden = true;
  }

  /** Whatever asks for this pull request fails: alone, or among others by GraphQL. */
  public void poison(long pull) {
    poisoned.add(pull);
  }

  /** GraphQL shows null in place of one review of this pull request. */
  public void hole(long pull) {
    holes.add(pull);
  }

  /** GraphQL shows null in place of teams. */
  public void hideTeams() {
    teamsHidden = true;
  }

  /**
   * A classic token has these scopes: GraphQL refuses queries that name fields of others.
   *
   * @param told whether answers tell them
   */
  public void scopes(String granted, boolean told) {
    scopes = Optional.of(granted);
    scopesTold = told;
  }

  /** So many requests are left of the hour. */
  public void leave(int requests) {
    remaining.set(requests);
  }

  /** So many GraphQL points are left of the hour; each query takes one. */
  public void leaveGraphql(int points) {
    graphqlRemaining.set(points);
  }

  /** The connection breaks after so many bytes of each answer by git. */
  public void cutGitAfter(long bytes) {
    gitBytes = bytes;
  }

  /** Nothing is refused, cut, short or about to happen any more. */
  public void calmDown() {
    gitBytes = Long.MAX_VALUE;
    refusals.clear();
    spoilt.clear();
    edits.clear();
    hooks.clear();
    lateHooks.clear();
    poisoned.clear();
    holes.clear();
    answersLeft.set(Integer.MAX_VALUE);
    remaining.set((int) LIMIT);
    graphqlRemaining.set((int) LIMIT);
  }

  // ------------------------------------------------------------------ what was asked

  /** All since the last call of {@link #forget}. */
  public List<Asked> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  public List<Asked> asked(String path) {
    Pattern pattern = Pattern.compile(path);
    return asked().stream().filter(a -> pattern.matcher(a.path()).matches()).toList();
  }

  /** The texts of all queries so far. */
  public List<String> queries() {
    return List.copyOf(queries);
  }

  /** The token of the last request; empty text where it had none. */
  public String lastToken() {
    return lastToken;
  }

  public long charged() {
    return asked().stream().filter(Asked::charged).count();
  }

  public void forget() {
    asked.clear();
  }

  // ------------------------------------------------------------------ answering

  private MockResponse dispatch(RecordedRequest request) {
    String authorization = request.getHeaders().get("Authorization");
    lastToken = authorization == null ? "" : authorization.replace("Bearer ", "");
    Matcher path = PATH.matcher(request.getTarget());
    boolean inRepository = path.matches();
    String within = inRepository ? path.group(3) : request.getTarget();
    String query = inRepository && path.group(4) != null ? path.group(4) : "";
    runHooks(hooks, within + query);
    boolean conditional = request.getHeaders().get("If-None-Match") != null;
    if (answersLeft.getAndDecrement() <= 0) {
      asked.add(new Asked(within + query, conditional, 0));
      return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
    }
    if (within.startsWith(WIKI)) {
      GitRepo pages = wiki;
      asked.add(new Asked(within, false, pages == null ? 404 : 200));
      return pages == null
          ? response(Reply.error(404, "Repository not found.")).build()
          : SmartHttp.answer(pages, request);
    }
    if (git != null && within.startsWith(GIT)) {
      Optional<Reply> refused = refusal(within + query);
      asked.add(new Asked(within, false, refused.map(Reply::status).orElse(200)));
      if (refused.isPresent()) {
        return response(refused.get()).build();
      }
      return SmartHttp.cutAfter(gitBytes, SmartHttp.answer(git.repo(), request));
    }
    Reply reply;
    synchronized (world) {
      reply =
          conditions(
              request,
              limits(request, () -> edited(within + query, reply(request, path, within, query))));
    }
    runHooks(lateHooks, within + query);
    for (Spoilt rule : spoilt) {
      if (rule.path().matcher(within + query).matches()) {
        Reply bad = rule.fault().of(reply);
        asked.add(new Asked(within + query, conditional, bad.status()));
        MockResponse.Builder response = response(bad);
        rule.fault().disturb(response);
        return response.build();
      }
    }
    asked.add(new Asked(within + query, conditional, reply.status()));
    return response(reply).build();
  }

  private static void runHooks(List<Hook> hooks, String path) {
    for (Hook hook : hooks) {
      boolean fits = hook.path().matcher(path).matches();
      if (fits && (hook.always() || hook.left().decrementAndGet() == 0)) {
        hook.act().run();
      }
    }
  }

  private Reply edited(String path, Reply good) {
    Reply reply = good;
    for (Edit edit : edits) {
      Matcher text = edit.text().matcher(new String(reply.body(), UTF_8));
      if (reply.status() == 200 && edit.path().matcher(path).matches() && text.find()) {
        String replacement = edit.replacement();
        reply =
            replacement == null
                ? Reply.error(502, "Bad Gateway")
                : reply.saying(text.replaceAll(replacement).getBytes(UTF_8));
      }
    }
    return reply;
  }

  private Reply reply(RecordedRequest request, Matcher path, String within, String query) {
    Optional<Reply> refused = refusal(within + query);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (within.equals("/graphql")) {
      return graphql(Objects.requireNonNull(request.getBody()).utf8());
    }
    if (poisoned.stream().anyMatch(pull -> within.startsWith("/pulls/" + pull))) {
      return Reply.error(500, "Server Error");
    }
    if (within.equals("/user")) {
      return Reply.json(World.user("octocat"));
    }
    if (within.equals("/rate_limit")) {
      return rateLimit();
    }
    if (!path.matches()) {
      return Reply.error(404, "Not Found");
    }
    String name = path.group(1);
    if (name != null && world.formerNames.contains(name)) {
      return Reply.error(301, "Moved Permanently")
          .with("Location", api() + "/repositories/" + world.id + within + query);
    }
    boolean known =
        name == null
            ? path.group(2).equals(String.valueOf(world.id))
            : world.name.equalsIgnoreCase(name);
    return known
        ? new RestAnswers(world, git).of(within, request.getUrl())
        : Reply.error(404, "Not Found");
  }

  private Reply rateLimit() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("resources")
        .putObject("core")
        .put("limit", LIMIT)
        .put("remaining", remaining.get())
        .put("reset", world.now().plusSeconds(3600).getEpochSecond());
    return Reply.json(body);
  }

  private Reply graphql(String body) {
    String query = GraphQlAnswers.query(body);
    queries.add(query);
    if (poisoned.stream().anyMatch(pull -> query.contains("pullRequest(number: " + pull + ")"))) {
      return Reply.error(502, "Server Error");
    }
    List<String> refused =
        scopes.isEmpty()
            ? List.of()
            : QueryFields.of(query).stream().filter(QueryFields::needsReadOrg).toList();
    boolean mayReadOrg = scopes.filter(granted -> granted.contains("read:org")).isPresent();
    return refused.isEmpty() || mayReadOrg
        ? new GraphQlAnswers(world, new GraphQlAnswers.View(!teamsHidden, Set.copyOf(holes)))
            .of(body)
        : QueryFields.refusal(refused, scopes.get());
  }

  private Optional<Reply> refusal(String path) {
    return refusals.stream()
        .filter(refusal -> refusal.path().matcher(path).matches())
        .map(Refusal::reply)
        .findFirst();
  }

  private interface Answering {
    Reply reply();
  }

  private Reply limits(RecordedRequest request, Answering answering) {
    boolean graphql = isGraphql(request);
    boolean spent = (graphql ? graphqlRemaining : remaining).get() <= 0;
    Reply reply = spent ? Reply.error(403, "API rate limit exceeded") : answering.reply();
    return reply.with("X-RateLimit-Resource", graphql ? "graphql" : "core");
  }

  private static boolean isGraphql(RecordedRequest request) {
    return request.getTarget().equals("/graphql");
  }

  /** 304 where the body is as it was for this token and media type. */
  private static Reply conditions(RecordedRequest request, Reply reply) {
    if (reply.status() != 200 || isGraphql(request)) {
      return reply;
    }
    String etag = etag(request, reply);
    return ("\"" + etag + "\"").equals(request.getHeaders().get("If-None-Match"))
        ? new Reply(304, new byte[0], reply.headers()).with("ETag", "\"" + etag + "\"")
        : reply.with("ETag", "W/\"" + etag + "\"");
  }

  private static String etag(RecordedRequest request, Reply reply) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((request.getHeaders().get("Accept") + ":").getBytes(UTF_8));
      digest.update((request.getHeaders().get("Authorization") + ":").getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(reply.body()));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private MockResponse.Builder response(Reply reply) {
    boolean graphql = "graphql".equals(reply.headers().get("X-RateLimit-Resource"));
    AtomicInteger limit = graphql ? graphqlRemaining : remaining;
    int left = reply.status() == 304 ? limit.get() : limit.decrementAndGet();
    var date = world.now().atOffset(ZoneOffset.UTC);
    MockResponse.Builder response =
        new MockResponse.Builder()
            .code(reply.status())
            .addHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(date))
            .addHeader("X-RateLimit-Limit", LIMIT)
            .addHeader("X-RateLimit-Remaining", Math.max(0, left))
            .addHeader("X-RateLimit-Reset", date.plusHours(1).toEpochSecond())
            .body(new Buffer().write(reply.body()));
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      response.addHeader(header.getKey(), header.getValue());
    }
    if (scopesTold) {
      response.addHeader("X-OAuth-Scopes", scopes.orElse(""));
    }
    return linksHidden ? response.removeHeader("Link") : response;
  }

  /** Fails where an answer, or what was to happen before it, failed. */
  @Override
  public void close() {
    server.close();
    if (!faults.isEmpty()) {
      throw new AssertionError("the fake itself failed", faults.get(0));
    }
  }
}
