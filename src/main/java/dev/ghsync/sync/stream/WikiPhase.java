package dev.ghsync.sync.stream;

import dev.ghsync.git.GitRemote;
import dev.ghsync.git.RemoteRef;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.Session;
import dev.ghsync.store.git.Refs;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.SyncSettings.ObjectsMode;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.object.ObjectsPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the git repository of the wiki: its refs by git, and then its objects as those of any
 * repository. A wiki has no git repository until its first page is saved. GitHub is then asked
 * again a day later, at a full check for deletions that comes sooner, or if an event says that a
 * page was saved.
 */
final class WikiPhase implements SyncPhase {
  private static final Duration ONE_DAY = Duration.ofDays(1);

  /** The branch of wikis, unless somebody has pushed another one. */
  private static final String BRANCH = "master";

  private static final String OFF = "the wiki is switched off in this repository";
  private static final String NO_PAGE = "the wiki has no page yet";

  private final SyncContext context;
  private final boolean isTouched;

  /**
   * Creates the phase.
   *
   * @param isTouched whether an event says that a page was saved
   */
  WikiPhase(SyncContext context, boolean isTouched) {
    this.context = context;
    this.isTouched = isTouched;
  }

  @Override
  public StreamName name() {
    return WikiStream.NAME;
  }

  @Override
  public PhaseOutcome run() {
    if (!context.store().read(s -> s.repos().features(context.repo())).wiki()) {
      return switchedOff();
    }
    if (context.settings().objects().source() == ObjectsMode.REST) {
      return PhaseOutcome.skipped("a wiki is read by git, which --objects rest leaves out");
    }
    if (isKnownAsMissing()) {
      return PhaseOutcome.skipped(NO_PAGE);
    }
    return remote().listRefs("refs/").fold(this::read, this::failed);
  }

  private GitRemote remote() {
    return context.connection().git().wiki();
  }

  private PhaseOutcome switchedOff() {
    Optional<Repos.RepoRow> wiki = context.store().read(s -> s.repos().findWiki(context.repo()));
    Counts counts =
        wiki.map(row -> context.store().inTransaction(s -> replace(s, row, List.of())))
            .orElse(Counts.NONE);
    return PhaseOutcome.skipped(OFF).counting(counts);
  }

  private boolean isKnownAsMissing() {
    Optional<Instant> at =
        context.ifIncremental(context.store().read(s -> s.repos().wikiMissingAt(context.repo())));
    Instant now = context.now();
    Duration most =
        context.settings().reconcile().filter(age -> age.compareTo(ONE_DAY) < 0).orElse(ONE_DAY);
    return !isTouched
        && at.filter(since -> !since.isAfter(now) && since.plus(most).isAfter(now)).isPresent();
  }

  private PhaseOutcome failed(Failure failure) {
    if (!isMissing(failure)) {
      return switch (failure.code()) {
        case FORBIDDEN, SSO_REQUIRED -> PhaseOutcome.skipped(failure.message());
        case SECONDARY_RATE_LIMITED ->
            PhaseOutcome.passedOver(
                Counts.NONE,
                new Failure(FailureCode.SERVER_ERROR, failure.message(), failure.retryAt()));
        default -> PhaseOutcome.stopped(Counts.NONE, failure);
      };
    }
    if (context.store().read(s -> s.repos().findWiki(context.repo())).isPresent()) {
      return PhaseOutcome.skipped("GitHub does not show the wiki any more: " + failure.message());
    }
    context.store().write(s -> s.repos().wikiIsMissing(context.repo(), context.now()));
    return PhaseOutcome.skipped(NO_PAGE);
  }

  /** GitHub has answered in both ways for a wiki without a page. */
  static boolean isMissing(Failure failure) {
    return failure.code() == FailureCode.REPO_NOT_FOUND
        || failure.message().contains("repository not exported");
  }

  private PhaseOutcome read(List<RemoteRef> listed) {
    Repos.RepoRow wiki = context.store().inTransaction(s -> s.repos().upsertWiki(context.repo()));
    Counts refs = context.store().inTransaction(s -> replace(s, wiki, listed));
    SyncPhase again = new NamedPhase(name(), () -> listAgain(wiki));
    PhaseOutcome objects = ObjectsPhase.byGitAlone(context.ofWiki(wiki), again).run();
    PhaseOutcome both = withCounts(objects, objects.counts().plus(refs));
    if (both.cameToItsEnd()) {
      context.store().write(this::complete);
    }
    return both;
  }

  private static PhaseOutcome withCounts(PhaseOutcome ended, Counts counts) {
    boolean isDone = ended.state() == PhaseReport.State.UNCHANGED;
    return isDone ? PhaseOutcome.done(counts, ended.reason()) : ended.counting(counts);
  }

  private PhaseOutcome listAgain(Repos.RepoRow wiki) {
    Result<List<RemoteRef>> listed = remote().listRefs("refs/");
    return listed.fold(
        refs -> PhaseOutcome.done(context.store().inTransaction(s -> replace(s, wiki, refs))),
        failure -> PhaseOutcome.stopped(Counts.NONE, failure));
  }

  private void complete(Session s) {
    s.streams()
        .complete(context.repo(), name().text(), Optional.empty(), Optional.empty(), context.now());
    s.streams().reconciled(context.repo(), name().text(), context.now());
  }

  /** Makes the stored refs equal to those that git lists. */
  private Counts replace(Session s, Repos.RepoRow wiki, List<RemoteRef> listed) {
    List<Ref> branches = refs(listed, "refs/heads/");
    Refs.Changes changes = s.refs().replace(wiki.id(), "branch", branches, context.now());
    Refs.Changes tags =
        s.refs().replace(wiki.id(), "tag", refs(listed, "refs/tags/"), context.now());
    List<String> names =
        branches.stream().map(ref -> ref.name().substring("refs/heads/".length())).toList();
    if (!names.isEmpty()) {
      s.repos().setDefaultBranch(wiki.id(), names.contains(BRANCH) ? BRANCH : names.get(0));
      s.repos().setHead(wiki.id());
    }
    return changes.counts().plus(tags.counts());
  }

  private static List<Ref> refs(List<RemoteRef> listed, String prefix) {
    return listed.stream()
        .filter(ref -> ref.name().startsWith(prefix))
        .map(
            ref ->
                new Ref(
                    ref.name(),
                    ref.target(),
                    ref.peeled().isPresent() ? ObjectType.TAG : ObjectType.COMMIT))
        .toList();
  }
}
