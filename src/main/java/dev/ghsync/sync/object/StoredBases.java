package dev.ghsync.sync.object;

import dev.ghsync.git.object.GitFormatException;
import dev.ghsync.git.pack.BaseObjects;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.objects.ObjectReader;
import dev.ghsync.store.Reads;
import dev.ghsync.sync.SyncContext;
import java.util.Optional;

/** The stored objects as bases of the deltas that a thin pack contains. */
final class StoredBases implements BaseObjects {
  /** A delta is not stored behind so many others, since a reader applies all of them. */
  private static final int LONGEST_CHAIN = 50;

  private final SyncContext context;

  StoredBases(SyncContext context) {
    this.context = context;
  }

  @Override
  public Optional<Base> find(ObjectId id) {
    return context.store().read(s -> find(s, id));
  }

  private Optional<Base> find(Reads s, ObjectId id) {
    try (ObjectReader reader = new ObjectReader(s, context.repo())) {
      boolean mayHaveDeltas = s.packed().hasShortChain(id, LONGEST_CHAIN);
      return reader.read(id).map(object -> new Base(object, mayHaveDeltas));
    } catch (GitFormatException e) {
      return Optional.empty();
    }
  }
}
