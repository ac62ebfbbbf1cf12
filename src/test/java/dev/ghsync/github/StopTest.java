package dev.ghsync.github;

import static dev.ghsync.github.FakeHub.error;
import static dev.ghsync.github.FakeHub.failure;
import static dev.ghsync.github.FakeHub.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.item.Label;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopTest {
  private final FakeHub hub = new FakeHub();
  private final Endpoint<List<Label>> labels = hub.endpoints().labels();
  private final ExecutorService other = Executors.newSingleThreadExecutor();

  @AfterEach
  void close() {
    other.shutdownNow();
    hub.close();
  }

  @Test
  void afterStopNothingStarts() {
    GitHub github = hub.connect();

    github.stop();

    assertThat(failure(github.fetch(labels, Optional.empty())).code())
        .isEqualTo(FailureCode.INTERRUPTED);
    assertThat(hub.requests()).isZero();
  }

  @Test
  void stopBreaksOffWhatIsUnderWay() throws Exception {
    hub.answer(json("[]").onResponseStart(SocketEffect.Stall.INSTANCE));
    GitHub github = hub.connect();
    Future<Failure> pending = other.submit(() -> failure(github.fetch(labels, Optional.empty())));
    hub.asked();

    github.stop();

    assertThat(pending.get().code()).isEqualTo(FailureCode.INTERRUPTED);
  }

  @Test
  void stopBreaksOffAnAnswerThatHasBegun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    hub.answer(json("").body(new EndlessBody(begun, over)));
    GitHub github = hub.connect();
    Future<Failure> pending = other.submit(() -> failure(github.fetch(labels, Optional.empty())));
    begun.await();

    github.stop();

    assertThat(pending.get(5, TimeUnit.SECONDS).code()).isEqualTo(FailureCode.INTERRUPTED);
    over.countDown();
  }

  /**
   * Returns a body that stalls after more than a socket buffers, when the client must be reading.
   */
  private record EndlessBody(CountDownLatch begun, CountDownLatch over)
      implements MockResponseBody {
    @Override
    public long getContentLength() {
      return Long.MAX_VALUE;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.writeUtf8("[" + " ".repeat(16 << 20));
      sink.flush();
      begun.countDown();
      try {
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void stopEndsSleepWithoutInterruptingTheThread() throws Exception {
    CountDownLatch asleep = new CountDownLatch(1);
    hub.sleeper =
        duration -> {
          asleep.countDown();
          new CountDownLatch(1).await();
        };
    hub.answer(error(403, "secondary rate limit").addHeader("Retry-After", "30"));
    GitHub github = hub.connect();
    Future<Failure> pending = other.submit(() -> failure(github.fetch(labels, Optional.empty())));
    asleep.await();

    github.stop();

    assertThat(pending.get().code()).isEqualTo(FailureCode.INTERRUPTED);
    assertThat(other.submit(Thread::interrupted).get()).isFalse();
  }

  @Test
  void aThreadInterruptedByOthersStaysInterrupted() throws Exception {
    GitHub github = hub.connect();

    Future<Boolean> interrupted =
        other.submit(
            () -> {
              Thread.currentThread().interrupt();
              failure(github.fetch(labels, Optional.empty()));
              return Thread.interrupted();
            });

    assertThat(interrupted.get()).isTrue();
  }
}
