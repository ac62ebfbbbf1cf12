package dev.ghsync.git;

import okhttp3.Credentials;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request to a git server: a POST where it has a body.
 *
 * @param path behind the repository's address
 * @param type of the answer; another one means that no git server is there
 * @param mostCuts how often the answer may break off before that is a failure
 */
record GitRequest(String path, String type, @Nullable RequestBody body, int mostCuts) {
  private static final String USER = "x-access-token";

  /** GitHub answers others as browsers, see https://github.com/jelmer/dulwich/issues/562. */
  private static final String AGENT = "git/2.0 (%s)";

  static GitRequest get(String path, String type) {
    return new GitRequest(path, type, null, GitHttp.MOST_RETRIES);
  }

  /** What it brings may be large, so it is brought twice at most. */
  static GitRequest post(String path, String type, RequestBody body) {
    return new GitRequest(path, type, body, 1);
  }

  /** With the token in it. */
  Request request(String base, GitRemote.Settings settings) {
    Request.Builder request =
        new Request.Builder()
            .url(base + path)
            .header("Accept", type)
            .header("Accept-Encoding", "identity") // a pack is compressed already
            .header("Git-Protocol", "version=2")
            .header("User-Agent", AGENT.formatted(settings.userAgent()));
    settings
        .token()
        .ifPresent(t -> request.header("Authorization", Credentials.basic(USER, t.reveal())));
    return (body == null ? request.get() : request.post(body)).build();
  }

  boolean isAnsweredBy(Response response) {
    MediaType given = response.body().contentType();
    return given != null && type.equals(given.type() + "/" + given.subtype());
  }
}
