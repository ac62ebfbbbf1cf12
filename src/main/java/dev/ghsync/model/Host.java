package dev.ghsync.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A GitHub server: {@code github.com}, {@code NAME.ghe.com}, or the name of an Enterprise Server.
 * Equal ids on two hosts are different repositories and accounts.
 *
 * @param name in lower case, with a non-default port
 */
public record Host(String name) {
  public static final Host GITHUB = new Host("github.com");

  private static final String TENANT = ".ghe.com";

  /** Returns the host whose REST API has this URL. */
  public static Host ofApi(URI apiUrl) {
    return new Host(web(apiUrl) + port(apiUrl));
  }

  /**
   * Returns the URL of the host's REST API, see {@link #ofApi}.
   *
   * @param scheme of an Enterprise Server; GitHub's own hosts have https
   */
  public URI apiUrl(String scheme) {
    boolean hosted = equals(GITHUB) || name.endsWith(TENANT);
    return URI.create(hosted ? "https://api." + name : scheme + "://" + name + "/api/v3");
  }

  /** Returns the git URL of a repository on the host whose REST API has this URL. */
  public static URI gitUrl(URI apiUrl, RepoName repo) {
    try {
      String path = "/" + repo + ".git";
      return new URI(apiUrl.getScheme(), null, web(apiUrl), apiUrl.getPort(), path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("an address made of checked parts", e);
    }
  }

  /** Returns the name without a port and without the {@code api.} of GitHub's own hosts. */
  private static String web(URI apiUrl) {
    String name = apiUrl.getHost().toLowerCase(Locale.ROOT);
    boolean hosted =
        name.equals("api.github.com")
            || (name.startsWith("api.") && name.endsWith(TENANT) && name.length() > 12);
    return hosted ? name.substring("api.".length()) : name;
  }

  private static String port(URI url) {
    int usual = "https".equals(url.getScheme()) ? 443 : 80;
    return url.getPort() < 0 || url.getPort() == usual ? "" : ":" + url.getPort();
  }

  @Override
  public String toString() {
    return name;
  }
}
