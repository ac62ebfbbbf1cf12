package dev.ghsync.git;

import static dev.ghsync.git.object.GitFormatException.require;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.pack.BaseObjects;
import dev.ghsync.git.pack.ObjectSink;
import dev.ghsync.git.pack.PackLimits;
import dev.ghsync.git.pack.SpoolException;
import dev.ghsync.git.pack.SpoolFile;
import dev.ghsync.git.pack.SpooledPack;
import dev.ghsync.http.HttpSettings;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.TokenSource;
import dev.ghsync.model.Transport;
import dev.ghsync.model.git.ObjectId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A repository on a git server, by git over HTTPS, protocol version 2; see gitprotocol-v2(5) and
 * gitprotocol-http(5).
 *
 * <p>The first call requests the server's capabilities; then each call sends one command. Several
 * calls may run in parallel. If the first request fails, later calls fail in the same way without
 * another request.
 */
public final class GitRemote implements AutoCloseable {
  private static final String DISCOVERY = "/info/refs?service=git-upload-pack";
  private static final String DISCOVERY_TYPE = "application/x-git-upload-pack-advertisement";
  private static final String COMMAND = "/git-upload-pack";
  private static final String COMMAND_ANSWER = "application/x-git-upload-pack-result";

  private final Settings settings;
  private final GitHttp http;
  private final Set<Thread> callers = ConcurrentHashMap.newKeySet();
  private @Nullable Result<Capabilities> discovered;
  private volatile boolean compatible;
  private final AtomicReference<@Nullable Failure> pause;
  private volatile @Nullable GitRemote wiki;
  private volatile boolean stopped;

  /**
   * The address of a repository and the limits of its requests.
   *
   * @param http {@code https://host/owner/name.git}, without a user or password. The token is
   *     dropped if the connection is not private
   * @param spoolFolder an existing folder for temporary files as large as the packs. They disappear
   *     with the process, however it ends
   * @param maxObjectBytes larger blobs are delivered without content. The heap must have room for
   *     four blobs of this size
   * @param listener receives each HTTP request when it is done
   */
  public record Settings(
      HttpSettings http, Path spoolFolder, long maxObjectBytes, Consumer<ApiCall> listener) {
    public Settings {
      URI url = http.url();
      boolean isHttp = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (!isHttp || url.getHost() == null || url.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "a git address is https://host/owner/name.git, without a user or password");
      }
      http = http.withToken(http.token().filter(token -> Transport.isPrivate(url)));
    }
  }

  public GitRemote(Settings settings) {
    this(settings, new AtomicReference<>());
  }

  private GitRemote(Settings settings, AtomicReference<@Nullable Failure> pause) {
    this.settings = settings;
    this.pause = pause;
    http = new GitHttp(settings.http(), settings.listener());
  }

  /**
   * Returns the repository of this one's wiki on the same server. A pause and {@link #stop} apply
   * to both.
   */
  public synchronized GitRemote wiki() {
    GitRemote known = wiki;
    if (known == null) {
      HttpSettings own = settings.http();
      String url = own.url().toString().replaceFirst("(\\.git)?/*$", ".wiki.git");
      known =
          new GitRemote(
              new Settings(
                  own.withUrl(URI.create(url)),
                  settings.spoolFolder(),
                  settings.maxObjectBytes(),
                  settings.listener()),
              pause);
      wiki = known;
      if (stopped) {
        known.stop();
      }
    }
    return known;
  }

  /**
   * Fetches objects and delivers them after all of them are checked: their ids, the pack's
   * checksum, and, without haves and filter, that all wanted ones are there. Only then the sink is
   * called, on this thread; its exceptions reach the caller. If the pack breaks off, the objects
   * that arrived whole are checked by their ids and delivered too.
   *
   * @return a failure if nothing was delivered: {@code BAD_RESPONSE} for a server that cannot be
   *     used or that sent something wrong, {@code STORAGE} for the temporary files, {@code BUDGET}
   *     after the deadline, and the codes of HTTP answers
   */
  public Result<FetchStats> fetch(FetchRequest request, ObjectSink sink) {
    return fetch(request, sink, Optional.empty());
  }

  /**
   * Fetches objects as {@link #fetch(FetchRequest, ObjectSink)}, and requests a thin pack if there
   * are haves: objects may come as deltas of stored ones. If a base is not stored, the objects are
   * requested once more without that.
   */
  public Result<FetchStats> fetch(FetchRequest request, ObjectSink sink, BaseObjects stored) {
    return fetch(request, sink, Optional.of(stored).filter(s -> !request.haves().isEmpty()));
  }

  private Result<FetchStats> fetch(
      FetchRequest request, ObjectSink sink, Optional<BaseObjects> stored) {
    return request.wants().isEmpty()
        ? Result.ok(FetchStats.NOTHING)
        : call(server -> fetch(request, server, sink, stored));
  }

  /**
   * Lists all refs whose names begin with {@code prefix}.
   *
   * @param prefix like {@code refs/heads/}
   */
  public Result<List<RemoteRef>> listRefs(String prefix) {
    return call(server -> listRefs(prefix, server));
  }

  private Result<List<RemoteRef>> listRefs(String prefix, Capabilities server) {
    require(server.has("ls-refs"), "the server does not offer to list refs");
    return command(
        Commands.listRefs(prefix, server, agent()),
        body -> RemoteRef.readList(new PktReader(body), prefix));
  }

  /** Sends a command, for which the server's capabilities are usable. */
  private <T> Result<T> command(byte[] command, GitHttp.Reader<T> reader) {
    compatible = true;
    return http.post(COMMAND, command, COMMAND_ANSWER, reader);
  }

  /** Runs a command with the server's capabilities, unless the server has asked for a pause. */
  private <T> Result<T> call(Function<Capabilities, Result<T>> command) {
    Optional<Failure> paused = pause();
    if (paused.isPresent()) {
      return Result.failed(paused.get());
    }
    callers.add(Thread.currentThread());
    try {
      Result<T> result =
          http.isStopped()
              ? Result.failed(Failure.STOPPED)
              : guarded(() -> discover().flatMap(command));
      if (result instanceof Result.Failed<T> failed
          && failed.failure().code() == FailureCode.SECONDARY_RATE_LIMITED) {
        pause.set(failed.failure());
      }
      return result;
    } finally {
      callers.remove(Thread.currentThread());
    }
  }

  /** Returns the failure by which the server asked for a pause. Later calls send no request. */
  public Optional<Failure> pause() {
    return Optional.ofNullable(pause.get());
  }

  /** Sends no request until this time, because the server asked for a pause in an earlier run. */
  public void pauseUntil(Instant until) {
    pause.set(
        Failure.of(
                FailureCode.SECONDARY_RATE_LIMITED,
                "%s asked for a pause; git sends no request before %s"
                    .formatted(http.address(), until.truncatedTo(ChronoUnit.SECONDS)))
            .retryAt(until));
  }

  /** Returns the server's host, with a non-default port: limits apply to it. */
  public String host() {
    return settings.http().url().getRawAuthority();
  }

  /** Returns the fingerprint of the token that is sent; empty if there is none. */
  public String tokenFingerprint() {
    return settings.http().token().map(TokenSource::limitKey).orElse("");
  }

  /** Ends running calls soon, with {@code INTERRUPTED}, and prevents new ones. Thread-safe. */
  public void stop() {
    stopped = true;
    http.stop();
    callers.forEach(Thread::interrupt);
    GitRemote other = wiki;
    if (other != null) {
      other.stop();
    }
  }

  /** Closes the connections to the server. */
  @Override
  public void close() {
    http.close();
  }

  /** Returns whether the server has been found to support the commands that were sent. */
  public boolean isCompatible() {
    return compatible;
  }

  private synchronized Result<Capabilities> discover() {
    if (discovered == null) {
      SpoolFile.removeStale(settings.spoolFolder());
      discovered =
          guarded(
              () ->
                  http.get(
                      DISCOVERY, DISCOVERY_TYPE, body -> Capabilities.read(new PktReader(body))));
    }
    return discovered;
  }

  private Result<FetchStats> fetch(
      FetchRequest request, Capabilities server, ObjectSink sink, Optional<BaseObjects> stored) {
    server.checkSupports(request);
    PackLimits limits = PackLimits.withBlobsUpTo(settings.maxObjectBytes());
    AtomicBoolean begun = new AtomicBoolean();
    try {
      Result<FetchAnswer> answer =
          command(
              Commands.fetch(request, server, agent(), stored.isPresent()),
              body -> {
                begun.set(true);
                return FetchAnswer.read(new PktReader(body), settings.spoolFolder(), limits);
              });
      return answer.fold(
          arrived ->
              deliver(request, arrived, sink, stored)
                  .map(Result::ok)
                  .orElseGet(() -> fetch(request, server, sink, Optional.empty())),
          failure ->
              // an answer that broke off before its first object
              begun.get() && failure.code() == FailureCode.NETWORK
                  ? Result.ok(FetchStats.brokenOff(failure))
                  : Result.failed(failure));
    } catch (RemoteErrorException e) {
      return Result.ok(FetchStats.notOurRef(e.notOurRef().orElseThrow(() -> e)));
    }
  }

  /** Delivers what arrived. Returns nothing if a thin pack has a base that is not stored. */
  private Optional<FetchStats> deliver(
      FetchRequest request, FetchAnswer answer, ObjectSink sink, Optional<BaseObjects> stored) {
    try (answer) {
      SpooledPack pack = answer.pack();
      if (stored.isEmpty()) {
        pack.resolve();
      } else if (!pack.resolve(stored.get())) {
        return Optional.empty();
      }
      // Objects that a have reaches or a filter matches are rightly missing.
      if (pack.brokenBy().isEmpty()
          && request.haves().isEmpty()
          && request.filter().equals(Filter.NONE)) {
        Optional<ObjectId> missing = pack.findMissing(request.wants());
        if (missing.isPresent()) {
          throw new GitFormatException("the pack lacks " + missing.get() + ", which was wanted");
        }
      }
      pack.deliver(sink);
      return Optional.of(
          new FetchStats(
              pack.objects(),
              answer.shallow(),
              pack.brokenBy().map(http::brokenOff),
              Optional.empty()));
    }
  }

  private String agent() {
    return settings.http().userAgent().replaceAll("[^!-~]+", "-");
  }

  private <T> Result<T> guarded(Supplier<Result<T>> work) {
    try {
      return work.get();
    } catch (GitFormatException e) {
      return Result.failed(FailureCode.BAD_RESPONSE, http.address() + ": " + e.getMessage());
    } catch (RemoteErrorException e) {
      return Result.failed(FailureCode.BAD_RESPONSE, http.address() + " says: " + e.getMessage());
    } catch (SpoolException e) {
      return Thread.currentThread().isInterrupted()
          ? Result.failed(Failure.STOPPED)
          : Result.failed(FailureCode.STORAGE, String.valueOf(e.getMessage()));
    }
  }
}
