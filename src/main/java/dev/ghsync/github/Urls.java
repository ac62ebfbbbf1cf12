package dev.ghsync.github;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** What the addresses of GitHub's API have in common. */
public final class Urls {
  private static final Pattern IN_REPO =
      Pattern.compile("/(?:repos/[^/]+/[^/]+|repositories/(\\d{1,18}))(/.*)?$");
  private static final Pattern ITEM =
      Pattern.compile(
          "(?:/api/v3)?/(?:repos/)?(?:[^/]+/[^/]+|repositories/\\d{1,18})"
              + "/(?:issues|pulls?|discussions|releases)(?:/comments)?/\\d{1,18}(?:/.*)?");

  private Urls() {}

  /** Without a slash at its end. */
  static String base(URI apiUrl) {
    return apiUrl.toString().replaceFirst("/+$", "");
  }

  /**
   * Where GraphQL is asked: {@code https://api.github.com/graphql}; {@code
   * https://HOST/api/graphql} for {@code https://HOST/api/v3}.
   */
  public static String graphql(URI apiUrl) {
    return base(apiUrl).replaceFirst("/api/v3$", "/api") + "/graphql";
  }

  /** Scheme, host and port are the same, so that the token may go there. */
  static boolean sameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host()) // lower case both
        && one.port() == other.port();
  }

  /** Path and query: what reports and messages show of an address. */
  static String path(HttpUrl url) {
    String query = url.encodedQuery();
    return url.encodedPath() + (query == null ? "" : "?" + query);
  }

  /** The page number in an address. */
  static OptionalInt page(HttpUrl url) {
    String page = url.queryParameter("page");
    return page != null && page.matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(page))
        : OptionalInt.empty();
  }

  /** Path and query behind the repository's own address: {@code /labels?per_page=100}. */
  static String withinRepository(String url) {
    int query = url.indexOf('?');
    Matcher path = IN_REPO.matcher(query < 0 ? url : url.substring(0, query));
    String within = path.find() && path.group(2) != null ? path.group(2) : url;
    return within + (query < 0 ? "" : url.substring(query));
  }

  /** What all pages of a list have in common, also after a rename: {@code /labels}. */
  static String listPath(String url) {
    return withinRepository(url).replaceFirst("\\?.*", "");
  }

  /**
   * Whether a redirect leads to the same item of the same repository, as it does after a rename,
   * which sends to the same place under the repository's id.
   */
  static boolean isSameItem(Endpoint<?> endpoint, HttpUrl from, HttpUrl to) {
    Matcher own = IN_REPO.matcher(from.encodedPath());
    Matcher other = IN_REPO.matcher(to.encodedPath());
    if (!own.find() || !other.find()) {
      return false;
    }
    boolean sameItem =
        Optional.ofNullable(own.group(2)).equals(Optional.ofNullable(other.group(2)));
    boolean sameRepo =
        from.encodedPath().equalsIgnoreCase(to.encodedPath())
            || (other.group(1) != null
                && endpoint.repoId().stream().anyMatch(id -> id == Long.parseLong(other.group(1))));
    return sameItem && sameRepo;
  }

  /**
   * Whether an address is one of an item: {@code /repositories/5/issues/6}, {@code
   * /repos/octo/other/issues/6/comments}, {@code /octo/other/issues/6}. Only such an address tells
   * that an item has moved. A proxy's login page, for example, is none.
   */
  static boolean isOfItem(HttpUrl url) {
    return ITEM.matcher(url.encodedPath()).matches();
  }
}
