package dev.ghsync.sync.stream;

import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Reads;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.verify.GitComparison;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Branches and tags. */
public final class RefsStream implements Stream {
  public static final StreamName NAME = new StreamName("refs");

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "branches and tags, with a history of where they pointed";
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new RefsPhase(context), after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return switch (target.kind()) {
      case BRANCHES -> List.of(some(context, RefsPhase.Namespace.HEADS));
      case TAGS -> List.of(some(context, RefsPhase.Namespace.TAGS));
      default -> List.of();
    };
  }

  private Step some(SyncContext context, RefsPhase.Namespace namespace) {
    return new Step(new RefsPhase(context, EnumSet.of(namespace)), after());
  }

  /** Each of the two lists is one request, however long it is. */
  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(Estimate.requests(2));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.refs().count(repo);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(GitComparison.of(context).refs(name()).stream());
  }
}
