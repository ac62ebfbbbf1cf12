package dev.ghsync.git;

import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.Response;

/** Where a repository has moved to. */
final class Redirect {
  private Redirect() {}

  /**
   * The repository's new address. Empty where it is not on the same origin, which is the only one
   * that may see the token, or where another thing than {@code path} below it is named.
   *
   * @param path of the request, behind the repository's address
   */
  static Optional<String> newBase(Response response, String path) {
    HttpUrl here = response.request().url();
    HttpUrl there = here.resolve(response.header("Location", ""));
    if (there == null || !sameOrigin(here, there)) {
      return Optional.empty();
    }
    String end = path.replaceFirst("\\?.*", "");
    String moved = there.encodedPath();
    if (!moved.endsWith(end)) {
      return Optional.empty();
    }
    String repository = moved.substring(0, moved.length() - end.length());
    HttpUrl base = here.newBuilder().encodedPath(repository).query(null).build();
    return Optional.of(base.toString());
  }

  private static boolean sameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host())
        && one.port() == other.port();
  }
}
