package dev.ghsync.cli;

import dev.ghsync.auth.TokenCheck;
import dev.ghsync.auth.TokenStore;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.sync.RepoStatus;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.Verification;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All that the commands want of the packages below: the one seam between what the user says and
 * what is done. Expected failures are values; an exception is a fault of ghsync's own.
 */
public interface Services {
  /**
   * Syncs one repository. The database is opened first (one that cannot be is the report's {@code
   * storage} failure), then the token is looked for; where there is none the report says {@code
   * no-pat}, {@code sync_states} too, and no request is sent.
   *
   * @param tokens called once, with the open database's tokens
   * @param reports renders the report for {@code sync_runs.report}
   */
  SyncReport sync(
      SyncRequest request,
      TokenFinder tokens,
      Function<SyncReport, String> reports,
      SyncListener listener);

  /** From any thread: the sync that runs stops asking, records itself and returns soon. */
  void interrupt();

  /**
   * All repositories of the database, or the one; empty where the database does not have it,
   * several where the host is not given and several have one of this name. Reads only: a database
   * that is not there is not made.
   */
  Result<List<RepoStatus>> status(Path db, Optional<RepoName> repo, Optional<Host> host);

  Result<Verification> verify(
      RepoName repo, Path db, URI apiUrl, TokenFinder tokens, SyncListener listener);

  /** Opens (and creates) the database for the tokens of a host alone, and closes it again. */
  <T> Result<T> withTokens(Path db, Host host, Function<TokenStore, Result<T>> work);

  TokenCheck tokenCheck();

  /** A run to be. */
  record SyncRequest(RepoName repo, SyncSettings settings, Path db, URI apiUrl) {
    Host host() {
      return Host.ofApi(apiUrl);
    }
  }

  /** Finds the token of a run, with the database's own tokens as the last resort. */
  @FunctionalInterface
  interface TokenFinder {
    /** Empty: there is none. A failure: there is one, and it cannot be read. */
    Result<Optional<Token>> find(TokenStore database);
  }
}
