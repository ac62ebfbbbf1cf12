package dev.ghsync.cli;

import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.IoErrors;
import dev.ghsync.model.Result;
import dev.ghsync.model.TokenSource;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Reads;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Runs {@code --dry-run}: estimates the requests of a sync. The database is only read; a missing
 * one is not created.
 */
record DryRun(Application application, SyncRequest request, Optional<WebhookTarget> target) {

  SyncReport run(SyncListener listener) {
    Instant startedAt = now();
    SyncReport report;
    try {
      report =
          Files.exists(request.db())
              ? on(Store.openToRead(request.db()), listener, startedAt)
              : onEmptyDatabase(listener, startedAt);
    } catch (StoreException e) {
      String message = "no estimate can be made: " + e.getMessage();
      report = failed(Failure.of(FailureCode.STORAGE, message), startedAt);
    }
    listener.finished(report);
    return report;
  }

  private Instant now() {
    return application.env().clock().instant();
  }

  /** Estimates with an empty database in a temporary folder. */
  private SyncReport onEmptyDatabase(SyncListener listener, Instant startedAt) {
    try {
      Path folder = Files.createTempDirectory("ghsync-dry-run");
      try {
        return on(Store.open(folder.resolve("empty.db")), listener, startedAt);
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

  private SyncReport on(Store opened, SyncListener listener, Instant startedAt) {
    try (Store store = opened;
        TokenFinder tokens = application.credentials().openToRead(request, Optional.of(store))) {
      tokens.reportTo(listener::exchanged);
      Result<TokenSource> token =
          Plans.of(application.streams(), store, request.host(), request.repo(), target)
              .flatMap(plan -> tokens.of(request));
      return token.fold(
          t -> estimate(store, t, listener, startedAt), failure -> failed(failure, startedAt));
    }
  }

  private SyncReport estimate(
      Store store, TokenSource token, SyncListener listener, Instant startedAt) {
    Repos.RepoRow repo =
        store
            .read(s -> s.repos().find(request.host(), request.repo()).or(() -> touched(s)))
            .orElseGet(
                () -> new Repos.RepoRow(0, request.host(), OptionalLong.empty(), request.repo()));
    AtomicLong sent = new AtomicLong();
    AtomicLong charged = new AtomicLong();
    try (Connection open =
        application
            .clients()
            .connector(request, token)
            .connect(
                exchange -> {
                  count(exchange, sent, charged);
                  listener.exchanged(exchange);
                },
                listener::waiting)) {
      if (repo.id() != 0 && store.read(s -> s.repos().features(repo.id())).isPrivate()) {
        open.github().notPublic();
      }
      DryRunEstimate estimate =
          new DryRunEstimate(
              application.streams(),
              SyncContext.readOnly(
                  repo, store, open, request.settings(), application.env().clock()));
      return target
          .filter(known -> repo.id() != 0)
          .map(estimate::run)
          .orElseGet(estimate::run)
          .fold(
              phases -> estimated(phases, estimate.total(), sent, charged, startedAt),
              failure -> failed(failure, startedAt));
    }
  }

  /** Finds the event's repository where the name of the request is an earlier one. */
  private Optional<Repos.RepoRow> touched(Reads s) {
    return target.stream()
        .flatMapToLong(known -> known.githubId().stream())
        .mapToObj(id -> s.repos().find(request.host(), id))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static void count(ApiCall exchange, AtomicLong sent, AtomicLong charged) {
    sent.incrementAndGet();
    charged.addAndGet(exchange.charged() ? 1 : 0);
  }

  private SyncReport estimated(
      List<PhaseReport> phases,
      long total,
      AtomicLong sent,
      AtomicLong charged,
      Instant startedAt) {
    return report(
        Outcome.SKIPPED,
        "dry run: a sync would send about %d requests; nothing was changed".formatted(total),
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
        new Decision(action, reason, Duration.ZERO, Optional.empty()),
        outcome,
        failure,
        startedAt,
        now(),
        phases,
        Map.of(),
        requests,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
