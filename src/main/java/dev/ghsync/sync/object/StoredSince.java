package dev.ghsync.sync.object;

import dev.ghsync.store.Reads;
import dev.ghsync.store.Session;
import dev.ghsync.store.state.Checkpoints.Checkpoint;
import java.util.Optional;

/**
 * The rows of the packed objects that were stored since the last unfolding, noted in the
 * transaction that stores them. So a later run can unfold also files that no ref shows any more.
 * Objects that other syncs stored meanwhile may be among them.
 *
 * @param first inclusive
 * @param last inclusive
 */
record StoredSince(long first, long last) {
  private static final String KEY = ObjectsPhase.NAME.text() + "/unfolding";
  private static final int PART = 0;

  /** Finds the rows; empty if nothing was stored. */
  static Optional<StoredSince> find(Reads s, long repo) {
    return s.checkpoints()
        .find(repo, KEY, PART)
        .flatMap(Checkpoint::url)
        .map(rows -> rows.split("-", 2))
        .map(rows -> new StoredSince(Long.parseLong(rows[0]), Long.parseLong(rows[1])));
  }

  /** Adds the rows from {@code first} to the last one of the table. */
  static void add(Session s, long repo, long first) {
    long from = find(s, repo).map(known -> Math.min(known.first, first)).orElse(first);
    String rows = from + "-" + (s.packed().nextRow() - 1);
    Checkpoint start = Checkpoint.from(PART, Optional.empty());
    s.checkpoints().save(repo, KEY, start.at(rows, Optional.empty()));
  }

  static void clear(Session s, long repo) {
    s.checkpoints().clear(repo, KEY);
  }
}
