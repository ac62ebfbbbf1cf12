package dev.ghsync.cli;

import dev.ghsync.auth.GitHubTokenCheck;
import dev.ghsync.auth.TokenCheck;
import dev.ghsync.auth.TokenStore;
import dev.ghsync.auth.Tokens;
import dev.ghsync.git.GitRemote;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.webhook.WebhookPayload;
import dev.ghsync.http.Sleeper;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Host;
import dev.ghsync.model.RepoName;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Store;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.sql.StoreException;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.PhasePlan;
import dev.ghsync.sync.RepoStatus;
import dev.ghsync.sync.StatusReader;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncPolicy;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.SyncRun;
import dev.ghsync.sync.SyncSettings;
import dev.ghsync.sync.SyncTarget;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.plan.Plans;
import dev.ghsync.sync.verify.Verifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** The commands' services, made of the packages below. */
final class Application implements Services {
  private final String userAgent;
  private final Clock clock;
  private final Sleeper sleeper;

  /** Stops what runs now. */
  private volatile Runnable stop = () -> {};

  private volatile boolean interrupted;

  Application(String version, Clock clock) {
    this(version, clock, duration -> Thread.sleep(duration.toMillis()));
  }

  /** One that pauses between two tries by {@code sleeper}. */
  Application(String version, Clock clock, Sleeper sleeper) {
    this.userAgent = "ghsync/" + version;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public SyncReport sync(
      SyncRequest request,
      TokenFinder tokens,
      Function<SyncReport, String> reports,
      SyncListener listener) {
    Result<Optional<WebhookTarget>> hint = hint(request.settings().eventPayload());
    if (hint instanceof Result.Failed<Optional<WebhookTarget>> failed) {
      return notStarted(request, failed.failure(), listener);
    }
    Optional<WebhookTarget> touched = ((Result.Ok<Optional<WebhookTarget>>) hint).value();
    if (touched.stream().anyMatch(known -> known.kind() == WebhookTarget.Kind.NOTHING)) {
      return untouched(request, listener);
    }
    if (request.settings().dryRun()) {
      return new DryRun(request, touched, clock, this::connector).run(tokens, listener);
    }
    try (Store store = Store.open(request.db())) {
      return hint.flatMap(known -> Plans.of(store, request.host(), request.repo(), known))
          .fold(
              plan ->
                  run(
                      store,
                      request,
                      plan,
                      token(store, request.host(), tokens),
                      reports,
                      listener),
              failure -> notStarted(request, failure, listener));
    } catch (StoreException e) {
      Failure failure = Failure.of(FailureCode.STORAGE, String.valueOf(e.getMessage()));
      return notStarted(request, failure, listener);
    } finally {
      stop = () -> {};
    }
  }

  private static Result<Optional<WebhookTarget>> hint(Optional<SyncSettings.EventPayload> payload) {
    return payload.isEmpty()
        ? Result.ok(Optional.empty())
        : WebhookPayload.read(payload.get().file(), payload.get().event()).map(Optional::of);
  }

  private SyncReport run(
      Store store,
      SyncRequest request,
      PhasePlan plan,
      Result<Token> token,
      Function<SyncReport, String> reports,
      SyncListener listener) {
    Optional<String> fingerprint =
        token.fold(t -> Optional.of(t.fingerprint()), failure -> Optional.empty());
    SyncTarget target = new SyncTarget(request.host(), request.repo(), fingerprint);
    SyncRun run = new SyncRun(store, target, request.settings(), plan, clock, listener, reports);
    stopBy(run::interrupt);
    return run.run(token.map(t -> connector(request, t)));
  }

  private SyncReport untouched(SyncRequest request, SyncListener listener) {
    Decision decision =
        new Decision(
            Decision.Action.SKIP,
            "the event touches nothing that is mirrored; GitHub was not asked",
            Duration.ZERO,
            Optional.empty());
    SyncReport report =
        SyncReport.skipped(request.repo(), request.settings().trigger(), decision, clock.instant());
    listener.started(request.repo(), OptionalLong.empty(), report.trigger(), decision);
    listener.finished(report);
    return report;
  }

  private SyncReport notStarted(SyncRequest request, Failure failure, SyncListener listener) {
    SyncReport report =
        SyncReport.notStarted(
            request.repo(), request.settings().trigger(), failure, clock.instant());
    listener.finished(report);
    return report;
  }

  static Result<Token> token(Store store, Host host, TokenFinder tokens) {
    return tokens
        .find(new StoredTokens(store, host))
        .flatMap(
            found ->
                found
                    .map(Result::ok)
                    .orElseGet(() -> Result.failed(FailureCode.NO_PAT, Tokens.NONE)));
  }

  private Connection.Connector connector(SyncRequest request, Token token) {
    return (exchanges, waiting) ->
        new Connection(
            request.apiUrl(),
            GitHub.connect(github(request, token, exchanges, waiting)),
            new GitRemote(git(request, token, exchanges)));
  }

  private GitHub.Settings github(
      SyncRequest request,
      Token token,
      Consumer<ApiCall> exchanges,
      BiConsumer<Instant, String> waiting) {
    SyncSettings.Limits limits = request.settings().limits();
    return new GitHub.Settings(
        request.apiUrl(),
        token,
        userAgent,
        limits.concurrency(),
        limits.timeout(),
        limits.maxRequests(),
        SyncPolicy.reserve(request.settings()),
        limits.maxWait(),
        deadline(limits),
        exchanges,
        sleeper,
        waiting);
  }

  private GitRemote.Settings git(SyncRequest request, Token token, Consumer<ApiCall> exchanges) {
    return new GitRemote.Settings(
        request.settings().objects().gitUrl(),
        Optional.of(token),
        request.settings().limits().timeout(),
        deadline(request.settings().limits()),
        folderOf(request.db()),
        request.settings().objects().maxBlobSize(),
        userAgent,
        exchanges,
        Optional.empty());
  }

  private Optional<Instant> deadline(SyncSettings.Limits limits) {
    return limits.deadline().map(clock.instant()::plus);
  }

  /** Beside the database there is room for what goes into it. */
  private static Path folderOf(Path db) {
    Path folder = db.toAbsolutePath().getParent();
    return folder == null ? db.toAbsolutePath() : folder;
  }

  @Override
  public void interrupt() {
    interrupted = true;
    stop.run();
  }

  /** An interrupt may have come before there was anything to stop. */
  private void stopBy(Runnable how) {
    stop = how;
    if (interrupted) {
      how.run();
    }
  }

  @Override
  public Result<List<RepoStatus>> status(Path db, Optional<RepoName> repo, Optional<Host> host) {
    if (!Files.exists(db)) {
      return Result.ok(List.of());
    }
    return onStore(
        Store::openReadOnly,
        db,
        store -> {
          StatusReader reader = new StatusReader(store);
          Instant now = clock.instant();
          return Result.ok(
              repo.map(name -> reader.read(name, host, now)).orElseGet(() -> reader.read(now)));
        });
  }

  @Override
  public Result<Verification> verify(
      RepoName repo, Path db, URI apiUrl, TokenFinder tokens, SyncListener listener) {
    if (!Files.exists(db)) {
      return notHere(Host.ofApi(apiUrl), repo, db);
    }
    Host host = Host.ofApi(apiUrl);
    SyncSettings settings = SyncSettings.readOnly(apiUrl);
    return onStore(
            Store::openToRead,
            db,
            store ->
                store
                    .read(s -> s.repos().find(host, repo))
                    .map(known -> token(store, host, tokens).map(token -> new Sight(known, token)))
                    .orElseGet(() -> notHere(host, repo, db)))
        .flatMap(
            sight ->
                verify(
                    db,
                    sight.repo(),
                    connector(new SyncRequest(repo, settings, db, apiUrl), sight.token()),
                    listener));
  }

  /** What is to be compared, and the token to ask with. */
  private record Sight(Repos.RepoRow repo, Token token) {}

  private Result<Verification> verify(
      Path db, Repos.RepoRow repo, Connection.Connector connector, SyncListener listener) {
    try (Comparison comparison = Comparison.open(db, repo.id());
        Connection open = connector.connect(listener::exchanged, listener::waiting)) {
      stopBy(open.github()::stop);
      comparison.check();
      return Result.ok(new Verifier(repo, comparison, open).run());
    } catch (StoreException e) {
      return Result.failed(FailureCode.STORAGE, String.valueOf(e.getMessage()));
    } finally {
      stop = () -> {};
    }
  }

  private static <T> Result<T> notHere(Host host, RepoName repo, Path db) {
    return Result.failed(
        FailureCode.REPO_NOT_FOUND,
        "%s of %s is not in %s; sync it first with 'ghsync repo %s'"
            .formatted(repo, host, db, repo));
  }

  @Override
  public <T> Result<T> withTokens(Path db, Host host, Function<TokenStore, Result<T>> work) {
    return onStore(
        Application::openForTokens, db, store -> work.apply(new StoredTokens(store, host)));
  }

  private static Store openForTokens(Path db) {
    return Files.exists(db) && !Files.isWritable(db) ? Store.openReadOnly(db) : Store.open(db);
  }

  @Override
  public TokenCheck tokenCheck() {
    return new GitHubTokenCheck(userAgent);
  }

  private static <T> Result<T> onStore(
      Function<Path, Store> opener, Path db, Function<Store, Result<T>> work) {
    try (Store store = opener.apply(db)) {
      return work.apply(store);
    } catch (StoreException e) {
      return Result.failed(FailureCode.STORAGE, String.valueOf(e.getMessage()));
    }
  }

  /** The tokens of a host in an open database. */
  private record StoredTokens(Store store, Host host) implements TokenStore {
    @Override
    public Optional<byte[]> find(String scope) {
      return store.read(s -> s.tokens().find(host, scope));
    }

    @Override
    public void put(String scope, byte[] sealed) {
      store.write(s -> s.tokens().put(host, scope, sealed));
    }

    @Override
    public boolean remove(String scope) {
      return store.inTransaction(s -> s.tokens().remove(host, scope));
    }
  }
}
