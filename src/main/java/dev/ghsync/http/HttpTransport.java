package dev.ghsync.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one server. A request is sent as it is: no redirects, no retries after a
 * response has begun, no cache, no cookies. Bodies may be compressed, and HTTP/2 is used where it
 * is offered.
 */
public final class HttpTransport implements AutoCloseable {
  private final URI server;
  private final Duration timeout;
  private final boolean reconnects;
  private final Set<Call> active = ConcurrentHashMap.newKeySet();
  private @Nullable OkHttpClient client;
  private volatile boolean cancelled;

  /**
   * Opens no connection yet.
   *
   * @param server its scheme decides for all requests whether they are encrypted
   * @param timeout a request that receives no byte for this long fails
   * @param reconnects whether OkHttp may send a request on a new connection if a pooled one turns
   *     out to be closed; such a request is counted once
   */
  public HttpTransport(URI server, Duration timeout, boolean reconnects) {
    this.server = server;
    this.timeout = timeout;
    this.reconnects = reconnects;
  }

  /**
   * Prepares a request.
   *
   * @param timeLimit the time for the request and its whole response, if it is limited
   */
  public Exchange exchange(HttpRequest request, Optional<Duration> timeLimit) {
    return new Exchange(this, request, timeLimit);
  }

  /**
   * Ends all requests that are under way, and every later one. OkHttp's dispatcher cannot do this:
   * it drops a call when its response begins.
   */
  public void cancel() {
    cancelled = true;
    active.forEach(Call::cancel);
  }

  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public synchronized void close() {
    cancel();
    if (client != null) {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }

  /** OkHttp throws the InterruptedException without declaring it, while it connects. */
  <T> T send(Exchange exchange, Exchange.Reader<T> reader)
      throws IOException, InterruptedException {
    Call call = client().newCall(exchange.toOkHttp());
    exchange.timeLimit().ifPresent(limit -> call.timeout().timeout(limit, TimeUnit.NANOSECONDS));
    active.add(call);
    if (cancelled) {
      call.cancel();
    }
    try (Response response = call.execute()) {
      return reader.read(new HttpResponse(response));
    } finally {
      active.remove(call);
    }
  }

  /** The client is made for the first request: a run without git traffic prepares no TLS for it. */
  private synchronized OkHttpClient client() {
    if (client == null) {
      client =
          Network.current()
              .client(server, timeout)
              .retryOnConnectionFailure(reconnects)
              .addNetworkInterceptor(Exchange::countBytes)
              .build();
    }
    return client;
  }
}
