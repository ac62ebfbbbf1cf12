package dev.ghsync.auth;

import dev.ghsync.github.Endpoints;
import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.TokenFacts;
import dev.ghsync.github.TokenOwner;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RateLimit;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.item.Repository;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Asks GitHub whose a token is, and what is left of its limit. */
public final class GitHubTokenCheck implements TokenCheck {
  /** Endpoints are of a repository; those used here do not look at it. */
  private static final RepoName ANY = new RepoName("any", "any");

  private final String userAgent;

  public GitHubTokenCheck(String userAgent) {
    this.userAgent = userAgent;
  }

  @Override
  public Result<TokenInfo> check(Token token, URI apiUrl, Optional<RepoName> repo) {
    try (GitHub github = connect(token, apiUrl)) {
      Endpoints endpoints = new Endpoints(apiUrl, repo.orElse(ANY));
      Result<Fetched<TokenOwner>> owner = github.fetch(endpoints.user(), Optional.empty());
      if (owner instanceof Result.Failed<Fetched<TokenOwner>> failed) {
        return failed.cast();
      }
      if (repo.isPresent()) {
        Result<Boolean> seen = sees(github, endpoints, repo.get());
        if (seen instanceof Result.Failed<Boolean> failed) {
          return failed.cast();
        }
      }
      Optional<RateLimit> limit = limit(github, endpoints);
      Optional<String> login =
          ((Result.Ok<Fetched<TokenOwner>>) owner).value() instanceof Fetched.Page<TokenOwner> fresh
              ? Optional.of(fresh.value().login())
              : Optional.empty();
      return Result.ok(info(login, github.tokenFacts(), limit));
    }
  }

  private GitHub connect(Token token, URI apiUrl) {
    return GitHub.connect(
        new GitHub.Settings(
            apiUrl,
            token,
            userAgent,
            1,
            Duration.ofSeconds(30),
            OptionalLong.empty(),
            limit -> 0,
            Optional.empty(),
            Optional.empty(),
            exchange -> {},
            duration -> Thread.sleep(duration.toMillis()),
            (until, reason) -> {}));
  }

  private static Result<Boolean> sees(GitHub github, Endpoints endpoints, RepoName repo) {
    return github
        .fetch(endpoints.repository(), Optional.empty())
        .flatMap(
            answer ->
                answer instanceof Fetched.Page<Repository>
                    ? Result.ok(true)
                    : Result.failed(
                        FailureCode.REPO_NOT_FOUND,
                        "%s does not see %s; check the name and the token's access"
                            .formatted(github.tokenName(), repo)));
  }

  private static Optional<RateLimit> limit(GitHub github, Endpoints endpoints) {
    return github
        .fetch(endpoints.rateLimit(), Optional.empty())
        .fold(
            answer ->
                answer instanceof Fetched.Page<RateLimit> fresh
                    ? Optional.of(fresh.value())
                    : Optional.empty(),
            failure -> github.rateLimit());
  }

  private static TokenInfo info(
      Optional<String> login, Optional<TokenFacts> facts, Optional<RateLimit> limit) {
    return new TokenInfo(
        login,
        facts.flatMap(TokenFacts::scopes).map(text -> split(text, ",")),
        facts.flatMap(TokenFacts::permissions).map(text -> split(text, ";")).orElse(List.of()),
        facts.flatMap(TokenFacts::expiresAt),
        limit);
  }

  private static List<String> split(String text, String by) {
    return Arrays.stream(text.split(by)).map(String::trim).filter(part -> !part.isEmpty()).toList();
  }
}
