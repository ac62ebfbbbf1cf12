package dev.ghsync.sync.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;

/** Git over HTTP: hands what is asked to the real {@code git upload-pack}. */
public final class SmartHttp {
  private SmartHttp() {}

  /** Answers the discovery, or a POST. */
  public static MockResponse answer(GitRepo repo, RecordedRequest request) {
    String protocol = Objects.requireNonNullElse(request.getHeaders().get("Git-Protocol"), "");
    if (request.getMethod().equals("POST")) {
      byte[] body = Objects.requireNonNull(request.getBody()).toByteArray();
      return ok("result", new Buffer().write(repo.uploadPack(protocol, body)));
    }
    Buffer body = new Buffer().writeUtf8("001e# service=git-upload-pack\n0000");
    return ok(
        "advertisement", body.write(repo.uploadPack(protocol, new byte[0], "--advertise-refs")));
  }

  /** The same answer, which ends after so many bytes, in the middle of a pack. */
  public static MockResponse cutAfter(long bytes, MockResponse answer) {
    Buffer body = new Buffer();
    try {
      Objects.requireNonNull(answer.getBody()).writeTo(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (body.size() <= bytes) {
      return answer;
    }
    Buffer part = new Buffer();
    part.write(body, bytes);
    return answer.newBuilder().body(part).build();
  }

  private static MockResponse ok(String kind, Buffer body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/x-git-upload-pack-" + kind)
        .body(body)
        .build();
  }
}
