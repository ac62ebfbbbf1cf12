package dev.ghsync.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** A request: an immutable value. */
public final class HttpRequest {
  private final Request request;

  private HttpRequest(Request request) {
    this.request = request;
  }

  public static HttpRequest get(Url url) {
    return new HttpRequest(new Request.Builder().url(url.toOkHttp()).build());
  }

  /**
   * Returns a request that sends a body.
   *
   * @param type the media type of the body
   */
  public static HttpRequest post(Url url, byte[] body, String type) {
    RequestBody content = RequestBody.create(body, MediaType.get(type));
    return new HttpRequest(new Request.Builder().url(url.toOkHttp()).post(content).build());
  }

  /** Returns a request with a method; its body is JSON, where it has one. */
  public static HttpRequest of(String method, Url url, Optional<byte[]> json) {
    @Nullable RequestBody body =
        json.map(bytes -> RequestBody.create(bytes, MediaType.get("application/json")))
            .orElse(null);
    return new HttpRequest(new Request.Builder().url(url.toOkHttp()).method(method, body).build());
  }

  /** Returns the same request with a header in place of those of that name. */
  public HttpRequest header(String name, String value) {
    return new HttpRequest(request.newBuilder().header(name, value).build());
  }

  /** Returns the same request with a user and a password (RFC 7617). */
  public HttpRequest basicLogin(String user, String password) {
    return header("Authorization", Credentials.basic(user, password, StandardCharsets.UTF_8));
  }

  public String method() {
    return request.method();
  }

  public Url url() {
    return new Url(request.url());
  }

  /** Returns method, path and query. */
  @Override
  public String toString() {
    return method() + " " + url().pathAndQuery();
  }

  Request toOkHttp() {
    return request;
  }
}
