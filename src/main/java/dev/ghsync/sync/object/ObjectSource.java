package dev.ghsync.sync.object;

import dev.ghsync.model.Failure;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.store.git.MissingObjects.ContentTip;
import dev.ghsync.store.git.MissingObjects.Missing;
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

    /** The first {@code most} of them: the next in line where all at once break the connection. */
    Wanted first(long most) {
      long parentsLeft = Math.max(0, most - named.size());
      long contentLeft = Math.max(0, parentsLeft - parents.size());
      return new Wanted(
          named.stream().limit(most).toList(),
          parents.stream().limit(parentsLeft).toList(),
          content.stream().limit(contentLeft).toList(),
          contentTips,
          knownTips);
    }

    long size() {
      return (long) named.size() + parents.size() + content.size();
    }

    private static List<Missing> without(List<Missing> all, Set<ObjectId> lost) {
      return all.stream().filter(missing -> !lost.contains(missing.id())).toList();
    }
  }

  /** In bytes; of a larger blob only the size is stored. */
  long largestBlob();

  /**
   * What came of one call.
   *
   * @param bounded a bound on commits was reached, so that no more of the history is to be asked
   * @param brokenOff why the transfer ended early; what had arrived whole was stored
   * @param gone a wanted object that the server does not have; nothing was brought
   */
  record Brought(boolean bounded, Optional<Failure> brokenOff, Optional<ObjectId> gone) {
    static Brought whole(boolean bounded) {
      return new Brought(bounded, Optional.empty(), Optional.empty());
    }
  }

  /**
   * Brings some of what is wanted, at least one object unless the transfer broke off; the rest is
   * asked for again.
   */
  Result<Brought> bring(Wanted wanted, ObjectWriter writer);
}
