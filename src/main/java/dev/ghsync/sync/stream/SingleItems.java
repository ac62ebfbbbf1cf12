package dev.ghsync.sync.stream;

import dev.ghsync.github.GitHub;
import dev.ghsync.sync.PhaseOutcome;
import dev.ghsync.sync.StreamName;
import dev.ghsync.sync.SyncContext;
import dev.ghsync.sync.list.ProgressCounter;
import dev.ghsync.sync.list.SingleItem;
import dev.ghsync.sync.list.UnreadableNotes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads single issues and pull requests. One that GitHub cannot deliver is noted and skipped. */
public final class SingleItems {
  private final SyncContext context;
  private final GitHub github;
  private final ProgressCounter progress;
  private final UnreadableNotes notes;
  private final Set<Long> unreadable = new HashSet<>();

  /**
   * Creates the reader for one phase.
   *
   * @param name of the stream whose items they are
   */
  public SingleItems(
      SyncContext context, GitHub github, StreamName name, ProgressCounter progress) {
    this.context = context;
    this.github = github;
    this.progress = progress;
    this.notes = new UnreadableNotes(context, name);
  }

  /**
   * Reads and stores one item, or marks it as deleted.
   *
   * @return how the phase ends if it cannot continue
   */
  public Optional<PhaseOutcome> read(long number, boolean pullsOnly) {
    SingleItem<?> item =
        pullsOnly ? PullsStream.item(context, number) : IssuesStream.item(context, number);
    String noted = String.valueOf(number);
    Optional<PhaseOutcome> failed = item.bring(github, progress);
    if (failed.isEmpty()) {
      notes.forget(noted);
    } else if (notes.passOver(noted, failed.get())) {
      unreadable.add(number);
      return Optional.empty();
    }
    return failed;
  }

  /** Returns the numbers that GitHub could not deliver. */
  public Set<Long> unreadable() {
    return Set.copyOf(unreadable);
  }
}
