package dev.ghsync.git;

import dev.ghsync.http.Network;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests below one repository's address: with the token, with redirects followed on the same
 * origin, and sent again where a server or the network failed. The token goes nowhere else.
 */
final class GitHttp {
  static final int MOST_RETRIES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(GitHttp.class);

  private static final int MOST_REDIRECTS = 5;

  /** Whatever is not answered by then is left to the next run. */
  private static final Duration ALL_TRIES = Duration.ofMinutes(2);

  private final GitRemote.Settings settings;
  private final GitRemote.Sleeper sleeper;
  private final InstantSource clock;
  private @Nullable OkHttpClient client;
  private final Set<Call> calls = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** Without a slash at its end; moves with redirects. */
  private volatile String base;

  GitHttp(GitRemote.Settings settings, GitRemote.Sleeper sleeper, InstantSource clock) {
    this.settings = settings;
    this.sleeper = sleeper;
    this.clock = clock;
    base = settings.url().toString().replaceFirst("/+$", "");
  }

  /** Reads an answer; its {@link IOException} means that the answer broke off. */
  interface Reader<T> {
    T read(InputStream body) throws IOException;
  }

  /** What came of one request, and what is to be done about it. */
  private record Tried<T>(Then then, Result<T> result) {}

  private enum Then {
    END,
    FOLLOW,
    REPEAT,
    REPEAT_AFTER_CUT
  }

  /** Made when it is needed: a run without git traffic makes no TLS ready for it. */
  private synchronized OkHttpClient client() {
    if (client == null) {
      client = Network.current().client(settings.url(), settings.timeout()).build();
    }
    return client;
  }

  /** Where the repository is, for people. */
  String address() {
    return base;
  }

  /**
   * Sends it until it is answered, at most four times and as long as the last sign of the server is
   * not long ago; what the reader throws goes through.
   */
  <T> Result<T> send(GitRequest ask, Reader<T> reader) {
    Instant begin = clock.instant();
    int failures = 0;
    int cuts = 0;
    for (int sent = 1; ; sent++) {
      Tried<T> tried = follow(ask, sent > 1, reader);
      if (tried.then() == Then.REPEAT_AFTER_CUT) {
        begin = clock.instant();
      }
      boolean again =
          switch (tried.then()) {
            case REPEAT -> ++failures <= MOST_RETRIES;
            case REPEAT_AFTER_CUT -> ++cuts <= ask.mostCuts();
            default -> false;
          };
      Duration wait = Backoff.before(sent);
      Instant next = clock.instant().plus(wait);
      if (!again || next.isAfter(begin.plus(ALL_TRIES)) || isOver(next)) {
        return tried.result();
      }
      try {
        sleeper.sleep(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Result.failed(Failure.STOPPED);
      }
    }
  }

  /** From any thread: what is under way breaks off, and nothing more is sent. */
  void stop() {
    stopped = true;
    calls.forEach(Call::cancel);
  }

  boolean isStopped() {
    return stopped;
  }

  private boolean isOver(Instant at) {
    return settings.deadline().stream().anyMatch(end -> !at.isBefore(end));
  }

  private <T> Tried<T> follow(GitRequest ask, boolean retry, Reader<T> reader) {
    Tried<T> tried = once(ask, retry, reader);
    for (int redirects = 1; tried.then() == Then.FOLLOW; redirects++) {
      if (redirects > MOST_REDIRECTS) {
        return failed(Then.END, FailureCode.BAD_RESPONSE, base + " redirects without an end");
      }
      tried = once(ask, retry, reader);
    }
    return tried;
  }

  private <T> Tried<T> once(GitRequest ask, boolean retry, Reader<T> reader) {
    if (isOver(clock.instant())) {
      return new Tried<>(Then.END, Result.failed(Failure.OVER));
    }
    Request request = ask.request(base, settings);
    Call call = client().newCall(request);
    settings.deadline().ifPresent(end -> endAt(end, call));
    calls.add(call);
    long start = System.nanoTime();
    int status = 0;
    @Nullable CountedStream body = null;
    try (Response response = execute(call)) {
      status = response.code();
      if (response.isRedirect()) {
        return redirected(ask, response);
      }
      if (status != 200) {
        return refused(response);
      }
      if (!ask.isAnsweredBy(response)) {
        return failed(
            Then.END,
            FailureCode.BAD_RESPONSE,
            base + " does not answer in git's protocol; is it a git server's address?");
      }
      body = new CountedStream(response.body().byteStream());
      return new Tried<>(Then.END, Result.ok(reader.read(body)));
    } catch (IOException e) {
      return broken(body != null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Tried<>(Then.END, Result.failed(Failure.STOPPED));
    } finally {
      calls.remove(call);
      report(request, status, start, body == null ? 0 : body.count(), retry);
    }
  }

  private void endAt(Instant end, Call call) {
    long left = Duration.between(clock.instant(), end).toNanos();
    call.timeout().timeout(Math.max(left, 1), TimeUnit.NANOSECONDS);
  }

  /** OkHttp is Kotlin: it throws the second exception, while it connects, without saying so. */
  private Response execute(Call call) throws IOException, InterruptedException {
    if (stopped) {
      call.cancel();
    }
    return call.execute();
  }

  private <T> Tried<T> redirected(GitRequest ask, Response response) {
    Optional<String> moved = Redirect.newBase(response, ask.path());
    moved.ifPresent(to -> base = to);
    return failed(
        moved.isPresent() ? Then.FOLLOW : Then.END,
        FailureCode.BAD_RESPONSE,
        base + " redirects to another place, which gets neither the token nor a request");
  }

  private <T> Tried<T> refused(Response response) throws IOException {
    Failure failure = GitHttpErrors.of(response, base, settings.token(), clock.instant());
    Then then = failure.code() == FailureCode.SERVER_ERROR ? Then.REPEAT : Then.END;
    return new Tried<>(then, Result.failed(failure));
  }

  private <T> Tried<T> broken(boolean begun, IOException e) {
    if (stopped || Thread.currentThread().isInterrupted()) {
      return new Tried<>(Then.END, Result.failed(Failure.STOPPED));
    }
    boolean wholeCall =
        e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
    if (wholeCall && settings.deadline().isPresent()) {
      return new Tried<>(Then.END, Result.failed(Failure.OVER));
    }
    LOG.debug("{} broke", base, e);
    Breakage breakage = Breakage.of(e, base, begun, settings.timeout());
    Then again = begun ? Then.REPEAT_AFTER_CUT : Then.REPEAT;
    return new Tried<>(breakage.mayPass() ? again : Then.END, Result.failed(breakage.failure()));
  }

  /** The failure of an answer that broke off after it had begun. */
  Failure brokenOff(IOException e) {
    LOG.debug("{} broke", base, e);
    return stopped ? Failure.STOPPED : Breakage.of(e, base, true, settings.timeout()).failure();
  }

  private void report(Request request, int status, long start, long bytes, boolean retry) {
    HttpUrl url = request.url();
    String query = url.encodedQuery();
    settings
        .exchanges()
        .accept(
            new ApiCall(
                ApiCall.Kind.GIT,
                request.method(),
                url.encodedPath() + (query == null ? "" : "?" + query),
                status,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                bytes,
                false,
                retry,
                0,
                OptionalLong.empty()));
  }

  private static <T> Tried<T> failed(Then then, FailureCode code, String message) {
    return new Tried<>(then, Result.failed(code, message));
  }
}
