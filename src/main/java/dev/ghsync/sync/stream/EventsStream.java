package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.github.Fetched;
import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.compare.Compared;
import dev.ghsync.store.compare.Comparison;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.IssueEvents;
import dev.ghsync.sync.Estimate;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhasePlan.Step;
import dev.ghsync.sync.Stream;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.Verification;
import dev.ghsync.sync.VerifyContext;
import dev.ghsync.sync.list.NewestFirstList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import dev.ghsync.sync.verify.ListComparison.Order;
import dev.ghsync.sync.verify.StreamComparison;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Events of issues and pull requests. */
public final class EventsStream implements Stream {
  public static final StreamName NAME = new StreamName("events");

  private static final int TOO_DEEP = 422;

  @Override
  public StreamName name() {
    return NAME;
  }

  @Override
  public String description() {
    return "events of issues and pull requests: labeled, closed, renamed";
  }

  @Override
  public List<Step> steps(SyncContext context) {
    return List.of(new Step(new Phase(context), after()));
  }

  @Override
  public Optional<Estimate> estimate(SyncContext context) {
    return Optional.of(Estimate.list(context, name(), context.endpoints().events()));
  }

  @Override
  public long count(Reads s, long repo) {
    return s.count(IssueEvents.TABLE, repo);
  }

  /** GitHub does not show the old events of a large repository; these are not compared. */
  @Override
  public List<Verification.Stream> compare(VerifyContext context) {
    StreamComparison comparison =
        StreamComparison.of(context, name(), Compared.of(IssueEvents.TABLE), context.issuesOff());
    AtomicLong oldest = new AtomicLong(Long.MAX_VALUE);
    Comparison.Shown all = new Comparison.Shown(context.depth(name()), true);
    Optional<Fetched<List<IssueEvent>>> cut =
        comparison.read(
            Order.NEWEST_FIRST,
            from -> context.endpoints().events(),
            IssueEvent::createdAt,
            events -> {
              events.forEach(
                  e -> oldest.accumulateAndGet(e.createdAt().getEpochSecond(), Math::min));
              return comparison.compare(
                  (s, page) -> s.upsert(IssueEvents.TABLE, context.repo(), page), events);
            },
            () -> all);
    if (cut.filter(EventsStream::isTooDeep).isPresent() && oldest.get() < Long.MAX_VALUE) {
      Instant from = Instant.ofEpochSecond(oldest.get());
      comparison.findings().note("GitHub shows none from before " + from);
      comparison.gone(new Comparison.Shown(Optional.of(from), true));
    } else {
      cut.ifPresent(comparison::end);
    }
    return List.of(comparison.findings().stream());
  }

  private static boolean isTooDeep(Fetched<?> answer) {
    return answer instanceof Fetched.NotAvailable<?> gone && gone.status() == TOO_DEEP;
  }

  /** Reads events, newest first, until those that are stored. */
  record Phase(SyncContext context) implements SyncPhase {
    @Override
    public StreamName name() {
      return NAME;
    }

    @Override
    public PhaseOutcome run() {
      Endpoint<List<IssueEvent>> list = context.endpoints().events();
      UnreadableNotes notes = new UnreadableNotes(context, name());
      NewestFirstList<IssueEvent> events =
          new NewestFirstList<>(
              context,
              new NewestFirstList.Stream<>(
                  name(),
                  list,
                  // An event shows its whole issue, so that any change of a hundred issues would
                  // make
                  // the page another one; the newest event alone shows as well whether there is
                  // more.
                  list.perPage(1),
                  IssueEvent::createdAt,
                  this::write,
                  "GitHub does not show events"),
              notes);
      PhaseOutcome read = events.run();
      return notes.end(
          read, new UnreadableNotes.Again<>(this::item, list, this::write), events.newAtTop());
    }

    /** GitHub does not delete a single event. */
    private SingleItem<IssueEvent> item(long id) {
      return new SingleItem<>(
          context,
          name(),
          context.endpoints().event(id),
          this::write,
          (s, answer) -> RowChanges.NOTHING);
    }

    private RowChanges write(Session session, List<IssueEvent> events) {
      RowChanges written = session.upsert(IssueEvents.TABLE, context.repo(), events);
      context.changes().note(name().text(), written);
      return written;
    }
  }
}
