package dev.ghsync.sync.list;

import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.store.state.UnreadableItems;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.PhaseReport;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Notes the items of a stream that GitHub could not deliver, so that a phase can go around them.
 */
public final class ItemNotes {
  private static final Set<FailureCode> OF_ONE_ITEM =
      EnumSet.of(FailureCode.SERVER_ERROR, FailureCode.BAD_RESPONSE);

  private final SyncContext context;
  private final StreamName name;
  private int passedOver;

  public ItemNotes(SyncContext context, StreamName name) {
    this.context = context;
    this.name = name;
  }

  /**
   * Passes over an item, which the next run asks for again.
   *
   * @param cut how the phase would end because of it
   * @return false where the failure is not the item's, or where too many items fail
   */
  public boolean passOver(String item, PhaseOutcome cut) {
    boolean ofOneItem =
        cut.failure()
            .map(failure -> OF_ONE_ITEM.contains(failure.code()))
            .orElse(cut.state() == PhaseReport.State.SKIPPED);
    if (!ofOneItem || passedOver == UnreadableNotes.MOST_TRIES) {
      return false;
    }
    passedOver++;
    String why = cut.failure().map(Failure::message).or(cut::reason).orElse("");
    UnreadableItems.Item unreadable = new UnreadableItems.Item(item, why);
    context
        .store()
        .write(s -> s.unreadable().note(context.repo(), name.text(), unreadable, context.now()));
    return true;
  }

  /** An item was read, or is not needed any more. */
  public void remove(String item) {
    context.store().write(s -> s.unreadable().remove(context.repo(), name.text(), item));
  }

  /** The names of the items that are noted. */
  public List<String> list() {
    return context.store().read(s -> s.unreadable().list(context.repo(), name.text())).stream()
        .map(UnreadableItems.Item::name)
        .toList();
  }
}
