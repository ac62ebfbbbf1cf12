package dev.ghsync.git;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.pack.DeltaResolver;
import dev.ghsync.git.pack.ObjectSink;
import dev.ghsync.git.pack.PackDelivery;
import dev.ghsync.git.pack.PackLimits;
import dev.ghsync.git.pack.SpoolException;
import dev.ghsync.git.pack.SpoolFile;
import dev.ghsync.git.pack.SpooledPack;
import dev.ghsync.model.ApiCall;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.Token;
import dev.ghsync.model.Transport;
import dev.ghsync.model.git.ObjectId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * One repository's address for git over HTTPS, protocol version 2; see gitprotocol-v2(5) and
 * gitprotocol-http(5).
 *
 * <p>The first {@link #fetch} asks the server what it can do; each sends one request for a pack.
 * Several may run side by side. Where the first was refused all are, without asking again.
 */
public final class GitRemote {
  private static final String DISCOVERY = "/info/refs?service=git-upload-pack";
  private static final String DISCOVERY_TYPE = "application/x-git-upload-pack-advertisement";
  private static final String COMMAND = "/git-upload-pack";
  private static final String COMMAND_ANSWER = "application/x-git-upload-pack-result";
  private static final MediaType COMMAND_TYPE =
      MediaType.get("application/x-git-upload-pack-request");
  private static final Pattern NOT_OUR_REF = Pattern.compile("not our ref ([0-9a-f]{40})");

  private final Settings settings;
  private final GitHttp http;
  private final Set<Thread> fetching = ConcurrentHashMap.newKeySet();
  private @Nullable Result<Capabilities> discovered;
  private volatile boolean ofUse;
  private final AtomicReference<@Nullable Failure> pause = new AtomicReference<>();

  /**
   * How to reach a repository and what it may cost.
   *
   * @param url {@code https://host/owner/name.git}, without a user or password
   * @param token sent to the URL's origin only; dropped where the way there is open to others
   * @param timeout without a byte, after which a request is given up
   * @param deadline no request starts after it, and one that is under way ends
   * @param spoolFolder for temporary files as large as the packs; it must exist. They are gone with
   *     the process, however it ends
   * @param maxObjectBytes larger blobs are handed over as {@link ObjectSink#oversized}. The heap
   *     must have room for four of this size
   * @param userAgent {@code ghsync/1.0}
   * @param exchanges hears of each HTTP request, when it is done
   * @param progress hears the server's progress, line by line; where it is empty, none is asked for
   */
  public record Settings(
      URI url,
      Optional<Token> token,
      Duration timeout,
      Optional<Instant> deadline,
      Path spoolFolder,
      long maxObjectBytes,
      String userAgent,
      Consumer<ApiCall> exchanges,
      Optional<Consumer<String>> progress) {
    public Settings {
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (!http || url.getHost() == null || url.getRawUserInfo() != null) {
        throw new IllegalArgumentException(
            "a git address is https://host/owner/name.git, without a user or password");
      }
      token = token.filter(t -> Transport.isPrivate(url));
    }
  }

  /** Waits; a test need not. */
  public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  public GitRemote(Settings settings) {
    this(settings, duration -> Thread.sleep(duration.toMillis()), InstantSource.system());
  }

  /** With its own ways to wait between repetitions and to tell the time. */
  public GitRemote(Settings settings, Sleeper sleeper, InstantSource clock) {
    this.settings = settings;
    http = new GitHttp(settings, sleeper, clock);
  }

  /**
   * Fetches objects and hands them over once all of them are checked: their ids, the pack's
   * checksum, and, where there are no haves and no filter, that all wanted ones are there. Then,
   * and only then, the sink is called, on this thread, and what it throws goes through. Of a pack
   * that breaks off, the objects that arrived whole are checked by their ids and handed over too;
   * {@link FetchStats#brokenOff} then says why.
   *
   * @return a failure with nothing handed over: {@code BAD_RESPONSE} for a server that cannot be
   *     used or that sent something wrong, {@code STORAGE} for the temporary files, and the codes
   *     of HTTP answers, {@code BUDGET} where the deadline is over. See {@link #notOurRef} for the
   *     one to be expected
   */
  public Result<FetchStats> fetch(FetchRequest request, ObjectSink sink) {
    return request.wants().isEmpty()
        ? Result.ok(FetchStats.NOTHING)
        : asking(server -> fetch(request, server, sink));
  }

  /**
   * Lists the refs whose names begin with {@code prefix}: all of them, or a failure.
   *
   * @param prefix like {@code refs/heads/}
   */
  public Result<List<RemoteRef>> listRefs(String prefix) {
    return asking(server -> askForRefs(prefix, server));
  }

  private Result<List<RemoteRef>> askForRefs(String prefix, Capabilities server) {
    if (!server.has("ls-refs")) {
      throw new GitFormatException("the server does not offer to list refs");
    }
    ofUse = true;
    byte[] command = LsRefs.write(prefix, server, agent());
    return http.send(
        GitRequest.post(COMMAND, COMMAND_ANSWER, RequestBody.create(command, COMMAND_TYPE)),
        body -> LsRefs.read(new PktReader(body), prefix));
  }

  /** Asks something of a server whose capabilities are known, unless it asked for a pause. */
  private <T> Result<T> asking(Function<Capabilities, Result<T>> question) {
    Optional<Failure> paused = pause();
    if (paused.isPresent()) {
      return Result.failed(paused.get());
    }
    fetching.add(Thread.currentThread());
    try {
      Result<T> result =
          http.isStopped()
              ? Result.failed(Failure.STOPPED)
              : guarded(() -> discover().flatMap(question));
      if (result instanceof Result.Failed<T> failed
          && failed.failure().code() == FailureCode.SECONDARY_RATE_LIMITED) {
        pause.set(failed.failure());
      }
      return result;
    } finally {
      fetching.remove(Thread.currentThread());
    }
  }

  /** The failure by which the server asked for a pause. It is not asked again after that. */
  public Optional<Failure> pause() {
    return Optional.ofNullable(pause.get());
  }

  /** Does not ask the server: in an earlier run it asked for a pause until then. */
  public void pauseUntil(Instant until) {
    pause.set(
        Failure.of(
                FailureCode.SECONDARY_RATE_LIMITED,
                "%s asked for a pause; git does not ask it again before %s"
                    .formatted(http.address(), until.truncatedTo(ChronoUnit.SECONDS)))
            .retryAt(until));
  }

  /** Who sets the limits: the server's host, with a port that is not the usual one. */
  public String host() {
    return settings.url().getRawAuthority();
  }

  /** Tells apart the tokens that limits belong to; empty where no token is sent. */
  public String tokenFingerprint() {
    return settings.token().map(Token::fingerprint).orElse("");
  }

  /** From any thread: a fetch that runs ends soon, with {@code INTERRUPTED}, and none starts. */
  public void stop() {
    http.stop();
    fetching.forEach(Thread::interrupt);
  }

  /**
   * The object that a server does not have or may not give, where that is why it refused: a ref
   * moved and was cleaned up in the meantime. The others can be asked for again without it.
   */
  public static Optional<ObjectId> notOurRef(Failure failure) {
    Matcher matcher = NOT_OUR_REF.matcher(failure.message());
    return failure.code() == FailureCode.BAD_RESPONSE && matcher.find()
        ? Optional.of(new ObjectId(matcher.group(1)))
        : Optional.empty();
  }

  /** The server speaks what is needed: what then goes wrong may go well another time. */
  public boolean isOfUse() {
    return ofUse;
  }

  private synchronized Result<Capabilities> discover() {
    if (discovered == null) {
      SpoolFile.removeStale(settings.spoolFolder());
      GitRequest ask = GitRequest.get(DISCOVERY, DISCOVERY_TYPE);
      discovered = guarded(() -> http.send(ask, body -> Capabilities.read(new PktReader(body))));
    }
    return discovered;
  }

  /** An answer that broke off before its first object brought nothing, and is no failure either. */
  private Result<FetchStats> fetch(FetchRequest request, Capabilities server, ObjectSink sink) {
    AtomicBoolean begun = new AtomicBoolean();
    return ask(request, server, begun)
        .fold(
            answer -> Result.ok(deliver(request, answer, sink)),
            failure ->
                begun.get() && failure.code() == FailureCode.NETWORK
                    ? Result.ok(new FetchStats(0, 0, Set.of(), Optional.of(failure)))
                    : Result.failed(failure));
  }

  private Result<FetchAnswer> ask(FetchRequest request, Capabilities server, AtomicBoolean begun) {
    Optional<String> refusal = server.refusal(request);
    if (refusal.isPresent()) {
      throw new GitFormatException(refusal.get());
    }
    ofUse = true;
    boolean progress = settings.progress().isPresent();
    byte[] command = FetchCommand.write(request, server, agent(), progress);
    PackLimits limits = PackLimits.withBlobsUpTo(settings.maxObjectBytes());
    return http.send(
        GitRequest.post(COMMAND, COMMAND_ANSWER, RequestBody.create(command, COMMAND_TYPE)),
        body -> {
          begun.set(true);
          return FetchAnswer.read(
              new PktReader(body),
              settings.progress().orElse(line -> {}),
              settings.spoolFolder(),
              limits);
        });
  }

  private FetchStats deliver(FetchRequest request, FetchAnswer answer, ObjectSink sink) {
    try (answer) {
      SpooledPack pack = answer.pack();
      DeltaResolver.resolve(pack);
      // What a have reaches, or a filter hits, is rightly missing.
      if (pack.brokenBy().isEmpty()
          && request.haves().isEmpty()
          && request.filter().equals(Filter.NONE)) {
        Optional<ObjectId> missing = pack.findMissing(request.wants());
        if (missing.isPresent()) {
          throw new GitFormatException("the pack lacks " + missing.get() + ", which was wanted");
        }
      }
      PackDelivery.deliver(pack, sink);
      return new FetchStats(
          pack.index().count(),
          pack.spool().size(),
          answer.shallowBoundary(),
          pack.brokenBy().map(http::brokenOff));
    }
  }

  private String agent() {
    return settings.userAgent().replaceAll("[^!-~]+", "-");
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
