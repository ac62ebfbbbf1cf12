package dev.ghsync.sync.object;

import static java.util.stream.Collectors.joining;

import dev.ghsync.git.pack.PackLimits;
import dev.ghsync.model.Failure;
import dev.ghsync.model.FailureCode;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.store.git.AbsentObjects.LargeTree;
import dev.ghsync.sync.SyncContext;
import java.util.List;
import java.util.Optional;

/**
 * Trees that were left out because they do not fit into memory. They are requested again only by a
 * run with a larger heap.
 */
final class TreesLeftOut {
  /** How many trees a message names. */
  private static final int MOST_NAMED = 10;

  private TreesLeftOut() {}

  /** Returns a failure that names them; empty if there are none. */
  static Optional<Failure> failure(SyncContext context) {
    if (context.settings().objects().content() == CommitScope.NONE) {
      return Optional.empty();
    }
    List<LargeTree> trees =
        context.store().read(s -> s.absent().listTooLarge(context.repo(), PackLimits.LARGEST_TREE));
    return trees.isEmpty() ? Optional.empty() : Optional.of(failure(trees));
  }

  private static Failure failure(List<LargeTree> trees) {
    String named =
        trees.stream()
            .limit(MOST_NAMED)
            .map(tree -> "tree %s (%d bytes)".formatted(tree.id(), tree.size()))
            .collect(joining(", "));
    return Failure.of(
        FailureCode.INTERNAL,
        "objects: %d too large for memory and left out: %s; raise the limit with GHSYNC_JAVA_OPTS=-Xmx1g and run again"
            .formatted(trees.size(), named));
  }
}
