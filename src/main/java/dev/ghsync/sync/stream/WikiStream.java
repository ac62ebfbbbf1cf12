package dev.ghsync.sync.stream;

import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Reads;
import dev.ghsync.store.state.Repos;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.object.ObjectsPhase;
import dev.ghsync.sync.verify.WikiComparison;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The wiki, which is a git repository of its own. */
public final class WikiStream implements Stream {
  public static final StreamName NAME = new StreamName("wiki");

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "the wiki, a git repository of its own";
  }

  /** Two packs at the same time would need twice the memory. */
  @Override
  public Set<StreamName> after() {
    return Set.of(ObjectsPhase.NAME);
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new WikiPhase(context, false), after()));
  }

  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == WebhookTarget.Kind.WIKI
        ? List.of(new Step(new WikiPhase(context, true), after()))
        : List.of();
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(
        new Estimate.Text("would send at most 4 git requests, outside of the limit"));
  }

  /** Counts the commits. */
  @Override
  public long count(Reads s, long repo) {
    return s.repos().findWiki(repo).map(Repos.RepoRow::id).map(s.commits()::count).orElse(0L);
  }

  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    return List.of(new WikiComparison(context, NAME).run());
  }
}
