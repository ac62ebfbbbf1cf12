package dev.ghsync.git;

import dev.ghsync.model.Exchange;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Requests below one repository's address: with the token, with redirects followed on the same
 * origin, and sent again where a server or the network failed. The token goes nowhere else.
 */
final class GitHttp {
  static final int MOST_RETRIES = 3;

  private static final int MOST_REDIRECTS = 5;

  private final GitRemote.Settings settings;
  private final GitRemote.Sleeper sleeper;
  private final InstantSource clock;
  private final OkHttpClient client;

  /** Without a slash at its end; moves with redirects. */
  private volatile String base;

  GitHttp(GitRemote.Settings settings, GitRemote.Sleeper sleeper, InstantSource clock) {
    this.settings = settings;
    this.sleeper = sleeper;
    this.clock = clock;
    base = settings.url().toString().replaceFirst("/+$", "");
    client =
        new OkHttpClient.Builder()
            .connectTimeout(settings.timeout())
            .readTimeout(settings.timeout())
            .writeTimeout(settings.timeout())
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
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

  /** Where the repository is, for people. */
  String address() {
    return base;
  }

  /** Sends it until it is answered, at most four times; what the reader throws goes through. */
  <T> Result<T> send(Ask ask, Reader<T> reader) {
    int failures = 0;
    int cuts = 0;
    for (int sent = 1; ; sent++) {
      Tried<T> tried = follow(ask, sent > 1, reader);
      boolean again =
          switch (tried.then()) {
            case REPEAT -> ++failures <= MOST_RETRIES;
            case REPEAT_AFTER_CUT -> ++cuts <= ask.mostCuts();
            default -> false;
          };
      if (!again) {
        return tried.result();
      }
      try {
        sleeper.sleep(Backoff.before(sent));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return interrupted();
      }
    }
  }

  private <T> Tried<T> follow(Ask ask, boolean retry, Reader<T> reader) {
    Tried<T> tried = once(ask, retry, reader);
    for (int redirects = 1; tried.then() == Then.FOLLOW; redirects++) {
      if (redirects > MOST_REDIRECTS) {
        return failed(Then.END, FailureCode.BAD_RESPONSE, base + " redirects without an end");
      }
      tried = once(ask, retry, reader);
    }
    return tried;
  }

  private <T> Tried<T> once(Ask ask, boolean retry, Reader<T> reader) {
    Request request = ask.request(base, settings);
    long start = System.nanoTime();
    int status = 0;
    @Nullable CountedStream body = null;
    try (Response response = execute(request)) {
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
      return new Tried<>(Then.END, interrupted());
    } finally {
      report(request, status, start, body == null ? 0 : body.count(), retry);
    }
  }

  /** OkHttp is Kotlin: it throws the second exception, while it connects, without saying so. */
  private Response execute(Request request) throws IOException, InterruptedException {
    return client.newCall(request).execute();
  }

  private <T> Tried<T> redirected(Ask ask, Response response) {
    Optional<String> moved = Redirect.newBase(response, ask.path());
    moved.ifPresent(to -> base = to);
    return failed(
        moved.isPresent() ? Then.FOLLOW : Then.END,
        FailureCode.BAD_RESPONSE,
        base + " redirects to another place, which gets neither the token nor a request");
  }

  private <T> Tried<T> refused(Response response) throws IOException {
    boolean withToken = settings.token().isPresent();
    Failure failure = Refusal.of(response, base, withToken, clock.instant());
    Then then = failure.code() == FailureCode.SERVER_ERROR ? Then.REPEAT : Then.END;
    return new Tried<>(then, Result.failed(failure));
  }

  private <T> Tried<T> broken(boolean cut, IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      return new Tried<>(Then.END, interrupted());
    }
    String reason =
        e instanceof SocketTimeoutException
            ? "nothing came for " + settings.timeout().toSeconds() + " s"
            : RemoteText.clean(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    return cut
        ? failed(
            Then.REPEAT_AFTER_CUT,
            FailureCode.NETWORK,
            "the answer of " + base + " broke off: " + reason)
        : failed(Then.REPEAT, FailureCode.NETWORK, "no answer from " + base + ": " + reason);
  }

  private <T> Result<T> interrupted() {
    return Result.failed(FailureCode.INTERRUPTED, "interrupted while fetching from " + base);
  }

  private void report(Request request, int status, long start, long bytes, boolean retry) {
    HttpUrl url = request.url();
    String query = url.encodedQuery();
    settings
        .exchanges()
        .accept(
            new Exchange(
                Exchange.Kind.GIT,
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
