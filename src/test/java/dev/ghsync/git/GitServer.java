package dev.ghsync.git;

import dev.ghsync.git.pack.TestRepository;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Token;
import dev.ghsync.sync.fake.GitRepo;
import dev.ghsync.sync.fake.SmartHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/**
 * A server with the real {@code git upload-pack} behind it. Answers that a test has prepared come
 * first.
 */
final class GitServer implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
  static final Token TOKEN = new Token("ghp_secret");

  final MockWebServer http = new MockWebServer();
  final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  final List<ApiCall> exchanges = new ArrayList<>();
  final List<Duration> pauses = new ArrayList<>();
  private final Queue<MockResponse> discoveries = new ConcurrentLinkedQueue<>();
  private final Queue<MockResponse> fetches = new ConcurrentLinkedQueue<>();
  private final GitRepo repository;

  GitServer(TestRepository repository) throws IOException {
    this.repository = GitRepo.at(repository.folder);
    http.setDispatcher(new Git());
    http.start(InetAddress.getLoopbackAddress(), 0);
  }

  /** Answers the next discovery with this. */
  GitServer discovery(MockResponse answer) {
    discoveries.add(answer);
    return this;
  }

  /** Answers the next fetch with this. */
  GitServer fetch(MockResponse answer) {
    fetches.add(answer);
    return this;
  }

  URI url() {
    return http.url("/o/n.git").uri();
  }

  GitRemote remote(Path spoolFolder) {
    return remote(settings(spoolFolder));
  }

  /** Does not really wait. */
  GitRemote remote(GitRemote.Settings settings) {
    return new GitRemote(settings);
  }

  GitRemote.Settings settings(Path spoolFolder) {
    return settings(spoolFolder, Optional.empty());
  }

  GitRemote.Settings settings(Path spoolFolder, Optional<Instant> deadline) {
    HttpSettings http =
        HttpSettings.of(url(), Optional.of(TOKEN), "ghsync/test")
            .withTimeout(Duration.ofSeconds(20))
            .withDeadline(deadline)
            .withTime(pauses::add, () -> NOW);
    return new GitRemote.Settings(http, spoolFolder, 10 << 20, exchanges::add);
  }

  /** The body of the last fetch, its packets one a line. */
  String lastCommand() {
    String body = requests.get(requests.size() - 1).getBody().utf8();
    return body.replaceAll("(?m)^(0001|0000)?[0-9a-f]{4}", "").replaceAll("(?m)^0000$", "");
  }

  static MockResponse discoveryOf(String... packets) {
    return answer("application/x-git-upload-pack-advertisement", packets);
  }

  static MockResponse fetchOf(String... packets) {
    return answer("application/x-git-upload-pack-result", packets);
  }

  /** Returns a body of packets: an empty text is a flush, {@code |} a delimiter. */
  private static MockResponse answer(String type, String... packets) {
    PktWriter out = new PktWriter();
    for (String packet : packets) {
      switch (packet) {
        case "" -> out.flush();
        case "|" -> out.delimiter();
        default -> out.line(packet);
      }
    }
    Buffer body = new Buffer().write(out.toByteArray());
    return new MockResponse.Builder().addHeader("Content-Type", type).body(body).build();
  }

  static MockResponse status(int code, String... headers) {
    MockResponse.Builder answer = new MockResponse.Builder().code(code);
    for (String header : headers) {
      answer.addHeader(header);
    }
    return answer.build();
  }

  @Override
  public void close() {
    http.close();
  }

  private final class Git extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      requests.add(request);
      boolean fetch = request.getMethod().equals("POST");
      MockResponse prepared = (fetch ? fetches : discoveries).poll();
      if (prepared != null) {
        return prepared;
      }
      return SmartHttp.answer(repository, request);
    }
  }
}
