package dev.ghsync.cli;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.sync.RepoStatus;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.Verification;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The commands' services, made of the packages below. */
final class Wiring implements Services {
  @Override
  public SyncReport sync(
      SyncRequest request,
      TokenFinder tokens,
      Function<SyncReport, String> reports,
      SyncListener listener) {
    throw new UnsupportedOperationException("sync");
  }

  @Override
  public void interrupt() {}

  @Override
  public Result<List<RepoStatus>> status(Path db, Optional<RepoName> repo) {
    return Result.ok(List.of());
  }

  @Override
  public Result<Verification> verify(
      RepoName repo, Path db, URI apiUrl, TokenFinder tokens, SyncListener listener) {
    return Result.failed(FailureCode.INTERNAL, "verify");
  }

  @Override
  public <T> Result<T> withTokens(Path db, Function<TokenStore, Result<T>> work) {
    return Result.failed(FailureCode.INTERNAL, "tokens");
  }

  @Override
  public TokenCheck tokenCheck() {
    return (token, apiUrl, repo) -> Result.failed(FailureCode.INTERNAL, "check");
  }
}
