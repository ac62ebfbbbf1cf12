package dev.ghsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.http.Network;
import dev.ghsync.http.Trust;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Token;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @TempDir Path folder;

  @AfterEach
  void useNoProxies() throws IOException {
    Network.use(new Network(Optional.empty(), Trust.of(Optional.empty(), Optional.empty())));
  }

  @Test
  void anInterruptThatComesBeforeTheRunEndsIt() {
    Application application = new Application(new CommandLineRunner(folder).environment());
    application.interrupt();
    SyncReport report =
        application.sync(
            new SyncRequest(
                new RepoName("octo", "tiny"),
                NOWHERE,
                folder.resolve("ghsync.db"),
                Optional.of(new Token("ghp_test")),
                Optional.empty(),
                SyncSettings.readOnly(application.streams().byDefault(), NOWHERE)),
            ended -> "{}",
            new SyncListener() {});

    assertThat(report.failure().orElseThrow().code()).isEqualTo(FailureCode.INTERRUPTED);
    assertThat(report.requests().total()).isZero();
    assertThat(report.runId()).isPresent();
  }

  @Test
  void anEventThatTouchesNothingCostsNothing() throws IOException {
    Path payload =
        Files.writeString(
            folder.resolve("event.json"),
            "{\"action\":\"created\",\"starred_at\":\"\",\"repository\":{\"full_name\":\"octo/tiny\"}}");
    CommandLineRunner cli = new CommandLineRunner(folder);
    Path db = folder.resolve("new.db");

    CommandLineRunner.Run run =
        cli.run(
            "repo",
            "octo/tiny",
            "--api-url",
            NOWHERE.toString(),
            "--db",
            db.toString(),
            "--event-payload",
            payload.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("the event touches nothing that is mirrored");
    assertThat(db).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "407, does not accept the login in its address",
    "502, or the server behind it may be in trouble",
  })
  void aProxyIsNamedWithoutItsPasswordWhereItAnswersItself(int status, String complaint)
      throws Exception {
    CommandLineRunner cli = new CommandLineRunner(folder);
    cli.variables.put("GHSYNC_TOKEN", "t");
    try (MockWebServer proxy = new MockWebServer()) {
      proxy.setDispatcher(always(new MockResponse.Builder().code(status).build()));
      proxy.start();
      cli.variables.put("HTTP_PROXY", "http://jane:pass-word@127.0.0.1:" + proxy.getPort());

      CommandLineRunner.Run run =
          cli.run(
              "repo",
              "octo/tiny",
              "-q",
              "--api-url",
              "http://hub.example.com",
              "--db",
              folder.resolve("new.db").toString());

      assertThat(run.code()).isOne();
      assertThat(run.err())
          .contains("the proxy 127.0.0.1:" + proxy.getPort() + " ($HTTP_PROXY) " + complaint)
          .doesNotContain("pass-word");
      assertThat(proxy.takeRequest().getHeaders().get("Proxy-Authorization"))
          .isEqualTo("Basic amFuZTpwYXNzLXdvcmQ=");
    }
  }

  private static Dispatcher always(MockResponse answer) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest request) {
        return answer;
      }
    };
  }
}
