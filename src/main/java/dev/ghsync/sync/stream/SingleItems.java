package dev.ghsync.sync.stream;

import dev.ghsync.github.GitHub;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.ItemNotes;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SingleItem;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Asks for single issues and pull requests. One that GitHub cannot deliver is noted, and does not
 * hold up the others.
 */
public final class SingleItems {
  private final SyncContext context;
  private final GitHub github;
  private final ProgressCounter progress;
  private final ItemNotes notes;
  private final Set<Long> unreadable = new HashSet<>();

  /**
   * To be used by one phase.
   *
   * @param name of the stream whose items they are
   */
  public SingleItems(
      SyncContext context, GitHub github, StreamName name, ProgressCounter progress) {
    this.context = context;
    this.github = github;
    this.progress = progress;
    this.notes = new ItemNotes(context, name);
  }

  /**
   * Brings one, or marks it as deleted.
   *
   * @return how the phase ends where it cannot go on
   */
  public Optional<PhaseOutcome> ask(long number, boolean pullsOnly) {
    SingleItem<?> item =
        pullsOnly ? SingleItem.pull(context, number) : SingleItem.issue(context, number);
    Optional<PhaseOutcome> cut = item.bring(github, progress);
    if (cut.isEmpty()) {
      notes.remove(String.valueOf(number));
      return cut;
    }
    if (!notes.passOver(String.valueOf(number), cut.get())) {
      return cut;
    }
    unreadable.add(number);
    return Optional.empty();
  }

  /** Those that GitHub could not deliver. */
  public Set<Long> unreadable() {
    return Set.copyOf(unreadable);
  }
}
