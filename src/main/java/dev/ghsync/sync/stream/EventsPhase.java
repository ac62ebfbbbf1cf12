package dev.ghsync.sync.stream;

import dev.ghsync.github.Endpoint;
import dev.ghsync.model.item.IssueEvent;
import dev.ghsync.store.Session;
import dev.ghsync.store.sql.RowChanges;
import dev.ghsync.store.table.IssueEvents;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.SyncPhase;
import dev.ghsync.sync.list.NewestFirstList;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.List;

/** What happened to issues and pull requests, newest first until what is known. */
public record EventsPhase(SyncContext context) implements SyncPhase {
  @Override
  public StreamName name() {
    return StreamName.EVENTS;
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
                // An event shows its whole issue, so that any change of a hundred issues would make
                // the page another one; the newest event alone tells as well whether there is more.
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
