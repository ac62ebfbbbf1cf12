package dev.ghsync.sync.objects;

import dev.ghsync.model.ObjectId;
import dev.ghsync.model.Result;
import dev.ghsync.store.MissingObjects.ContentTip;
import dev.ghsync.store.MissingObjects.Missing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Brings objects into the database, by git or by REST; both store the same rows. */
interface ObjectSource {
  /**
   * What is missing, and what is here to build upon.
   *
   * @param named commits and tags that refs name
   * @param parents commits at which a history was cut short
   * @param content trees and blobs; what hangs on a missing tree is not in it yet
   * @param contentTips commits whose files are all here
   * @param knownTips commits here that a ref names or named, the history behind them complete
   */
  record Wanted(
      List<Missing> named,
      List<Missing> parents,
      List<Missing> content,
      List<ContentTip> contentTips,
      List<ObjectId> knownTips) {
    boolean isEmpty() {
      return named.isEmpty() && parents.isEmpty() && content.isEmpty();
    }

    /** One of them, for people: its kind and id. */
    Optional<String> first() {
      return Stream.of(named, parents, content)
          .flatMap(List::stream)
          .findFirst()
          .map(missing -> missing.type().text() + " " + missing.id());
    }

    Wanted without(Set<ObjectId> lost) {
      return new Wanted(
          without(named, lost),
          without(parents, lost),
          without(content, lost),
          contentTips,
          knownTips);
    }

    private static List<Missing> without(List<Missing> all, Set<ObjectId> lost) {
      return all.stream().filter(missing -> !lost.contains(missing.id())).toList();
    }
  }

  /** In bytes; of a larger blob only the size is stored. */
  long largestBlob();

  /**
   * Brings some of what is wanted, at least one object; the rest is asked for again.
   *
   * @return whether a bound on commits was reached, so that no more of the history is to be asked
   */
  Result<Boolean> bring(Wanted wanted, ObjectWriter writer);
}
