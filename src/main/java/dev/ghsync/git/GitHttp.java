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
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Requests below one repository's address: with the token, with redirects followed on the same
 * origin, and sent again where a server or the network failed. The token goes nowhere else. For one
 * thread at a time.
 */
final class GitHttp {
  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_RETRIES = 3;
  private static final String USER = "x-access-token";

  private final GitRemote.Settings settings;
  private final GitRemote.Sleeper sleeper;
  private final InstantSource clock;
  private final OkHttpClient client;

  /** Without a slash at its end; moves with redirects. */
  private String base;

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

  /**
   * A request: a POST where it has a body.
   *
   * @param path behind the repository's address
   * @param type of the answer; another one means that no git server is there
   * @param mostCuts how often the answer may break off before that is a failure
   */
  record Ask(String path, String type, @Nullable RequestBody body, int mostCuts) {
    static Ask get(String path, String type) {
      return new Ask(path, type, null, MOST_RETRIES);
    }

    /** What it brings may be large, so it is brought twice at most. */
    static Ask post(String path, String type, RequestBody body) {
      return new Ask(path, type, body, 1);
    }
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
        return Result.failed(FailureCode.INTERRUPTED, "interrupted while fetching from " + base);
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
    Request request = request(ask);
    long start = System.nanoTime();
    int status = 0;
    @Nullable CountedStream body = null;
    try (Response response = client.newCall(request).execute()) {
      status = response.code();
      if (response.isRedirect()) {
        return redirected(ask, response);
      }
      if (status != 200) {
        return refused(response);
      }
      if (!isOfType(response.body().contentType(), ask.type())) {
        return failed(
            Then.END,
            FailureCode.BAD_RESPONSE,
            base + " does not answer in git's protocol; is it a git server's address?");
      }
      body = new CountedStream(response.body().byteStream());
      return new Tried<>(Then.END, Result.ok(reader.read(body)));
    } catch (IOException e) {
      return broken(body == null ? Then.REPEAT : Then.REPEAT_AFTER_CUT, e);
    } finally {
      report(request, status, start, body == null ? 0 : body.count(), retry);
    }
  }

  private Request request(Ask ask) {
    Request.Builder request =
        new Request.Builder()
            .url(base + ask.path())
            .header("Accept", ask.type())
            .header("Accept-Encoding", "identity") // a pack is compressed already
            .header("Git-Protocol", "version=2")
            .header("User-Agent", settings.userAgent());
    settings
        .token()
        .ifPresent(t -> request.header("Authorization", Credentials.basic(USER, t.reveal())));
    RequestBody body = ask.body();
    return (body == null ? request.get() : request.post(body)).build();
  }

  /** Goes on at the address that the answer names, if it is of the same origin and form. */
  private <T> Tried<T> redirected(Ask ask, Response response) {
    HttpUrl here = response.request().url();
    HttpUrl there = here.resolve(response.header("Location", ""));
    boolean sameOrigin =
        there != null
            && there.scheme().equals(here.scheme())
            && there.host().equals(here.host())
            && there.port() == here.port();
    String end = ask.path().replaceFirst("\\?.*", "");
    if (there == null || !sameOrigin || !there.encodedPath().endsWith(end)) {
      return failed(
          Then.END,
          FailureCode.BAD_RESPONSE,
          base + " redirects to another place, which gets neither the token nor a request");
    }
    String path = there.encodedPath();
    HttpUrl.Builder moved = here.newBuilder().query(null);
    base = moved.encodedPath(path.substring(0, path.length() - end.length())).build().toString();
    return failed(Then.FOLLOW, FailureCode.BAD_RESPONSE, "");
  }

  private <T> Tried<T> refused(Response response) throws IOException {
    boolean withToken = settings.token().isPresent();
    Failure failure = Refusal.of(response, base, withToken, clock.instant());
    Then then = failure.code() == FailureCode.SERVER_ERROR ? Then.REPEAT : Then.END;
    return new Tried<>(then, Result.failed(failure));
  }

  private <T> Tried<T> broken(Then then, IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      String message = "interrupted while fetching from " + base;
      return failed(Then.END, FailureCode.INTERRUPTED, message);
    }
    String reason =
        e instanceof SocketTimeoutException
            ? "nothing came for " + settings.timeout().toSeconds() + " s"
            : RemoteText.clean(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    return failed(then, FailureCode.NETWORK, "no answer from " + base + ": " + reason);
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

  private static boolean isOfType(@Nullable MediaType type, String expected) {
    return type != null && expected.equals(type.type() + "/" + type.subtype());
  }

  private static <T> Tried<T> failed(Then then, FailureCode code, String message) {
    return new Tried<>(then, Result.failed(code, message));
  }
}
