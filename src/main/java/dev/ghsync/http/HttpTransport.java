package dev.ghsync.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * OkHttp, set up to do what it is told and no more: no redirects, no retries, no cache, no cookies
 * of its own. It unpacks gzip and speaks HTTP/2 where that is offered.
 */
public final class HttpTransport implements AutoCloseable {
  /** However slowly the bytes come, ten time-outs are the end. */
  private static final int LONGEST_CALL = 10;

  private final OkHttpClient client;
  private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  /**
   * Connects nowhere yet.
   *
   * @param server by its scheme all requests are encrypted, or none is
   * @param timeout a request without a byte for this long fails
   */
  public HttpTransport(URI server, Duration timeout) {
    client =
        Network.current()
            .client(server, timeout)
            .retryOnConnectionFailure(false)
            .callTimeout(timeout.multipliedBy(LONGEST_CALL))
            .addNetworkInterceptor(HttpTransport::weigh)
            .build();
  }

  /** The bytes of one answer's body as they came over the wire, compressed or not. */
  public static final class ByteCounter {
    private final AtomicLong bytes = new AtomicLong();

    public long bytes() {
      return bytes.get();
    }
  }

  /** Understands an answer; its {@link IOException} means that the answer broke off. */
  public interface Reader<T> {
    T read(Response response) throws IOException;
  }

  public <T> T send(Request request, ByteCounter scale, Reader<T> reader) throws IOException {
    Call call = client.newCall(request.newBuilder().tag(ByteCounter.class, scale).build());
    underWay.add(call);
    if (cancelled) {
      call.cancel();
    }
    try (Response response = call.execute()) {
      return reader.read(response);
    } finally {
      underWay.remove(call);
    }
  }

  /**
   * Ends all that is under way, and lets nothing more begin. OkHttp's dispatcher would not do: it
   * forgets a call when its answer begins.
   */
  public void cancel() {
    cancelled = true;
    underWay.forEach(Call::cancel);
  }

  @Override
  public void close() {
    cancel();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private static Response weigh(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ByteCounter scale = chain.request().tag(ByteCounter.class);
    return scale == null
        ? response
        : response.newBuilder().body(new WeighedBody(response.body(), scale)).build();
  }

  private static final class WeighedBody extends ResponseBody {
    private final ResponseBody body;
    private final BufferedSource weighed;

    WeighedBody(ResponseBody body, ByteCounter scale) {
      this.body = body;
      this.weighed = Okio.buffer(weigh(body.source(), scale));
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
      return weighed;
    }

    private static Source weigh(Source source, ByteCounter scale) {
      return new ForwardingSource(source) {
        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
          long count = super.read(sink, byteCount);
          scale.bytes.addAndGet(Math.max(count, 0));
          return count;
        }
      };
    }
  }
}
