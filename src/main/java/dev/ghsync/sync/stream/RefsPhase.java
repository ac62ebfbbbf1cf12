package dev.ghsync.sync.stream;

import dev.ghsync.github.Fetched;
import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Failure;
import dev.ghsync.model.Result;
import dev.ghsync.model.Validator;
import dev.ghsync.model.git.Ref;
import dev.ghsync.store.Session;
import dev.ghsync.store.git.Refs;
import dev.ghsync.store.state.UnreadableItems;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Branches and tags: GitHub's lists are the truth, each run. A list that REST cannot deliver comes
 * by git.
 */
public final class RefsPhase implements SyncPhase {
  private static final int NOTHING_WAS_EVER_PUSHED = 409;

  /** A list of refs: GitHub's name of it, and what its refs are called here. */
  public enum Namespace {
    HEADS("heads", "branch"),
    TAGS("tags", "tag");

    private final String text;
    private final String kind;

    Namespace(String text, String kind) {
      this.text = text;
      this.kind = kind;
    }

    String list() {
      return "refs/" + text;
    }
  }

  private final SyncContext context;
  private final GitHub github;
  private final Set<Namespace> namespaces;
  private final GitRefLists lists;

  /** Whether nothing was ever pushed: then the other list is empty too. */
  private boolean isEmpty;

  private Optional<String> note = Optional.empty();

  private RefsPhase(SyncContext context, GitHub github, Set<Namespace> namespaces) {
    this.context = context;
    this.github = github;
    this.namespaces = namespaces;
    this.lists = new GitRefLists(context);
  }

  /** Asks for some of the lists only; the stream is complete when all were. */
  public RefsPhase(SyncContext context, Set<Namespace> namespaces) {
    this(context, context.github(RefsStream.NAME), namespaces);
  }

  public RefsPhase(SyncContext context) {
    this(context, EnumSet.allOf(Namespace.class));
  }

  /** All lists once more while another phase is at work; the requests count as that one's. */
  public static RefsPhase during(StreamName other, SyncContext context) {
    return new RefsPhase(context, context.github(other), EnumSet.allOf(Namespace.class));
  }

  @Override
  public StreamName name() {
    return RefsStream.NAME;
  }

  @Override
  public PhaseOutcome run() {
    isEmpty = false;
    Counts counts = Counts.NONE;
    Optional<PhaseOutcome> ended = Optional.empty();
    for (Namespace namespace : namespaces) {
      PhaseOutcome replaced = isEmpty ? storeNone(namespace) : replace(namespace);
      if (replaced.failure().isPresent() || replaced.reason().isPresent()) {
        ended = ended.or(() -> Optional.of(replaced));
      }
      counts = counts.plus(replaced.counts());
    }
    if (ended.isPresent()) {
      PhaseOutcome first = ended.get();
      return new PhaseOutcome(first.state(), first.reason(), first.failure(), counts);
    }
    context.store().write(this::finish);
    return UnreadableNotes.outcome(context, name(), PhaseOutcome.done(counts, note));
  }

  private void finish(Session s) {
    s.repos().setHead(context.repo());
    if (namespaces.containsAll(EnumSet.allOf(Namespace.class))) {
      s.streams()
          .complete(
              context.repo(), name().text(), Optional.empty(), Optional.empty(), context.now());
      s.streams().reconciled(context.repo(), name().text(), context.now());
    }
  }

  private PhaseOutcome replace(Namespace namespace) {
    Optional<PhaseOutcome> remembered =
        lists.isDue(namespace.list())
            ? byGit(namespace, "since REST did not list them in an earlier run")
            : Optional.empty();
    return remembered.orElseGet(() -> byRest(namespace));
  }

  /** Empty where git does not list them either. */
  private Optional<PhaseOutcome> byGit(Namespace namespace, String why) {
    Result<Refs.Changes> replaced = lists.replace(namespace.list(), namespace.kind);
    if (replaced instanceof Result.Ok<Refs.Changes> ok) {
      note = Optional.of(namespace.list() + " by git, " + why);
      return Optional.of(noted(ok.value()));
    }
    return Optional.empty();
  }

  private PhaseOutcome failed(Namespace namespace, Failure failure) {
    if (!GitRefLists.isForGit(failure)) {
      return PhaseOutcome.stopped(Counts.NONE, failure);
    }
    if (!lists.mayAskGit()) {
      return PhaseOutcome.stopped(
          Counts.NONE,
          new Failure(
              failure.code(),
              failure.message() + "; git could list the refs, but --objects rest leaves git out",
              failure.retryAt()));
    }
    return byGit(namespace, "since REST did not list them: " + failure.message())
        .orElseGet(() -> PhaseOutcome.stopped(Counts.NONE, failure));
  }

  private PhaseOutcome byRest(Namespace namespace) {
    LastingRefusal empty = new LastingRefusal(context, name());
    if (empty.isKnown()) {
      return storeNone(namespace);
    }
    String validatorKey = namespace.list();
    Optional<Validator> known =
        context.ifIncremental(
            context.store().read(s -> s.validators().find(context.repo(), validatorKey)));
    Fetched<List<Ref>> fetched = github.fetch(context.endpoints().refs(namespace.text), known);
    if (fetched instanceof Fetched.Stopped<List<Ref>> failed) {
      return failed(namespace, failed.failure());
    }
    lists.forget(validatorKey);
    if (fetched instanceof Fetched.NotModified<List<Ref>>) {
      return PhaseOutcome.done(Counts.NONE);
    }
    if (fetched instanceof Fetched.Page<List<Ref>> got) {
      return store(validatorKey, namespace, got);
    }
    if (fetched instanceof Fetched.NotAvailable<List<Ref>> gone
        && gone.status() == NOTHING_WAS_EVER_PUSHED) {
      isEmpty = true;
      context.store().write(empty::note);
      return storeNone(namespace);
    }
    return PhaseOutcome.of(fetched, Counts.NONE, "GitHub does not show the refs");
  }

  /** A list with refs that could not be read is read again in the next run; these stay as is. */
  private PhaseOutcome store(
      String validatorKey, Namespace namespace, Fetched.Page<List<Ref>> fresh) {
    UnreadableNotes notes = new UnreadableNotes(context, name());
    context
        .store()
        .write(
            s -> {
              s.unreadable().list(context.repo(), name().text()).stream()
                  .map(UnreadableItems.Item::name)
                  .filter(item -> item.contains("/" + namespace.text))
                  .forEach(item -> notes.forget(s, item));
              notes.note(s, fresh.unread());
            });
    if (fresh.unread().isEmpty()) {
      return store(validatorKey, namespace.kind, fresh.value(), fresh.validator());
    }
    return store(validatorKey, namespace.kind, withUnread(namespace.kind, fresh), Optional.empty());
  }

  private List<Ref> withUnread(String kind, Fetched.Page<List<Ref>> fresh) {
    Map<String, Ref> refs = new LinkedHashMap<>();
    boolean isNameless = fresh.unread().stream().anyMatch(item -> item.name().isEmpty());
    for (Ref stored : context.store().read(s -> s.refs().list(context.repo(), kind))) {
      boolean isUnread =
          fresh.unread().stream().anyMatch(item -> item.name().equals(Optional.of(stored.name())));
      if (isNameless || isUnread) {
        refs.put(stored.name(), stored);
      }
    }
    fresh.value().forEach(ref -> refs.put(ref.name(), ref));
    return List.copyOf(refs.values());
  }

  private PhaseOutcome store(
      String validatorKey, String kind, List<Ref> refs, Optional<Validator> validator) {
    Refs.Changes changes =
        context
            .store()
            .inTransaction(
                s -> {
                  s.validators().save(context.repo(), validatorKey, validator);
                  return s.refs().replace(context.repo(), kind, refs, context.now());
                });
    return noted(changes);
  }

  private PhaseOutcome storeNone(Namespace namespace) {
    return store(namespace.list(), namespace.kind, List.of(), Optional.empty());
  }

  private PhaseOutcome noted(Refs.Changes changes) {
    context.changes().note("refs", "created", changes.created());
    context.changes().note("refs", "moved", changes.moved());
    context.changes().note("refs", "deleted", changes.deleted());
    return PhaseOutcome.done(changes.counts());
  }
}
