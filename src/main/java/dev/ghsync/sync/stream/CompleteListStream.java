package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Endpoints;
import dev.ghsync.model.WebhookTarget;
import dev.ghsync.store.Reads;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.table.Table;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.CompleteList;
import dev.ghsync.sync.list.NamedPhase;
import dev.ghsync.sync.verify.StreamComparison;
import java.util.List;
import java.util.Optional;

/**
 * A stream that is one complete list: what the list does not show is gone.
 *
 * @param <T> the items
 */
public interface CompleteListStream<T> extends Stream {
  Endpoint<List<T>> endpoint(Endpoints endpoints);

  Table<T> table();

  /** The kind of event that touches the list. */
  WebhookTarget.Kind touchedBy();

  @Override
  default List<Step> steps(SyncContext context) {
    CompleteList.Stream<T> list =
        new CompleteList.Stream<>(
            name(),
            endpoint(context.endpoints()),
            table(),
            "GitHub does not show the " + name().text().replace('-', ' '),
            Optional.empty());
    return List.of(
        new Step(new NamedPhase(name(), () -> new CompleteList<>(context, list).run()), after()));
  }

  @Override
  default List<Step> touched(SyncContext context, WebhookTarget target) {
    return target.kind() == touchedBy() ? steps(context) : List.of();
  }

  @Override
  default Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(Estimate.list(context, name(), endpoint(context.endpoints())));
  }

  @Override
  default long count(Reads s, long repo) {
    return s.count(table(), repo);
  }

  @Override
  default List<Verification.Stream> compare(VerifyContext context) {
    return List.of(
        StreamComparison.of(context, name(), Compared.of(table()), off(context))
            .complete(
                endpoint(context.endpoints()),
                (s, items) -> s.upsert(table(), context.repo(), items)));
  }

  /** The note of a stream that is switched off in the repository. */
  default Optional<String> off(VerifyContext context) {
    return Optional.empty();
  }
}
