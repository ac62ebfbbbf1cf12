package dev.ghsync.github;

import dev.ghsync.http.Url;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The forms of the addresses of GitHub's REST API. */
final class ApiUrls {
  private static final Pattern IN_REPO =
      Pattern.compile("/(?:repos/[^/]+/[^/]+|repositories/(\\d{1,18}))(/.*)?$");
  private static final Pattern ITEM =
      Pattern.compile(
          "(?:/api/v3)?/(?:repos/)?(?:[^/]+/[^/]+|repositories/\\d{1,18})"
              + "/(?:issues|pulls?|discussions|releases)(?:/comments)?/\\d{1,18}(?:/.*)?");

  private ApiUrls() {}

  /** Returns the address without a slash at its end. */
  static String base(URI apiUrl) {
    return apiUrl.toString().replaceFirst("/+$", "");
  }

  /** Returns path and query behind the repository's address: {@code /labels?per_page=100}. */
  static String withinRepository(String url) {
    int query = url.indexOf('?');
    Matcher path = IN_REPO.matcher(query < 0 ? url : url.substring(0, query));
    String within = path.find() && path.group(2) != null ? path.group(2) : url;
    return within + (query < 0 ? "" : url.substring(query));
  }

  /** Returns what all pages of a list have in common, also after a rename: {@code /labels}. */
  static String listPath(String url) {
    return withinRepository(url).replaceFirst("\\?.*", "");
  }

  /**
   * Whether a redirect is to the same item of the same repository. After a rename the address has
   * the repository's id in place of its name.
   */
  static boolean isSameItem(Endpoint<?> endpoint, Url from, Url to) {
    Matcher own = IN_REPO.matcher(from.path());
    Matcher other = IN_REPO.matcher(to.path());
    if (!own.find() || !other.find()) {
      return false;
    }
    boolean isSamePath =
        Optional.ofNullable(own.group(2)).equals(Optional.ofNullable(other.group(2)));
    boolean isSameRepository =
        from.path().equalsIgnoreCase(to.path())
            || (other.group(1) != null
                && endpoint.repoId().stream().anyMatch(id -> id == Long.parseLong(other.group(1))));
    return isSamePath && isSameRepository;
  }

  /**
   * Whether an address is that of an item: {@code /repositories/5/issues/6}, {@code
   * /repos/octo/other/issues/6/comments}, {@code /octo/other/issues/6}. A redirect to any other
   * address, such as a proxy's login page, does not mean that an item has moved.
   */
  static boolean isItem(Url url) {
    return ITEM.matcher(url.path()).matches();
  }
}
