package dev.ghsync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ghsync.sync.fake.FakeGitHub;
import dev.ghsync.sync.fake.FakeGitHub.Asked;
import dev.ghsync.sync.fake.Rows;
import dev.ghsync.sync.fake.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures the first sync of a fake repository by {@code target/ghsync}, beside it the same
 * requests on four connections, which is the least that they can take, and a run without a change.
 * It is run by name only.
 */
class FirstSyncBenchmark {
  private static final int RUNS = Integer.getInteger("bench.runs", 5);
  private static final int DELAY_MILLIS = Integer.getInteger("bench.delay", 50);
  private static final int CONNECTIONS = 4;

  @TempDir Path folder;
  private final World world = new World();
  private final FakeGitHub hub = new FakeGitHub(world);

  @Test
  void firstSync() throws Exception {
    populate();
    Program program = new Program(folder, hub.api().toString());
    hub.beforeEach(FirstSyncBenchmark::delay);
    List<Long> syncs = new ArrayList<>();
    List<Long> replays = new ArrayList<>();
    List<Long> unchanged = new ArrayList<>();
    long peak = 0;
    int requests = 0;
    for (int run = 0; run < RUNS; run++) {
      hub.forget();
      int queriesBefore = hub.queries().size();
      Path db = folder.resolve(run + ".db");
      Program.Run first = program.sync(db);
      assertThat(Rows.one(db, "SELECT count(*) FROM issues")).isEqualTo("1200");
      syncs.add(first.millis());
      peak = Math.max(peak, first.peak());
      List<HttpRequest> sent = sent(hub.queries().subList(queriesBefore, hub.queries().size()));
      requests = sent.size();
      replays.add(replay(sent));
      unchanged.add(program.sync(db).millis());
    }
    System.out.printf(
        Locale.ROOT,
        "first sync, %d requests of %d ms, median of %d: %d ms; the same requests on %d connections: %d ms; %.2f times;"
            + " nothing changed: %d ms; most memory: %s%n",
        requests,
        DELAY_MILLIS,
        RUNS,
        median(syncs),
        CONNECTIONS,
        median(replays),
        (double) median(syncs) / median(replays),
        median(unchanged),
        new Program.Run(0, peak).megabytes());
    hub.close();
  }

  /** About 150 requests: most are pages of comments and events. */
  private void populate() {
    for (int i = 0; i < 1_200; i++) {
      long issue = i % 3 == 0 ? world.pull() : world.issue();
      for (int n = i % 7; n > 0; n--) {
        world.comment(issue);
        world.event(issue, "renamed");
      }
      if (i % 3 == 0) {
        world.reviewComment(issue);
        world.merge(issue);
      }
      world.pass(600 + i % 13 * 900);
    }
    world.pass(3_600);
  }

  private static void delay() {
    try {
      TimeUnit.MILLISECONDS.sleep(DELAY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<HttpRequest> sent(List<String> queries) {
    Stream<HttpRequest> rest =
        hub.asked().stream()
            .map(Asked::path)
            .filter(path -> !path.equals("/graphql") && !path.contains(".git/"))
            .map(path -> request("/repos/octo/world" + path).build());
    Stream<HttpRequest> graphql =
        queries.stream()
            .map(query -> JsonNodeFactory.instance.objectNode().put("query", query).toString())
            .map(body -> request("/graphql").POST(BodyPublishers.ofString(body)).build());
    return Stream.concat(rest, graphql).toList();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(hub.api() + path))
        .header("Authorization", "Bearer ghp_one")
        .header("User-Agent", "bench");
  }

  private static long replay(List<HttpRequest> requests) {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    Queue<HttpRequest> left = new ConcurrentLinkedQueue<>(requests);
    long began = System.nanoTime();
    CompletableFuture.allOf(
            IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> send(client, left))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    return millisSince(began);
  }

  /** Sends one request after the other until none is left. */
  private static CompletableFuture<?> send(HttpClient client, Queue<HttpRequest> left) {
    HttpRequest next = left.poll();
    return next == null
        ? CompletableFuture.completedFuture(null)
        : client
            .sendAsync(next, BodyHandlers.ofByteArray())
            .thenCompose(answer -> send(client, left));
  }

  private static long millisSince(long began) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }
}
