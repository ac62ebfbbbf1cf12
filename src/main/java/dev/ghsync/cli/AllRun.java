package dev.ghsync.cli;

import dev.ghsync.cli.env.UsageError;
import dev.ghsync.github.GitHub;
import dev.ghsync.github.OwnerEndpoints;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Host;
import dev.ghsync.model.Result;
import dev.ghsync.model.TokenSource;
import dev.ghsync.model.item.ListedRepo;
import dev.ghsync.store.Session;
import dev.ghsync.store.Store;
import dev.ghsync.store.sql.StoreException;
import dev.ghsync.sync.Fault;
import dev.ghsync.sync.Outcome;
import dev.ghsync.sync.RunOutcome;
import dev.ghsync.sync.SyncListener;
import dev.ghsync.sync.SyncReport;
import dev.ghsync.sync.fleet.Candidate;
import dev.ghsync.sync.fleet.Candidates;
import dev.ghsync.sync.fleet.FleetReport;
import dev.ghsync.sync.fleet.FleetRun;
import dev.ghsync.sync.fleet.RepoListing;
import dev.ghsync.sync.fleet.StalestFirst;
import dev.ghsync.sync.plan.Plans;
import dev.ghsync.sync.run.SyncRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One run of {@code ghsync all}: finds the repositories, syncs each in isolation, and returns all
 * reports. After a limit has stopped a repository, the others with the same token are not started.
 */
final class AllRun {
  private final Application application;
  private final AllRequest request;
  private final AllOutput output;
  private final SharedClients clients;

  /** The limits that have stopped a sync, by the token's fingerprint. */
  private final Map<String, Failure> limits = new ConcurrentHashMap<>();

  private final Set<SyncRun> running = ConcurrentHashMap.newKeySet();
  private final List<Failure> failures = new ArrayList<>();
  private final AtomicLong listed = new AtomicLong();
  private final AtomicLong listedUnchanged = new AtomicLong();
  private final AtomicLong listedCharged = new AtomicLong();
  private final AtomicLong listedBytes = new AtomicLong();
  private volatile boolean interrupted;

  AllRun(Application application, AllRequest request, AllOutput output) {
    this.application = application;
    this.request = request;
    this.output = output;
    Clients own = application.clients();
    Clients.Bounds bounds =
        new Clients.Bounds(own.deadline(request.settings()), own.budget(request.settings()));
    this.clients = new SharedClients(own, bounds, output::waiting);
  }

  /** Stops sending requests, so that {@link #run} ends soon; called from any thread. */
  void interrupt() {
    interrupted = true;
    clients.stop();
    running.forEach(SyncRun::interrupt);
  }

  /**
   * Runs.
   *
   * @throws UsageError where the database has no repository and none are to be added
   */
  FleetReport run() {
    Instant startedAt = now();
    try (Databases databases = Databases.open(request);
        TokenFinder tokens =
            application.credentials().openForMany(request.listing(), databases.shared())) {
      tokens.reportTo(this::countListing);
      List<Candidate> chosen = choose(databases, tokens);
      output.total(chosen.size());
      List<SyncReport> reports =
          new FleetRun(request.jobs(), repo -> sync(repo, databases, tokens), output::ended)
              .run(new StalestFirst(new Random()).sort(chosen));
      return report(reports, startedAt);
    } catch (StoreException e) {
      failures.add(Stores.failure(e));
      return report(List.of(), startedAt);
    } finally {
      clients.close();
    }
  }

  private FleetReport report(List<SyncReport> reports, Instant startedAt) {
    SyncReport.Requests listing =
        new SyncReport.Requests(
            listed.get(), listedUnchanged.get(), listedCharged.get(), 0, listedBytes.get());
    return new FleetReport(reports, failures, listing, startedAt, now());
  }

  private Instant now() {
    return application.env().clock().instant();
  }

  // ------------------------------------------------------------------ which

  private List<Candidate> choose(Databases databases, TokenFinder tokens) {
    List<Candidate> known = databases.known();
    if (known.isEmpty() && !request.lists()) {
      throw new UsageError(
          "%s has no repository yet; name owners with --owner, or run ghsync repo OWNER/NAME"
              .formatted(request.databases()));
    }
    Set<Host> hosts = new LinkedHashSet<>(List.of(request.host()));
    if (!request.onlyHost()) {
      known.forEach(repo -> hosts.add(repo.host()));
    }
    List<Candidate> chosen = new ArrayList<>();
    for (Host host : hosts) {
      Candidates all = new Candidates(host, request.databases()::of);
      known.forEach(all::add);
      if (host.equals(request.host()) && request.lists()) {
        all.addListed(list(databases, tokens));
      }
      all.list().stream().filter(request.filter()::matches).forEach(chosen::add);
    }
    if (!request.settings().dryRun()) {
      databases.track(chosen);
    }
    return chosen;
  }

  private List<ListedRepo> list(Databases databases, TokenFinder tokens) {
    List<ListedRepo> found = new ArrayList<>();
    for (String owner : request.owners()) {
      tokens
          .ofOwner(request.listing(), owner)
          .flatMap(token -> listing(token, databases).ofOwner(owner))
          .fold(found::addAll, failures::add);
    }
    if (request.installation()) {
      tokens
          .ofInstallations(request.listing())
          .fold(all -> listAll(all, databases, found), failures::add);
    }
    return found;
  }

  private boolean listAll(
      Map<Long, TokenSource> installations, Databases databases, List<ListedRepo> found) {
    installations.forEach(
        (id, token) ->
            listing(token, databases)
                .ofInstallation(String.valueOf(id))
                .fold(found::addAll, failures::add));
    return true;
  }

  private RepoListing listing(TokenSource token, Databases databases) {
    GitHub github = clients.github(request.listing(), token, this::countListing);
    OwnerEndpoints endpoints = new OwnerEndpoints(request.listing().apiUrl());
    boolean keeps = !request.settings().dryRun();
    return new RepoListing(github, endpoints, request.host(), databases.shared(), keeps);
  }

  /** Counts a request that is not of one repository. */
  private void countListing(ApiCall call) {
    output.listener().exchanged(call);
    listed.incrementAndGet();
    listedUnchanged.addAndGet(call.notModified() ? 1 : 0);
    listedCharged.addAndGet(call.charged() ? 1 : 0);
    listedBytes.addAndGet(call.bytes());
  }

  // ------------------------------------------------------------------ one repository

  private SyncReport sync(Candidate repo, Databases databases, TokenFinder tokens) {
    SyncListener listener = output.listener(repo.name());
    try {
      return interrupted
          ? notStarted(repo, Failure.STOPPED, listener)
          : sync(request.requests().apply(repo), databases, tokens, listener);
    } catch (StoreException e) {
      return notStarted(repo, Stores.failure(e), listener);
    } catch (RuntimeException | Error e) {
      return notStarted(repo, Fault.of(e), listener);
    }
  }

  private SyncReport sync(
      SyncRequest own, Databases databases, TokenFinder tokens, SyncListener listener) {
    if (own.settings().dryRun()) {
      return application.sync(own, output::json, listener);
    }
    Result<TokenSource> token = tokens.of(own);
    Optional<String> key = token.fold(t -> Optional.of(t.limitKey()), f -> Optional.empty());
    Optional<Failure> limit = key.map(limits::get);
    if (limit.isPresent()) {
      SyncReport report = SyncReport.blocked(own.repo(), request.trigger(), limit.get(), now());
      listener.finished(report);
      return report;
    }
    SyncReport report = databases.with(own.db(), store -> run(store, own, token, listener));
    report
        .failure()
        .filter(failure -> report.outcome() == Outcome.BLOCKED && RunOutcome.isLimit(failure))
        .ifPresent(failure -> key.ifPresent(k -> limits.put(k, failure)));
    return report;
  }

  private SyncReport run(
      Store store, SyncRequest own, Result<TokenSource> token, SyncListener listener) {
    SyncRun run =
        Plans.of(application.streams(), store, own.host(), own.repo(), Optional.empty())
            .map(plan -> application.prepare(store, own, plan, token, output::json, listener))
            .fold(
                made -> made,
                failure -> {
                  throw new IllegalStateException(failure.message());
                });
    running.add(run);
    try {
      if (interrupted) {
        run.interrupt();
      }
      return run.run(token.map(t -> clients.connector(own, t)));
    } finally {
      running.remove(run);
    }
  }

  private SyncReport notStarted(Candidate repo, Failure failure, SyncListener listener) {
    SyncReport report = SyncReport.notStarted(repo.name(), request.trigger(), failure, now());
    listener.finished(report);
    return report;
  }

  // ------------------------------------------------------------------ databases

  /** The database of all repositories, or one of each. */
  private record Databases(AllRequest request, Optional<Store> shared) implements AutoCloseable {
    interface Work {
      SyncReport on(Store store);
    }

    static Databases open(AllRequest request) {
      Path file = request.databases().path();
      if (request.databases().isOfOne()) {
        return new Databases(request, Optional.empty());
      }
      boolean exists = Files.exists(file);
      if (request.settings().dryRun()) {
        return new Databases(
            request, exists ? Optional.of(Store.openToRead(file)) : Optional.empty());
      }
      return new Databases(
          request, exists || request.lists() ? Optional.of(Store.open(file)) : Optional.empty());
    }

    /** Returns the repositories that the databases have. */
    List<Candidate> known() {
      List<Candidate> all = new ArrayList<>();
      if (shared.isPresent()) {
        all.addAll(list(shared.get(), request.databases().path()));
      } else if (request.databases().isOfOne()) {
        for (Path file : request.databases().files()) {
          try (Store store = Store.openToRead(file)) {
            all.addAll(list(store, file));
          }
        }
      }
      return all;
    }

    private static List<Candidate> list(Store store, Path file) {
      return store.read(s -> s.repos().listTracked()).stream()
          .map(repo -> Candidate.of(repo, file))
          .toList();
    }

    /** Adds rows of new repositories, so that they are known even if they are not reached. */
    void track(List<Candidate> chosen) {
      List<Candidate> added = chosen.stream().filter(repo -> !repo.isKnown()).toList();
      if (!added.isEmpty()) {
        shared.ifPresent(store -> store.write(s -> added.forEach(repo -> track(s, repo))));
      }
    }

    private static void track(Session s, Candidate repo) {
      boolean isThere =
          s.repos().find(repo.host(), repo.name()).isPresent()
              || s.repos().find(repo.host(), repo.githubId().orElse(0)).isPresent();
      if (!isThere) {
        s.repos().insert(repo.host(), repo.name());
      }
    }

    /** Runs the work on the database of a repository. */
    SyncReport with(Path file, Work work) {
      if (shared.isPresent()) {
        return work.on(shared.get());
      }
      try (Store store = Store.open(file)) {
        return work.on(store);
      }
    }

    @Override
    public void close() {
      shared.ifPresent(Store::close);
    }
  }
}
