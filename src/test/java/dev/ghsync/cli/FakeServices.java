package dev.ghsync.cli;

import dev.ghsync.auth.TokenCheck;
import dev.ghsync.auth.TokenStore;
import dev.ghsync.auth.Tokens;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.Trigger;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.RepoStatus;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.Verification;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Services that remember what was asked of them, and answer what they were told. */
public final class FakeServices implements Services {
  public static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  public final List<SyncRequest> syncs = new ArrayList<>();
  public final List<Host> tokenHosts = new ArrayList<>();
  Optional<Host> statusHost = Optional.empty();
  public final Map<String, byte[]> tokens = new HashMap<>();
  Optional<Token> usedToken = Optional.empty();
  Outcome outcome = Outcome.UPDATED;
  Optional<Failure> failure = Optional.empty();
  Optional<RuntimeException> bug = Optional.empty();
  Result<List<RepoStatus>> statuses = Result.ok(List.of());
  Result<Verification> verification = Result.failed(FailureCode.INTERNAL, "none was given");
  Result<TokenCheck.TokenInfo> tokenInfo =
      Result.ok(
          new TokenCheck.TokenInfo(
              Optional.of("octocat"),
              Optional.of(List.of("repo")),
              List.of(),
              Optional.empty(),
              Optional.empty()));

  private final TokenStore store =
      new TokenStore() {
        @Override
        public Optional<byte[]> find(String scope) {
          return Optional.ofNullable(tokens.get(scope));
        }

        @Override
        public void put(String scope, byte[] sealed) {
          tokens.put(scope, sealed);
        }

        @Override
        public boolean remove(String scope) {
          return tokens.remove(scope) != null;
        }
      };

  @Override
  public SyncReport sync(
      SyncRequest request,
      TokenFinder finder,
      Function<SyncReport, String> reports,
      SyncListener listener) {
    syncs.add(request);
    bug.ifPresent(
        e -> {
          throw e;
        });
    Result<Optional<Token>> found = finder.find(store);
    if (found instanceof Result.Failed<Optional<Token>> failed) {
      return report(request, Outcome.FAILED, Optional.of(failed.failure()));
    }
    usedToken = ((Result.Ok<Optional<Token>>) found).value();
    if (usedToken.isEmpty()) {
      Failure none = Failure.of(FailureCode.NO_PAT, Tokens.NONE);
      return report(request, Outcome.FAILED, Optional.of(none));
    }
    listener.started(
        request.repo(), OptionalLong.of(7), request.settings().trigger(), Decision.start("due"));
    listener.exchanged(
        new ApiCall(
            ApiCall.Kind.REST,
            "GET",
            "/repos/" + request.repo(),
            200,
            12,
            345,
            true,
            false,
            0,
            OptionalLong.of(4999)));
    SyncReport report = report(request, outcome, failure);
    listener.finished(report);
    return report;
  }

  private static SyncReport report(
      SyncRequest request, Outcome outcome, Optional<Failure> failure) {
    Trigger trigger = request.settings().trigger();
    return new SyncReport(
        request.repo(),
        OptionalLong.of(1),
        OptionalLong.of(7),
        trigger,
        Decision.start("due"),
        outcome,
        failure,
        NOON,
        NOON.plusSeconds(2),
        List.of(),
        Map.of(),
        new SyncReport.Requests(1, 0, 1, 0, 345),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void interrupt() {}

  @Override
  public Result<List<RepoStatus>> status(Path db, Optional<RepoName> repo, Optional<Host> host) {
    statusHost = host;
    return statuses;
  }

  @Override
  public Result<Verification> verify(
      RepoName repo, Path db, URI apiUrl, TokenFinder finder, SyncListener listener) {
    return verification;
  }

  @Override
  public <T> Result<T> withTokens(Path db, Host host, Function<TokenStore, Result<T>> work) {
    tokenHosts.add(host);
    return work.apply(store);
  }

  @Override
  public TokenCheck tokenCheck() {
    return (token, apiUrl, repo) -> {
      usedToken = Optional.of(token);
      return tokenInfo;
    };
  }
}
