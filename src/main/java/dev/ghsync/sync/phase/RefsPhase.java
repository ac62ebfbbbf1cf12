package dev.ghsync.sync.phase;

import dev.ghsync.github.GitHub;
import dev.ghsync.model.Counts;
import dev.ghsync.model.Ref;
import dev.ghsync.model.Validator;
import dev.ghsync.store.Refs;
import dev.ghsync.sync.PhaseName;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.Scope;
import dev.ghsync.sync.SyncPhase;
import java.util.List;
import java.util.Optional;

/** Branches and tags: GitHub's list is the truth, each run. */
final class RefsPhase implements SyncPhase {
  private static final int EMPTY_REPOSITORY = 409;

  private final Scope scope;
  private final GitHub github;

  RefsPhase(Scope scope) {
    this.scope = scope;
    this.github = scope.github(name());
  }

  @Override
  public PhaseName name() {
    return PhaseName.REFS;
  }

  @Override
  public PhaseOutcome run() {
    PhaseOutcome heads = replace("heads", "branch");
    if (heads.failure().isPresent() || heads.reason().isPresent()) {
      return heads;
    }
    PhaseOutcome tags = replace("tags", "tag");
    if (tags.failure().isPresent() || tags.reason().isPresent()) {
      return tags;
    }
    scope
        .store()
        .write(
            s -> {
              s.repos().setHead(scope.repo());
              s.streams()
                  .complete(
                      scope.repo(), name().text(), Optional.empty(), Optional.empty(), scope.now());
              s.streams().reconciled(scope.repo(), name().text(), scope.now());
            });
    return PhaseOutcome.done(heads.counts().plus(tags.counts()));
  }

  private PhaseOutcome replace(String namespace, String kind) {
    String slot = "refs/" + namespace;
    Optional<Validator> known =
        scope.unlessFull(scope.store().read(s -> s.validators().find(scope.repo(), slot)));
    Asked<List<Ref>> asked = Asked.of(github, scope.endpoints().refs(namespace), known);
    if (asked instanceof Asked.Same<List<Ref>>) {
      return PhaseOutcome.done(Counts.NONE);
    }
    if (asked instanceof Asked.Page<List<Ref>> got) {
      return store(slot, kind, got.fresh().value(), got.fresh().validator());
    }
    // 409: nothing was ever pushed. 404 is what older servers say where nothing matches.
    if (asked instanceof Asked.Gone<List<Ref>> gone
        && (gone.absent().status() == EMPTY_REPOSITORY || gone.absent().status() == 404)) {
      return store(slot, kind, List.of(), Optional.empty());
    }
    return asked.end(Counts.NONE, "GitHub does not show the refs");
  }

  private PhaseOutcome store(
      String slot, String kind, List<Ref> refs, Optional<Validator> validator) {
    Refs.Changes changes =
        scope
            .store()
            .inTransaction(
                s -> {
                  s.validators().save(scope.repo(), slot, validator);
                  return s.refs().replace(scope.repo(), kind, refs, scope.now());
                });
    scope.changes().note("refs", "created", changes.created());
    scope.changes().note("refs", "moved", changes.moved());
    scope.changes().note("refs", "deleted", changes.deleted());
    return PhaseOutcome.done(changes.counts());
  }
}
