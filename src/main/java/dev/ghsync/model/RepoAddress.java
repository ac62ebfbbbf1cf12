package dev.ghsync.model;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository as a user specifies it: {@code owner/name}, or a URL that also contains the server.
 *
 * @param apiUrl the REST API of the server; empty if only the name was given
 */
public record RepoAddress(Optional<URI> apiUrl, RepoName name) {
  /** {@code git@github.com:owner/name.git}. */
  private static final Pattern SCP = Pattern.compile("(?:[^/\\s@:]+@)([^/\\s:]+):/?(\\S+)");

  /** {@code github.com/owner/name}: an owner's name has no dot. */
  private static final Pattern BARE = Pattern.compile("[^/\\s:@]+\\.[^/\\s@]+/[^/\\s]+/\\S+");

  private static final Set<String> WEB = Set.of("http", "https");
  private static final Set<String> GIT = Set.of("ssh", "git", "git+ssh");

  /** Other names of github.com. */
  private static final Set<String> ALSO_GITHUB =
      Set.of("www.github.com", "api.github.com", "ssh.github.com");

  /**
   * Reads {@code owner/name}, the URL of any page of the repository, an argument of {@code git
   * clone}, or the repository's URL in the REST API.
   *
   * @return empty if the text is none of these
   */
  public static Optional<RepoAddress> parse(String text) {
    try {
      Matcher scp = SCP.matcher(text);
      if (scp.matches()) {
        return of(scp.group(1), List.of(scp.group(2).split("/")), "https", -1);
      }
      if (text.contains("://")) {
        return ofUri(new URI(text));
      }
      return BARE.matcher(text).matches()
          ? ofUri(new URI("https://" + text))
          : RepoName.parse(text).map(name -> new RepoAddress(Optional.empty(), name));
    } catch (URISyntaxException | IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  private static Optional<RepoAddress> ofUri(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    boolean web = WEB.contains(scheme);
    boolean secret = web && uri.getUserInfo() != null; // it may contain a token
    if (uri.getHost() == null || secret || !(web || GIT.contains(scheme))) {
      return Optional.empty();
    }
    List<String> path = new ArrayList<>(Arrays.asList(uri.getPath().split("/")));
    path.removeIf(String::isEmpty);
    // The port of ssh or git is not the port of the API.
    return of(uri.getHost(), path, web ? scheme : "https", web ? uri.getPort() : -1);
  }

  private static Optional<RepoAddress> of(
      String server, List<String> path, String scheme, int port) {
    List<String> names = withoutApi(path);
    String host = server.toLowerCase(Locale.ROOT);
    host = ALSO_GITHUB.contains(host) ? Host.GITHUB.name() : host;
    boolean otherService = host.endsWith(".github.com") || host.endsWith(".githubusercontent.com");
    if (names.size() < 2 || otherService) {
      return Optional.empty();
    }
    String name = names.get(1);
    name = name.endsWith(".git") ? name.substring(0, name.length() - ".git".length()) : name;
    RepoName repo = new RepoName(names.get(0), name);
    Host known = Host.ofApi(URI.create(scheme + "://" + host + (port < 0 ? "" : ":" + port)));
    return Optional.of(new RepoAddress(Optional.of(known.apiUrl(scheme)), repo));
  }

  /** Returns the path after {@code /repos/} or {@code /api/v3/repos/}, which only the API has. */
  private static List<String> withoutApi(List<String> path) {
    int skip = path.size() > 2 && path.get(0).equals("repos") ? 1 : 0;
    skip = path.size() > 4 && path.subList(0, 3).equals(List.of("api", "v3", "repos")) ? 3 : skip;
    return path.subList(skip, path.size());
  }

  @Override
  public String toString() {
    return apiUrl.map(url -> Host.ofApi(url) + "/" + name).orElseGet(name::toString);
  }
}
