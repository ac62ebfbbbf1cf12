package dev.ghsync.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import okhttp3.MediaType;
import okhttp3.Response;

/** A response whose body is open: it is valid only while its reader runs. */
public final class HttpResponse {
  private final Response response;
  private final HttpHeaders headers;

  HttpResponse(Response response) {
    this.response = response;
    this.headers = new HttpHeaders(response.headers());
  }

  public int status() {
    return response.code();
  }

  public boolean isRedirect() {
    return response.isRedirect();
  }

  public HttpHeaders headers() {
    return headers;
  }

  /** Returns the address that was requested. */
  public Url url() {
    return new Url(response.request().url());
  }

  /** Whether the body is of a media type, whatever its parameters. */
  public boolean hasType(String type) {
    MediaType given = response.body().contentType();
    return given != null && type.equals(given.type() + "/" + given.subtype());
  }

  /** Returns the length of the body, where it is announced and the body is not compressed. */
  public OptionalLong length() {
    long length = response.body().contentLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** Returns the body, unpacked. */
  public InputStream body() {
    return response.body().byteStream();
  }

  /** Returns the beginning of the body as text, without consuming it. */
  public String peek(int mostBytes) throws IOException {
    return response.peekBody(mostBytes).string();
  }
}
