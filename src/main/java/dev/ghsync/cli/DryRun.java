package dev.ghsync.cli;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import dev.ghsync.store.sql.StoreException;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.Connection;
import dev.ghsync.sync.Decision;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.plan.DryRunEstimate;
import dev.ghsync.sync.plan.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * {@code --dry-run}: says what would be asked. The database is only read; one that is not there is
 * not made.
 */
record DryRun(
    Services.SyncRequest request,
    Optional<WebhookTarget> hint,
    Clock clock,
    BiFunction<Services.SyncRequest, Token, Connection.Connector> connectors) {

  SyncReport run(Services.TokenFinder tokens, SyncListener listener) {
    Instant startedAt = clock.instant();
    SyncReport report;
    try {
      report =
          Files.exists(request.db())
              ? on(Store.openToRead(request.db()), tokens, listener, startedAt)
              : onNothing(tokens, listener, startedAt);
    } catch (StoreException e) {
      String message = "no estimate can be made: " + e.getMessage();
      report = failed(Failure.of(FailureCode.STORAGE, message), startedAt);
    }
    listener.finished(report);
    return report;
  }

  /** An empty database in a folder that goes again. */
  private SyncReport onNothing(
      Services.TokenFinder tokens, SyncListener listener, Instant startedAt) {
    try {
      Path folder = Files.createTempDirectory("ghsync-dry-run");
      try {
        return on(Store.open(folder.resolve("empty.db")), tokens, listener, startedAt);
      } finally {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    } catch (IOException e) {
      String message =
          "the folder for temporary files, %s, cannot be used (%s); name another in GHSYNC_JAVA_OPTS=-Djava.io.tmpdir=FOLDER"
              .formatted(System.getProperty("java.io.tmpdir"), IoErrors.of(e));
      return failed(Failure.of(FailureCode.STORAGE, message), startedAt);
    }
  }

  private SyncReport on(
      Store opened, Services.TokenFinder tokens, SyncListener listener, Instant startedAt) {
    try (Store store = opened) {
      Result<Token> token =
          Plans.of(store, request.host(), request.repo(), hint)
              .flatMap(plan -> Application.token(store, request.host(), tokens));
      return token.fold(
          t -> forecast(store, t, listener, startedAt), failure -> failed(failure, startedAt));
    }
  }

  private SyncReport forecast(Store store, Token token, SyncListener listener, Instant startedAt) {
    Repos.RepoRow repo =
        store
            .read(s -> s.repos().find(request.host(), request.repo()).or(() -> touched(s)))
            .orElseGet(
                () -> new Repos.RepoRow(0, request.host(), OptionalLong.empty(), request.repo()));
    AtomicLong sent = new AtomicLong();
    AtomicLong charged = new AtomicLong();
    try (Connection open =
        connectors
            .apply(request, token)
            .connect(
                exchange -> {
                  count(exchange, sent, charged);
                  listener.exchanged(exchange);
                },
                listener::waiting)) {
      DryRunEstimate forecast =
          new DryRunEstimate(SyncContext.readOnly(repo, store, open, request.settings(), clock));
      return hint.filter(known -> repo.id() != 0)
          .map(forecast::run)
          .orElseGet(forecast::run)
          .fold(
              phases -> foreseen(phases, forecast.total(), sent, charged, startedAt),
              failure -> failed(failure, startedAt));
    }
  }

  /** The repository of the event, where the name that was asked for is an earlier one. */
  private Optional<Repos.RepoRow> touched(Session s) {
    return hint.stream()
        .flatMapToLong(known -> known.githubId().stream())
        .mapToObj(id -> s.repos().find(request.host(), id))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static void count(ApiCall exchange, AtomicLong sent, AtomicLong charged) {
    sent.incrementAndGet();
    charged.addAndGet(exchange.charged() ? 1 : 0);
  }

  private SyncReport foreseen(
      List<PhaseReport> phases,
      long total,
      AtomicLong sent,
      AtomicLong charged,
      Instant startedAt) {
    return report(
        Outcome.SKIPPED,
        "dry run: a sync would ask about %d requests; nothing was changed".formatted(total),
        Optional.empty(),
        phases,
        new SyncReport.Requests(sent.get(), sent.get() - charged.get(), charged.get(), 0, 0),
        startedAt);
  }

  private SyncReport failed(Failure failure, Instant startedAt) {
    return report(
        Outcome.FAILED,
        "dry run",
        Optional.of(failure),
        List.of(),
        new SyncReport.Requests(0, 0, 0, 0, 0),
        startedAt);
  }

  private SyncReport report(
      Outcome outcome,
      String reason,
      Optional<Failure> failure,
      List<PhaseReport> phases,
      SyncReport.Requests requests,
      Instant startedAt) {
    Decision.Action action =
        outcome == Outcome.SKIPPED ? Decision.Action.SKIP : Decision.Action.START;
    return new SyncReport(
        request.repo(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        request.settings().trigger(),
        new Decision(action, reason, java.time.Duration.ZERO, Optional.empty()),
        outcome,
        failure,
        startedAt,
        clock.instant(),
        phases,
        Map.of(),
        requests,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
