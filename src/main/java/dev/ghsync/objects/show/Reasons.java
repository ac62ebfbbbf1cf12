package dev.ghsync.objects.show;

import dev.ghsync.model.FailureCode;
import dev.ghsync.model.Result;
import dev.ghsync.model.git.CommitScope;
import dev.ghsync.model.git.ObjectId;
import dev.ghsync.model.git.Ref;
import dev.ghsync.objects.Absence;
import dev.ghsync.store.Reads;
import dev.ghsync.store.git.AbsentObjects.LargeTree;
import dev.ghsync.store.git.ContentSettings.Settings;
import dev.ghsync.store.git.ObjectNames.Deletion;
import dev.ghsync.store.state.Repos.RepoRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The failures that say why something that was named is not there, and what to do. */
final class Reasons {
  private static final long KIBI = 1024;

  private final Reads db;
  private final RepoRow repo;
  private final KeptObjects objects;

  Reasons(Reads db, RepoRow repo, KeptObjects objects) {
    this.db = db;
    this.repo = repo;
    this.objects = objects;
  }

  static <T> Result<T> notFound(String message) {
    return Result.failed(FailureCode.NOT_FOUND, message);
  }

  /**
   * No ref has this name, and no object's id begins with it.
   *
   * @param fullNames the refs that it could mean
   */
  <T> Result<T> unknownName(String wanted, List<String> fullNames) {
    for (String fullName : fullNames) {
      Optional<Deletion> deletion = db.names().findDeletion(repo.id(), fullName);
      if (deletion.isPresent()) {
        return notFound(
            "%s was deleted before %s; 'ghsync show %s %s' shows the object that it named"
                .formatted(
                    fullName, deletion.get().seenAt(), repo.name(), deletion.get().before()));
      }
    }
    List<String> names =
        db.refs().listPeeled(repo.id()).stream()
            .map(ref -> ref.ref().name().replaceFirst("^refs/(heads|tags)/", ""))
            .toList();
    return notFound(
        names.isEmpty()
            ? "%s has no branch or tag in the database; %s".formatted(repo.name(), syncAgain())
            : "%s has no branch, tag or object '%s'%s"
                .formatted(repo.name(), wanted, NearNames.suggestion(wanted, names)));
  }

  /**
   * An object is not stored.
   *
   * @param what its name in the message
   * @param commit whose file or folder it is, if known
   */
  <T> Result<T> notStored(String what, ObjectId id, Optional<ObjectId> commit) {
    if (objects.absence(id) instanceof Absence.TooLarge left) {
      return notFound(
          String.format(
              Locale.ROOT,
              "%s was left out for its size of %,d bytes; 'ghsync repo %s --max-blob-size %s' stores it",
              what,
              left.size(),
              repo.name(),
              limit(left.size())));
    }
    Optional<LargeTree> tree =
        db.absent().listTooLarge(repo.id(), 0).stream().filter(t -> t.id().equals(id)).findAny();
    if (tree.isPresent()) {
      return notFound(
          String.format(
              Locale.ROOT,
              "%s is a folder of %,d bytes, which was left out for want of memory; %s with"
                  + " GHSYNC_JAVA_OPTS=-Xmx1g",
              what,
              tree.get().size(),
              syncAgain()));
    }
    Optional<Settings> settings = db.contentSettings().find(repo.id());
    if (settings.isPresent() && commit.isPresent()) {
      CommitScope content = settings.get().content();
      CommitScope needed = needed(commit.get());
      if (content.compareTo(needed) < 0) {
        return notFound(
            "%s is not kept: the last sync had --content %s; 'ghsync repo %s --content %s' stores it"
                .formatted(what, text(content), repo.name(), text(needed)));
      }
    }
    return notFound(
        "%s is not in the database (object %s); if GitHub has it, %s"
            .formatted(what, id, syncAgain()));
  }

  /** Returns which commits' files must be kept for those of this commit to be among them. */
  private CommitScope needed(ObjectId commit) {
    boolean isHead =
        db.refs()
            .findHead(repo.id())
            .flatMap(name -> db.names().findRef(repo.id(), name))
            .map(Ref::target)
            .filter(commit::equals)
            .isPresent();
    return isHead
        ? CommitScope.DEFAULT
        : db.names().isTip(repo.id(), commit) ? CommitScope.HEADS : CommitScope.ALL;
  }

  private static String text(CommitScope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  private String syncAgain() {
    return "run 'ghsync repo " + repo.name() + "'";
  }

  /** Returns the smallest limit in whole units that lets this size pass. */
  private static String limit(long size) {
    long unit = size < KIBI * KIBI ? KIBI : KIBI * KIBI;
    return (size + unit - 1) / unit + (unit == KIBI ? "K" : "M");
  }
}
