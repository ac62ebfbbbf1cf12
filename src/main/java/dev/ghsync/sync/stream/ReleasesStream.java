package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.github.Fetched;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.model.item.Release;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.table.Releases;
import dev.ghsync.store.table.Table;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.verify.ListComparison.Order;
import dev.ghsync.sync.verify.StreamComparison;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Releases with their assets. */
public final class ReleasesStream implements CompleteListStream<Release> {
  public static final StreamName NAME = new StreamName("releases");

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "releases with their assets";
  }

  @Override
  public Endpoint<List<Release>> endpoint(Endpoints endpoints) {
    return endpoints.releases();
  }

  @Override
  public WebhookTarget.Kind touchedBy() {
    return WebhookTarget.Kind.RELEASE;
  }

  private SingleItem<Release> item(SyncContext context, long id) {
    return new SingleItem<>(
        context,
        name(),
        context.endpoints().release(id),
        (s, releases) -> s.upsert(Releases.TABLE, context.repo(), releases),
        (s, answer) -> s.markDeleted(Releases.TABLE, context.repo(), id, context.now()));
  }

  /** An event names one release. */
  @Override
  public List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == touchedBy()
        ? List.of(new Step(item(context, target.id()), after()))
        : List.of();
  }

  @Override
  public Table<Release> table() {
    return Releases.TABLE;
  }

  /** GitHub shows drafts only to those who may push. */
  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    StreamComparison comparison =
        StreamComparison.of(context, name(), Compared.of(Releases.TABLE), Optional.empty());
    AtomicBoolean drafts = new AtomicBoolean(context.repository().mayPush());
    Optional<Fetched<List<Release>>> cut =
        comparison.read(
            Order.ANY,
            from -> endpoint(context.endpoints()),
            Release::createdAt,
            releases -> {
              if (releases.stream().anyMatch(Release::draft)) {
                drafts.set(true);
              }
              return comparison.compare(
                  (s, page) -> s.upsert(Releases.TABLE, context.repo(), page), releases);
            },
            () -> new Comparison.Shown(Optional.empty(), drafts.get()));
    cut.ifPresent(comparison::end);
    if (cut.isEmpty() && !drafts.get()) {
      hiddenDrafts(comparison);
    }
    return List.of(comparison.findings().stream());
  }

  private static void hiddenDrafts(StreamComparison comparison) {
    Comparison stored = comparison.context().comparison();
    long hidden =
        stored.countGone(comparison.kind(), Comparison.Shown.ALL)
            - stored.countGone(comparison.kind(), new Comparison.Shown(Optional.empty(), false));
    if (hidden > 0) {
      comparison
          .findings()
          .notCompared(
              Failure.of(
                  FailureCode.FORBIDDEN,
                  "%d stored drafts of releases are shown only to a token that may push"
                      .formatted(hidden)));
    }
  }
}
