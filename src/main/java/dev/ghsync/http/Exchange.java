package dev.ghsync.http;

import dev.ghsync.model.ApiCall;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;

/** One request, sent once, with the facts that are reported about it. */
public final class Exchange {
  private final HttpTransport transport;
  private final HttpRequest request;
  private final Optional<Duration> timeLimit;

  /** The bytes of the body as they were received, compressed or not. */
  private final AtomicLong bytes = new AtomicLong();

  private int status;
  private long millis;

  Exchange(HttpTransport transport, HttpRequest request, Optional<Duration> timeLimit) {
    this.transport = transport;
    this.request = request;
    this.timeLimit = timeLimit;
  }

  /** Reads a response; its {@link IOException} means that the response broke off. */
  public interface Reader<T> {
    T read(HttpResponse response) throws IOException;
  }

  /** Sends the request and reads its response while the body is open. */
  public <T> T send(Reader<T> reader) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try {
      return transport.send(
          this,
          response -> {
            status = response.status();
            return reader.read(response);
          });
    } finally {
      millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }
  }

  /** Returns the status of the response; 0 where none came. */
  public int status() {
    return status;
  }

  /** Returns the facts for logs and counters. */
  public ApiCall toApiCall(
      ApiCall.Kind kind, boolean charged, boolean retry, long points, OptionalLong remaining) {
    return new ApiCall(
        kind,
        request.method(),
        request.url().pathAndQuery(),
        status,
        millis,
        bytes.get(),
        charged,
        retry,
        points,
        remaining);
  }

  Request toOkHttp() {
    return request.toOkHttp().newBuilder().tag(Exchange.class, this).build();
  }

  /** Returns the time limit in nanoseconds, at least one: OkHttp takes 0 for no limit. */
  Optional<Long> timeLimit() {
    return timeLimit.map(limit -> Math.max(1, limit.toNanos()));
  }

  /** A network interceptor that counts the bytes of the body for the exchange of its request. */
  static Response countBytes(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    Exchange exchange = chain.request().tag(Exchange.class);
    return exchange == null
        ? response
        : response.newBuilder().body(new CountedBody(response.body(), exchange.bytes)).build();
  }

  private static final class CountedBody extends ResponseBody {
    private final ResponseBody body;
    private final BufferedSource source;

    CountedBody(ResponseBody body, AtomicLong bytes) {
      this.body = body;
      this.source =
          Okio.buffer(
              new ForwardingSource(body.source()) {
                @Override
                public long read(Buffer sink, long byteCount) throws IOException {
                  long count = super.read(sink, byteCount);
                  bytes.addAndGet(Math.max(count, 0));
                  return count;
                }
              });
    }

    @Override
    public MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public BufferedSource source() {
      return source;
    }
  }
}
