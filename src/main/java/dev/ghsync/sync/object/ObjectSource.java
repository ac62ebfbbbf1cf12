package dev.ghsync.sync.object;

import dev.ghsync.model.Failure;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.ObjectType;
import dev.ghsync.store.git.MissingContent.ContentTip;
import dev.ghsync.store.git.MissingObjects.Missing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Fetches objects and stores them, by git or by REST. Both store the same rows. */
interface ObjectSource {
  /**
   * The missing objects, and the stored ones that a fetch can build on.
   *
   * @param named commits and tags that refs name
   * @param parents commits at which a history was cut
   * @param content trees and blobs, without those that only a missing tree names
   * @param contentTips commits whose files are all stored
   * @param knownTips stored commits with complete history that a ref names or named
   */
  record Wanted(
      List<Missing> named,
      List<Missing> parents,
      List<Missing> content,
      List<ContentTip> contentTips,
      List<ObjectId> knownTips) {
    static final Wanted NOTHING = new Wanted(List.of(), List.of(), List.of(), List.of(), List.of());

    Stream<Missing> all() {
      return Stream.of(named, parents, content).flatMap(List::stream);
    }

    /** Returns the commits and tags. */
    List<Missing> history() {
      return Stream.concat(named.stream(), parents.stream()).toList();
    }

    List<ObjectId> content(ObjectType type) {
      return content.stream().filter(m -> m.type() == type).map(Missing::id).toList();
    }

    /** Describes one of the objects for messages: its type and id. */
    Optional<String> first() {
      return all().findFirst().map(missing -> missing.type().text() + " " + missing.id());
    }

    Wanted without(Set<ObjectId> ids) {
      return new Wanted(
          without(named, ids),
          without(parents, ids),
          without(content, ids),
          contentTips,
          knownTips);
    }

    /** Returns the first {@code most} objects. */
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

    private static List<Missing> without(List<Missing> all, Set<ObjectId> ids) {
      return all.stream().filter(missing -> !ids.contains(missing.id())).toList();
    }
  }

  /** Returns whether objects come with their exact bytes. */
  boolean isExact();

  /** Returns the largest blob whose content is stored, in bytes. */
  long largestBlob();

  /**
   * The outcome of one fetch.
   *
   * @param bounded whether a limit on commits was reached, so that no more history is fetched
   * @param brokenOff why the transfer ended early; the objects that had arrived whole are stored
   * @param gone a wanted object that the server does not have; nothing was fetched
   */
  record Brought(boolean bounded, Optional<Failure> brokenOff, Optional<ObjectId> gone) {
    static Brought whole(boolean bounded) {
      return new Brought(bounded, Optional.empty(), Optional.empty());
    }
  }

  /**
   * Fetches some of the wanted objects, at least one unless the transfer broke off. The caller
   * requests the rest again.
   */
  Result<Brought> fetch(Wanted wanted, ObjectWriter writer);
}
