package dev.ghsync.git;

import dev.ghsync.http.Exchange;
import dev.ghsync.http.HttpRequest;
import dev.ghsync.http.HttpResponse;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.http.HttpTransport;
import dev.ghsync.http.NetworkErrors;
import dev.ghsync.http.Outcome;
import dev.ghsync.http.RedirectFollower;
import dev.ghsync.http.RetryPolicy;
import dev.ghsync.http.Url;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.TokenSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests below one repository's address, with the token where one may be sent. */
final class GitHttp {
  private static final Logger LOG = LoggerFactory.getLogger(GitHttp.class);

  private static final String COMMAND_TYPE = "application/x-git-upload-pack-request";
  private static final String USER = "x-access-token";

  /** GitHub answers other agents as browsers, see https://github.com/jelmer/dulwich/issues/562. */
  private static final String AGENT = "git/2.0 (%s)";

  /** A response to a command may be large, so a broken one is requested only once more. */
  private static final int COMMAND_CUTS = 1;

  private final HttpSettings settings;
  private final Consumer<ApiCall> listener;
  private final HttpTransport transport;
  private final RetryPolicy retryPolicy;

  /** The repository's address, without a slash at its end; a redirect changes it. */
  private volatile String base;

  GitHttp(HttpSettings settings, Consumer<ApiCall> listener) {
    this.settings = settings;
    this.listener = listener;
    transport = new HttpTransport(settings.url(), settings.timeout(), true);
    retryPolicy = new RetryPolicy(settings, Optional.empty());
    base = settings.url().toString().replaceFirst("/+$", "");
  }

  /** Reads a body; its {@link IOException} means that the response broke off. */
  interface Reader<T> {
    T read(InputStream body) throws IOException;
  }

  /** Returns the repository's address, for messages. */
  String address() {
    return base;
  }

  /**
   * Gets a response of a media type. Exceptions of the reader other than IOException are thrown.
   *
   * @param path behind the repository's address
   */
  <T> Result<T> get(String path, String type, Reader<T> reader) {
    return send(new Request<>(path, Optional.empty(), type, reader));
  }

  /** Posts a command; otherwise like {@link #get}. */
  <T> Result<T> post(String path, byte[] command, String type, Reader<T> reader) {
    return send(new Request<>(path, Optional.of(command), type, reader));
  }

  /** Breaks off what is under way, and sends nothing more. May be called from any thread. */
  void stop() {
    transport.cancel();
  }

  /** Closes the connections; nothing can be sent after it. */
  void close() {
    transport.close();
  }

  boolean isStopped() {
    return transport.isCancelled();
  }

  /** Returns the failure of a response that broke off after it had begun. */
  Failure brokenOff(IOException e) {
    LOG.debug("{} broke off", base, e);
    return isStopped() ? Failure.STOPPED : errors().outcomeOf(e, true, 0).failure();
  }

  private NetworkErrors errors() {
    return new NetworkErrors(URI.create(base), "", base, settings.timeout());
  }

  private <T> Result<T> send(Request<T> request) {
    Outcome<T> outcome = RedirectFollower.follow(Url.of(base + request.path), request);
    return outcome instanceof Outcome.Success<T> success
        ? Result.ok(success.value())
        : Result.failed(outcome.findFailure().orElseThrow());
  }

  private static <T> Outcome<T> rejected(Failure failure) {
    return new Outcome.Rejected<>(failure);
  }

  /** A request and the reader of its response. */
  private final class Request<T> implements RedirectFollower.Target<T>, RetryPolicy.Attempt<T> {
    private final String path;
    private final Optional<byte[]> command;
    private final String type;
    private final Reader<T> reader;

    Request(String path, Optional<byte[]> command, String type, Reader<T> reader) {
      this.path = path;
      this.command = command;
      this.type = type;
      this.reader = reader;
    }

    @Override
    public Outcome<T> send(Url redirected) {
      try {
        return retryPolicy.run(this, false);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return rejected(Failure.STOPPED);
      }
    }

    /** Changes the repository's address, where the redirect is for the same path below another. */
    @Override
    public Optional<Outcome<T>> outcomeOf(
        Outcome.Redirect<T> redirect, Url from, Optional<Url> to) {
      String end = path.replaceFirst("\\?.*", "");
      Optional<Url> moved = to.filter(url -> url.hasOriginOf(from));
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      String there = moved.get().path();
      if (!there.endsWith(end)) {
        return Optional.of(
            RedirectFollower.rejected(base + " is redirected to an address that is none of git's"));
      }
      base = moved.get().withPath(there.substring(0, there.length() - end.length())).toString();
      return Optional.empty();
    }

    @Override
    public Outcome<T> send(boolean retry) throws InterruptedException {
      if (!retryPolicy.isBeforeDeadline(Duration.ZERO)) {
        return rejected(Failure.OVER);
      }
      Optional<Result<Token>> token = settings.token().map(TokenSource::current);
      if (token.isPresent() && token.get() instanceof Result.Failed<Token> failed) {
        return rejected(failed.failure());
      }
      Optional<Token> own = token.flatMap(t -> t.fold(Optional::of, failure -> Optional.empty()));
      Exchange exchange = transport.exchange(request(own), timeLeft());
      try {
        return exchange.send(response -> read(response, own));
      } catch (IOException e) {
        return broken(e, exchange.status() == 200);
      } finally {
        listener.accept(
            exchange.toApiCall(ApiCall.Kind.GIT, false, retry, 0, OptionalLong.empty()));
      }
    }

    private HttpRequest request(Optional<Token> token) {
      Url url = Url.of(base + path);
      HttpRequest request =
          command
              .map(body -> HttpRequest.post(url, body, COMMAND_TYPE))
              .orElseGet(() -> HttpRequest.get(url))
              .header("Accept", type)
              .header("Accept-Encoding", "identity") // a pack is compressed already
              .header("Git-Protocol", "version=2")
              .header("User-Agent", AGENT.formatted(settings.userAgent()));
      return token.map(own -> request.basicLogin(USER, own.reveal())).orElse(request);
    }

    private Optional<Duration> timeLeft() {
      return settings.deadline().map(end -> Duration.between(settings.clock().instant(), end));
    }

    private Outcome<T> read(HttpResponse response, Optional<Token> token) throws IOException {
      if (response.isRedirect()) {
        return new Outcome.Redirect<>(
            response.status(), response.headers().text("Location").orElse(""));
      }
      if (response.status() != 200) {
        boolean isReplaced =
            response.status() == 401
                && token.stream()
                    .anyMatch(own -> settings.token().stream().anyMatch(s -> s.replace(own)));
        if (isReplaced) {
          return new Outcome.TransientFailure<>(
              Failure.of(FailureCode.FORBIDDEN, base + " does not accept the token"),
              Outcome.Kind.UNREACHABLE,
              RetryPolicy.RETRIES);
        }
        Instant now = response.headers().date().orElseGet(settings.clock()::instant);
        return GitHttpErrors.outcomeOf(response, base, token, now);
      }
      return response.hasType(type)
          ? new Outcome.Success<>(reader.read(response.body()))
          : RedirectFollower.rejected(
              base + " does not answer in git's protocol; is it a git server's address?");
    }

    private Outcome<T> broken(IOException e, boolean begun) {
      if (isStopped() || Thread.currentThread().isInterrupted()) {
        return rejected(Failure.STOPPED);
      }
      boolean isWholeCall =
          e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
      if (isWholeCall && settings.deadline().isPresent()) {
        return rejected(Failure.OVER);
      }
      LOG.debug("{} broke off", base, e);
      boolean isLarge = begun && command.isPresent();
      return errors().outcomeOf(e, begun, isLarge ? COMMAND_CUTS : RetryPolicy.RETRIES);
    }
  }
}
