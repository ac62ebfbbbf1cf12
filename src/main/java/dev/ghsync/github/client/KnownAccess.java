package dev.ghsync.github.client;

import dev.ghsync.model.TokenSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The permissions that a token is known to lack for one repository. GitHub names the permissions of
 * an App's installation with each token. They matter only for a repository that is not public.
 *
 * <p><a
 * href="https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps">Permissions
 * required for GitHub Apps</a>
 */
public final class KnownAccess {
  private static final List<String> CONTENTS = List.of("contents");
  private static final List<String> ISSUES = List.of("issues");
  private static final List<String> PULLS = List.of("pull_requests");
  private static final List<String> PULLS_OR_CONTENTS = List.of("pull_requests", "contents");
  private static final List<String> EITHER = List.of("issues", "pull_requests");

  /** The addresses for which a permission for pull requests is not enough. */
  private static final Pattern ISSUES_ONLY =
      Pattern.compile("/issues(/events|/\\d+(/reactions)?|/comments/\\d+/reactions)?");

  private static final Pattern ONE_PULL = Pattern.compile("/pulls/\\d+");

  private final TokenSource token;
  private volatile boolean isPublic = true;

  /** A repository that may be public. */
  public KnownAccess(TokenSource token) {
    this.token = token;
  }

  /** Notes that the repository is not public. */
  public void notPublic() {
    isPublic = false;
  }

  /**
   * Returns what the token lacks for an address of REST, in the form of GitHub's header {@code
   * x-accepted-github-permissions}; empty if the request must be sent.
   *
   * @param page path and query within the repository
   */
  public Optional<String> missingFor(String page) {
    return isPublic ? Optional.empty() : missing(neededFor(page.replaceFirst("\\?.*", "")));
  }

  /** Returns what the token lacks for a permission; empty if the request must be sent. */
  public Optional<String> missingPermission(String name) {
    return isPublic ? Optional.empty() : missing(List.of(name));
  }

  private Optional<String> missing(List<String> oneOf) {
    boolean mayBeAllowed =
        oneOf.isEmpty() || token.permissions().map(granted -> granted.hasOneOf(oneOf)).orElse(true);
    return mayBeAllowed
        ? Optional.empty()
        : Optional.of(oneOf.stream().map(name -> name + "=read").collect(Collectors.joining("; ")));
  }

  private static List<String> neededFor(String path) {
    String[] parts = path.split("/", -1);
    return switch (parts.length > 1 && parts[0].isEmpty() ? parts[1] : "") {
      case "git", "commits", "releases" -> CONTENTS;
      case "pulls" -> ONE_PULL.matcher(path).matches() ? PULLS_OR_CONTENTS : PULLS;
      case "labels", "milestones" -> EITHER;
      case "issues" -> ISSUES_ONLY.matcher(path).matches() ? ISSUES : EITHER;
      default -> List.of();
    };
  }
}
