package dev.ghsync.auth;

import dev.ghsync.github.Endpoints;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.client.TokenInfo;
import dev.ghsync.github.json.TokenOwner;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.item.Repository;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The description of a token, without the token itself.
 *
 * @param source where it was found: {@code $GH_TOKEN}
 * @param type by its prefix
 * @param login empty for installation tokens, which {@code GET /user} refuses
 * @param scopes of a classic or OAuth token, possibly none; empty for other types
 * @param permissions that the token was seen to have: {@code issues=read}
 * @param expiresAt empty where GitHub does not say
 * @param limit the hourly limit; empty where the server has none
 */
public record TokenStatus(
    String source,
    String type,
    Optional<String> login,
    Optional<List<String>> scopes,
    List<String> permissions,
    Optional<Instant> expiresAt,
    Optional<RateLimit> limit) {

  /** The name in the endpoints of a check without a repository; it is in none of their URLs. */
  private static final RepoName UNUSED = new RepoName("any", "any");

  /**
   * Checks a token with a few requests.
   *
   * @param github a client that uses the token
   * @param repo a repository that the token must be able to read
   * @return a failure such as {@code bad-credentials} where GitHub does not accept the token
   */
  public static Result<TokenStatus> check(
      Token token, GitHub github, URI apiUrl, Optional<RepoName> repo) {
    Endpoints endpoints = new Endpoints(apiUrl, repo.orElse(UNUSED));
    Fetched<TokenOwner> owner = github.fetch(endpoints.user());
    if (owner instanceof Fetched.Stopped<TokenOwner> stopped) {
      return Result.failed(stopped.failure());
    }
    return (repo.isPresent() ? canRead(github, endpoints, repo.get()) : Result.ok(true))
        .map(checked -> describe(token, github, endpoints, value(owner)));
  }

  private static TokenStatus describe(
      Token token, GitHub github, Endpoints endpoints, Optional<TokenOwner> owner) {
    Optional<RateLimit> limit = limit(github, endpoints);
    Optional<TokenInfo> facts = github.tokenInfo();
    return new TokenStatus(
        token.source(),
        TokenKind.of(token).text(),
        owner.map(TokenOwner::login),
        facts.flatMap(TokenInfo::scopes).map(text -> split(text, ",")),
        facts.flatMap(TokenInfo::permissions).map(text -> split(text, ";")).orElse(List.of()),
        facts.flatMap(TokenInfo::expiresAt),
        limit);
  }

  private static Result<Boolean> canRead(GitHub github, Endpoints endpoints, RepoName repo) {
    Fetched<Repository> fetched = github.fetch(endpoints.repository());
    if (fetched instanceof Fetched.Page<Repository>) {
      return Result.ok(true);
    }
    return fetched instanceof Fetched.Stopped<Repository> stopped
        ? Result.failed(stopped.failure())
        : Result.failed(
            FailureCode.REPO_NOT_FOUND,
            "%s does not see %s; check the name and the token's access"
                .formatted(github.tokenName(), repo));
  }

  private static Optional<RateLimit> limit(GitHub github, Endpoints endpoints) {
    Fetched<RateLimit> fetched = github.fetch(endpoints.rateLimit());
    return fetched instanceof Fetched.Stopped<RateLimit> ? github.rateLimit() : value(fetched);
  }

  private static <T> Optional<T> value(Fetched<T> answer) {
    return answer instanceof Fetched.Page<T> page ? Optional.of(page.value()) : Optional.empty();
  }

  private static List<String> split(String text, String by) {
    return Arrays.stream(text.split(by)).map(String::trim).filter(part -> !part.isEmpty()).toList();
  }
}
